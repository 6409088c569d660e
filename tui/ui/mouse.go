package ui

import tea "charm.land/bubbletea/v2"

// PointMsg is what the mouse did on a cell of the body: a click, or a turn of the wheel. Only the screen in front gets it, and only while
// no secret is on the screen and no field has the focus. A click selects or opens something; only keys confirm.
type PointMsg struct {
	X, Y          int // from the upper left corner of the body
	Width, Height int // of the body, as View has them
	Wheel         int // rows to move by, down where positive; 0 is a click
}

// Point selects the row that was clicked, or moves the cursor by the wheel. rows is where the rows are drawn, each in so many lines. again
// says that a click was on the row that is selected already, which opens it, as enter does.
func (l *List) Point(msg PointMsg, rows Area, each int) (again bool) {
	if l.Filtering() || !rows.Has(msg.X, msg.Y) {
		return false
	}
	if msg.Wheel != 0 {
		l.window.Select(l.window.Cursor + msg.Wheel)
		l.moved = true
		return false
	}
	row := l.window.offset + (msg.Y-rows.Y)/max(1, each)
	if row >= min(l.Len(), l.window.offset+l.window.height) {
		return false
	}
	again = row == l.window.Cursor
	l.window.Select(row)
	l.moved = true
	return again
}

// Point scrolls by the wheel.
func (s *Scroll) Point(msg PointMsg) { s.Select(min(s.Cursor+msg.Wheel, s.last)) }

// RowsIn is where the rows are in the area that Lines draws in: below the titles.
func (t Table[T]) RowsIn(a Area) Area { return a.Below(1) }

// Point is List.Point for the rows that Lines draws in an area. A click on the name of a group means no row.
func (t Table[T]) Point(rows *Rows[T], msg PointMsg, a Area) (again bool) {
	in := t.RowsIn(a)
	if t.Group != nil && msg.Wheel == 0 && in.Has(msg.X, msg.Y) {
		lines := t.starts(rows, t.fitting(rows, in.Height))
		at := msg.Y - in.Y
		if at >= len(lines) || lines[at] {
			return false
		}
		for _, name := range lines[:at] {
			if name {
				msg.Y--
			}
		}
	}
	return rows.Point(msg, in, 1)
}

// Below is the area without its first lines.
func (a Area) Below(lines int) Area {
	return Area{X: a.X, Y: a.Y + lines, Width: a.Width, Height: max(0, a.Height-lines)}
}

// wheelRows is how many rows one notch of the wheel moves.
const wheelRows = 3

// Notch is how many rows a turn of the wheel moves by, 0 for what is none.
func Notch(msg tea.Mouse) int {
	switch msg.Button {
	case tea.MouseWheelUp:
		return -wheelRows
	case tea.MouseWheelDown:
		return wheelRows
	default: // a button, or the wheel to the side
		return 0
	}
}
