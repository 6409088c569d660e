package ui

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// List is the part of Rows that knows only how many rows there are and what the filter looks at. A person moves in it and filters it by
// words.
type List struct {
	Filter textinput.Model
	window Window
	index  Index
	found  []int32 // the rows that the filter lets through, in their order
	also   func(q Query, found []int32) []int32
	moved  bool // the person chose a row; until then the cursor stays at the top while rows arrive
}

// FindAlso passes the rows that the index finds through also, which may take some away or add others, and keeps them in order.
func (l *List) FindAlso(also func(q Query, found []int32) []int32) { l.also = also }

// Match applies the filter again. The cursor stays on its row where that is still shown.
func (l *List) Match() {
	row, had := int32(0), len(l.found) > 0
	if had {
		row = l.found[l.window.Cursor]
	}
	l.find()
	if at, shown := slices.BinarySearch(l.found, row); had && l.moved && shown {
		l.window.Select(at)
	}
}

func (l *List) find() {
	query := l.Query()
	l.found = l.index.Find(query, l.found)
	if l.also != nil {
		l.found = l.also(query, l.found)
	}
	l.window.SetCount(len(l.found))
}

// Find gives the rows that have the words of another query, whatever the filter.
func (l *List) Find(q Query) []int32 { return l.index.Find(q, nil) }

// Query is what the filter looks for.
func (l *List) Query() Query { return NewQuery(l.Filter.Value()) }

// Len is how many rows the filter lets through.
func (l *List) Len() int { return len(l.found) }

// NearEnd reports whether the rows from the cursor on fit into the lines that were drawn last.
func (l *List) NearEnd() bool { return len(l.found)-l.window.Cursor <= max(1, l.window.height) }

// Next moves the cursor to the next row.
func (l *List) Next() { l.Select(l.At() + 1) }

// At is the row that the cursor is on, of those that the filter lets through.
func (l *List) At() int { return l.window.Cursor }

// Select moves the cursor to a row, or the nearest that exists.
func (l *List) Select(row int) {
	l.window.Select(row)
	l.moved = true
}

// Top moves the cursor to the first row, where it stays while rows arrive.
func (l *List) Top() {
	l.window.Select(0)
	l.moved = false
}

// MoveCursor moves the cursor by a key. It reports whether the key was one of movement.
func (l *List) MoveCursor(press tea.KeyPressMsg, k Keys) bool {
	taken := l.window.Update(press, k)
	l.moved = l.moved || taken
	return taken
}

// Paste takes what is pasted into the filter.
func (l *List) Paste(msg tea.PasteMsg) tea.Cmd {
	if !l.Filtering() {
		return nil
	}
	return l.edit(msg)
}

// Actions are those of a screen with this list: those of the screen (here) and those that move the cursor. While a person types a filter,
// they are the filter's.
func (l *List) Actions(k Keys, here ...Action) []Action {
	switch {
	case l.Filtering():
		return Bound(k.KeepFilter, k.ClearFilter)
	case l.Len() == 0:
		return here
	}
	return append(here, Moves(k)...)
}

// Update handles a key of movement or of the filter. While the filter has the focus, every key that can be text is text.
func (l *List) Update(press tea.KeyPressMsg, k Keys) (cmd tea.Cmd, taken bool) {
	switch {
	case !l.Filtering():
		if Matches(press, k.Filter) {
			return l.Filter.Focus(), true
		}
		return nil, l.MoveCursor(press, k)
	case key.Matches(press, k.KeepFilter):
		l.Filter.Blur()
	case key.Matches(press, k.ClearFilter):
		l.Clear()
	case press.Text == "" && l.MoveCursor(press, k):
	default:
		return l.edit(press), true
	}
	return nil, true
}

func (l *List) edit(msg tea.Msg) tea.Cmd {
	before := l.Filter.Value()
	cmd := Edit(&l.Filter, msg)
	if l.Filter.Value() != before {
		l.Match()
	}
	return cmd
}

// Clear takes the filter away. It reports whether there was one.
func (l *List) Clear() bool {
	filtered := l.Filter.Value() != ""
	l.Filter.Reset()
	l.Filter.Blur()
	l.Match()
	return filtered
}

// Filtering reports whether the filter is being typed.
func (l *List) Filtering() bool { return l.Filter.Focused() }

// Prompt is the field of the filter while there is a filter.
func (l *List) Prompt(width int) string {
	if !l.Filtering() && l.Filter.Value() == "" {
		return ""
	}
	l.Filter.SetWidth(max(1, width-3))
	return " " + FieldView(&l.Filter)
}

// Position says where the cursor is, as "3 of 45, 100 in all": of the rows shown, and how many there are where the filter hides some.
func (l *List) Position() string {
	position := l.window.Position()
	if rows := l.index.Rows(); position != "" && len(l.found) < rows {
		position += fmt.Sprintf(", %d in all", rows)
	}
	return position
}
