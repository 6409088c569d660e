package ui

import (
	"iter"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
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
		r.window.Shift(at)
	}
}

// Selected is the row under the cursor; ok is false when there is none.
func (r *Rows[T]) Selected() (row T, ok bool) {
	if r.Len() == 0 {
		return row, false
	}
	return r.All[r.found[r.window.Cursor]], true
}

// Choose moves the cursor to the first row that is meant. It reports whether the filter shows one.
func (r *Rows[T]) Choose(meant func(row T) bool) bool {
	at := slices.IndexFunc(r.found, func(i int32) bool { return meant(r.All[i]) })
	if at < 0 {
		return false
	}
	r.window.Select(at)
	r.moved = true
	return true
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

// Cell is one value of a row.
type Cell struct {
	Text  string          // safe; it is cut to its column
	Style *lipgloss.Style // nil is the style of text
	Code  bool            // a live code, which keeps a colour of its own in the selected row
	Wide  bool            // it has the rest of the row
}

// Table is how rows are drawn in columns. All rows have two cells in front, for the cursor and for a mark, and one behind.
type Table[T any] struct {
	Styles  *Styles
	Columns []Column
	Cells   func(row T, widths []int) []Cell // one for each column
	Marked  func(row T) bool                 // nil is never
	Group   func(row T) string               // safe text above the first of the rows that have the same; nil is none
}

const (
	gutter = 2 // cells in front of a row
	margin = 1 // behind it
)

func (t Table[T]) widths(width int) []int { return Columns(t.Columns, width-gutter-margin) }

// Lines are the titles and the rows that fit.
func (t Table[T]) Lines(rows *Rows[T], width, height int) []string {
	widths := t.widths(width)
	lines := []string{pad(gutter) + Header(t.Styles, t.Columns, widths)}
	last, room, paints := "", max(1, height-1), map[*lipgloss.Style]paint{}
	for row, selected := range rows.Visible(t.fitting(rows, room)) {
		if t.Group == nil {
		} else if group := t.Group(row); len(lines) == 1 || group != last {
			last = group
			lines = append(lines, pad(gutter)+t.Styles.Muted.Render(Cut(group, width-gutter-margin)))
		}
		lines = append(lines, t.row(row, selected, widths, width, paints))
	}
	return lines
}

// fitting is how many rows there is room for, beside the lines of their groups.
func (t Table[T]) fitting(rows *Rows[T], room int) int {
	if t.Group == nil {
		return room
	}
	for fit := room; ; fit-- {
		if lines := len(t.starts(rows, fit)); lines <= room || fit <= 1 {
			return fit
		}
	}
}

// starts has a line for each that is drawn for so many rows: true is the name of a group.
func (t Table[T]) starts(rows *Rows[T], fit int) []bool {
	var lines []bool
	last := ""
	for row := range rows.Visible(fit) {
		if group := t.Group(row); len(lines) == 0 || group != last {
			last = group
			lines = append(lines, true)
		}
		lines = append(lines, false)
	}
	return lines
}

// paint is what a style puts around a text of one line. A table works it out once, and not for each of its hundreds of cells.
type paint struct{ before, after string }

func paintOf(style *lipgloss.Style) paint {
	before, after, _ := strings.Cut(style.Render("x"), "x")
	return paint{before, after}
}

// row draws one row. The selected one has a single style from end to end: many would be many bytes, and nobody could say what they look
// like on each other.
func (t Table[T]) row(row T, selected bool, widths []int, width int, paints map[*lipgloss.Style]paint) string {
	s, cells := t.Styles, t.Cells(row, widths)
	mark := " "
	if t.Marked != nil && t.Marked(row) {
		mark = "✓"
	}
	var b, plain strings.Builder
	if !selected {
		b.WriteString(" " + mark)
	} else {
		plain.WriteString("▌" + mark)
	}
	flush := func() {
		if plain.Len() > 0 {
			b.WriteString(s.Selection.Render(plain.String()))
			plain.Reset()
		}
	}
	used, first := gutter, true
	for i, cell := range cells {
		if widths[i] == 0 && !cell.Wide {
			continue
		}
		text := Fit(cell.Text, widths[i])
		switch {
		case cell.Wide:
			text = Cut(cell.Text, width-used-columnGap-margin)
		case t.Columns[i].Right:
			text = Right(cell.Text, widths[i])
		}
		if !first {
			text = pad(columnGap) + text
		}
		first, used = false, used+Width(text)
		switch {
		case selected && cell.Code:
			flush()
			b.WriteString(s.SelectionCode.Render(text))
		case selected:
			plain.WriteString(text)
		case cell.Style != nil:
			around, known := paints[cell.Style]
			if !known {
				around = paintOf(cell.Style)
				paints[cell.Style] = around
			}
			b.WriteString(around.before + text + around.after)
		default:
			b.WriteString(text)
		}
		if cell.Wide {
			break
		}
	}
	if selected {
		plain.WriteString(pad(width - used))
		flush()
	}
	return b.String()
}
