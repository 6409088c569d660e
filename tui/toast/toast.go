// Package toast keeps the newest notices in boxes over the screen for a while, where there is room beside a list. Whoever looks at the
// list sees them without looking at the line of the notices.
package toast

import (
	"slices"
	"strings"
	"time"

	"cardwallet/tui/frame"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Stands is how long a notice stands in its box. What takes it away looks once a second.
const Stands = 6 * time.Second

const (
	most      = 2  // boxes at once
	mostLines = 2  // of a text
	cells     = 42 // of a box: as wide as what is in the panel beside a list
	inset     = 1  // cells and lines to the edges of the screen: the border of that panel stays to be seen
)

// toast is a notice in its box.
type toast struct {
	ui.NoticeMsg
	code  screen.Announcement // which it is about; of no codes where it is about something else
	until time.Duration       // on the clock that nobody sets
}

// Stack holds the notices that stand in boxes, the newest first. The zero Stack has none.
type Stack struct {
	standing []toast
	newest   ui.NoticeMsg // in the line of the notices
}

// Follow takes what is in the line of the notices now. A notice that was not there the last time gets a box; it may be empty. code is what
// it announces, if it does.
func (st *Stack) Follow(notice ui.NoticeMsg, code screen.Announcement, now time.Duration) {
	if notice == st.newest {
		return
	}
	st.newest = notice
	if notice.Text == "" {
		return
	}
	st.Withdraw(notice.Text)
	st.standing = slices.Insert(st.standing, 0, toast{notice, code, now + Stands})
	st.standing = st.standing[:min(most, len(st.standing))]
}

// Seen takes what is in the line of the notices and gives it no box.
func (st *Stack) Seen(notice ui.NoticeMsg) { st.newest = notice }

// Again makes the same notice a new one, though it has been in the line of the notices all the time.
func (st *Stack) Again() { st.newest = ui.NoticeMsg{} }

// Expire takes away what has stood long enough.
func (st *Stack) Expire(now time.Duration) {
	st.standing = slices.DeleteFunc(st.standing, func(t toast) bool { return now >= t.until })
}

// Withdraw takes away a notice that does not hold any more.
func (st *Stack) Withdraw(text string) {
	st.standing = slices.DeleteFunc(st.standing, func(t toast) bool { return t.Text == text })
}

// Clear takes all away.
func (st *Stack) Clear() { st.standing = nil }

// Stand reports whether there is any.
func (st *Stack) Stand() bool { return len(st.standing) > 0 }

// Fits reports whether there is room for boxes on a body of that size.
func Fits(width, height int) bool { return ui.Boxes(width, height) }

// Over draws the boxes on a body of that size. opens is the key that opens the announcement with that text now.
func (st *Stack) Over(s *ui.Styles, body string, width, height int, opens func(text string) string) string {
	var boxes []string
	for _, t := range st.standing {
		boxes = append(boxes, t.draw(s, opens(t.Text))...)
	}
	return frame.OverAt(body, boxes, width-inset-cells, inset, width, height)
}

// Take takes away the one that is at a cell of a body of that width. It reports whether there is one.
func (st *Stack) Take(s *ui.Styles, x, y, width int) bool {
	top := inset
	for i, t := range st.standing {
		area := ui.Area{X: width - inset - cells, Y: top, Width: cells, Height: len(t.draw(s, ""))}
		if area.Has(x, y) {
			st.standing = slices.Delete(st.standing, i, i+1)
			return true
		}
		top += area.Height
	}
	return false
}

// draw is the box of a notice: its mark and its text, and of a code what it is for, and its card.
func (t toast) draw(s *ui.Styles, opens string) []string {
	const inner = cells - 4 // without border and margins
	lines := t.code.Lines(s, opens, inner)
	if t.code.Count == 0 {
		mark, style := frame.Sign(s, t.Level)
		if mark == "" { // a box without a mark would look like a part of the panel
			mark = "◆"
		}
		indent := ui.Width(mark) + 1
		lines = ui.Wrapped(t.Text, inner-indent, mostLines)
		for i, line := range lines {
			lines[i] = strings.Repeat(" ", indent) + style.Render(line)
			if i == 0 {
				lines[i] = style.Render(mark + " " + line)
			}
		}
	}
	for i, line := range lines {
		lines[i] = " " + line
	}
	return frame.Box(s, ui.Panel{Focus: true, Danger: t.Level == ui.Bad}, lines, cells-2)
}
