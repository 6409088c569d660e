package ui

import (
	"iter"
	"slices"
	"strings"
)

// Rows is a List with the things that its rows are. The zero Rows has no filter: only MoveCursor moves its cursor.
type Rows[T any] struct {
	List
	All  []T // also those that the filter hides
	same func(a, b T) bool
	text func(row T, add func(string))
}

// NewRows returns an empty list. When others take the place of the rows, the cursor stays on the one that is the same; same may be nil.
// text adds what the filter looks at.
func NewRows[T any](same func(a, b T) bool, text func(row T, add func(string))) Rows[T] {
	return Rows[T]{List: List{Filter: NewField("/", 80)}, same: same, text: text}
}

// Set takes new rows. The rows that it took before must still be as they were.
func (r *Rows[T]) Set(all []T) { r.SetIndexed(all, r.Index(all)) }

// Index makes the index of some rows that the filter searches. That takes long, so it may be done while the list changes.
func (r *Rows[T]) Index(all []T) Index {
	return newIndex(len(all), func(i int, add func(string)) {
		if r.text != nil {
			r.text(all[i], add)
		}
	})
}

// SetIndexed is Set for rows with the index that Index made of them.
func (r *Rows[T]) SetIndexed(all []T, index Index) {
	before, had := r.Selected()
	r.All, r.index = all, index
	r.find()
	if !had || !r.moved || r.same == nil {
		return
	}
	if at := slices.IndexFunc(r.found, func(i int32) bool { return r.same(all[i], before) }); at >= 0 {
		r.window.Select(at)
	}
}

// Selected is the row under the cursor; ok is false when there is none.
func (r *Rows[T]) Selected() (row T, ok bool) {
	if r.Len() == 0 {
		return row, false
	}
	return r.All[r.found[r.window.Cursor]], true
}

// Visible gives the rows that fit into that many lines, and of each whether the cursor is on it. It remembers the height for paging.
func (r *Rows[T]) Visible(height int) iter.Seq2[T, bool] {
	from, to := r.window.Visible(height)
	return func(yield func(T, bool) bool) {
		for at := from; at < to && yield(r.All[r.found[at]], at == r.window.Cursor); at++ {
		}
	}
}

// Matching are the rows that the filter lets through, in their order.
func (r *Rows[T]) Matching() []T {
	rows := make([]T, 0, r.Len())
	for _, i := range r.found {
		rows = append(rows, r.All[i])
	}
	return rows
}

// Table is how rows are drawn in columns.
type Table[T any] struct {
	Styles  *Styles
	Columns []Column
	Above   []string // lines over the titles
	Row     func(row T, selected bool, widths []int) string
	Foot    func(widths []int) []string // lines at the bottom; nil is none
}

// View draws the titles, the rows that fit, and what stands above and below them.
func (t Table[T]) View(rows *Rows[T], width, height int) string {
	widths := Columns(t.Columns, width)
	lines := slices.Concat(t.Above, []string{Header(t.Styles, t.Columns, widths)})
	var foot []string
	if t.Foot != nil {
		foot = t.Foot(widths)
	}
	for row, selected := range rows.Visible(max(1, height-len(lines)-len(foot))) {
		lines = append(lines, t.Row(row, selected, widths))
	}
	return Lines(strings.Join(withFoot(lines, foot, height), "\n"), width, height)
}
