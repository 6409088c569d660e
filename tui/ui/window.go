package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// Window is the part of a long list that is on the screen: it knows numbers of rows only, so that its cost does not depend on how
// many there are. The zero Window is an empty list.
type Window struct {
	Cursor int // the selected row, 0 when there is none
	offset int // the first row on the screen
	count  int
	height int
}

// SetCount says how many rows there are. The cursor stays on a row that exists.
func (w *Window) SetCount(n int) {
	w.count = max(0, n)
	w.clamp()
}

// Position says where the cursor is, as "3 of 45"; nothing where there are no rows.
func (w *Window) Position() string {
	if w.count == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", w.Cursor+1, w.count)
}

// Count is how many rows there are.
func (w *Window) Count() int { return w.count }

// Visible gives the rows from (inclusive) to (exclusive) that fit into that many lines, the cursor among them. It remembers the
// height for paging.
func (w *Window) Visible(height int) (from, to int) {
	w.height = max(0, height)
	w.clamp()
	return w.offset, min(w.count, w.offset+w.height)
}

// Select moves the cursor to a row, or the nearest that exists.
func (w *Window) Select(row int) {
	w.Cursor = row
	w.clamp()
}

// Shift is Select for a row that got another number: as far as there are rows around it, it stays where it is on the screen.
func (w *Window) Shift(row int) {
	w.offset += row - w.Cursor
	w.Select(row)
}

// Update moves the cursor by a key. It reports whether the key was one of movement.
func (w *Window) Update(msg tea.KeyPressMsg, keys Keys) bool {
	switch {
	case Matches(msg, keys.Up):
		w.Select(w.Cursor - 1)
	case Matches(msg, keys.Down):
		w.Select(w.Cursor + 1)
	case Matches(msg, keys.PageUp):
		w.Select(w.Cursor - max(1, w.height-1))
	case Matches(msg, keys.PageDown):
		w.Select(w.Cursor + max(1, w.height-1))
	case Matches(msg, keys.Top):
		w.Select(0)
	case Matches(msg, keys.Bottom):
		w.Select(w.count - 1)
	default:
		return false
	}
	return true
}

func (w *Window) clamp() {
	w.Cursor = max(0, min(w.Cursor, w.count-1))
	w.offset = max(w.offset, w.Cursor-max(1, w.height)+1)
	w.offset = max(0, min(w.offset, w.Cursor, w.count-w.height))
}
