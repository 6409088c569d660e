package ui

import "strings"

// From these sizes of a terminal on a screen has the parts of a Split side by side, or one under the other. Head and foot of the screen
// take three lines.
const (
	PeekWidth, peekHeight = 80, 22
	SideWidth, sideHeight = 120, 24
	InboxWidth            = 160
	frameLines            = 3
)

// The usual widths of the parts.
const (
	sideCells, wideSideCells = 44, 46 // the second where there are three parts
	inboxCells               = 38
	listCells                = 116 // at the most
	peekLines                = 5   // its title among them
)

// Pane is one part of a screen: in a box where there is room for boxes, and its lines alone where there is not.
type Pane struct {
	Panel
	Lines func(width, height int) []string // each of at most that many cells
}

// Split is a list and what is selected in it. It is drawn by the size of the screen: the list alone; the list, and under it a Peek at what
// is selected; list and Side; and Inbox, too. What is above a list never changes.
type Split struct {
	List, Side, Inbox Pane                     // Inbox without Lines is none
	Peek              func(width int) []string // nil is none
	SideCells         int                      // how wide Side is; 0 is the usual width
	Low               int                      // how many lines of Peek are there where there is no room for all, 0 is none
}

// Area is a part of a screen in cells and lines from its upper left corner.
type Area struct{ X, Y, Width, Height int }

// Has reports whether a cell is in it.
func (a Area) Has(x, y int) bool { return x >= a.X && x < a.X+a.Width && y >= a.Y && y < a.Y+a.Height }

// inner is the area without a border.
func (a Area) inner() Area {
	return Area{X: a.X + 1, Y: a.Y + 1, Width: max(0, a.Width-2), Height: max(0, a.Height-2)}
}

// Boxes reports whether there is room for parts side by side in a body of that size. Then they have borders.
func Boxes(width, height int) bool { return width >= SideWidth && height >= sideHeight-frameLines }

// Peeks reports whether there is room for a few lines about what is selected in a body of that size.
func Peeks(width, height int) bool {
	return width >= PeekWidth && height >= peekHeight-frameLines && !Boxes(width, height)
}

// areas share a body among the parts. One without room has no cells.
func (sp Split) areas(width, height int) (list, side, inbox Area) {
	if !Boxes(width, height) {
		list = Area{Width: width, Height: height}
		lines := min(sp.Low, height/2)
		if Peeks(width, height) {
			lines = peekLines
		}
		if sp.Peek != nil && lines > 0 {
			list.Height -= lines
			side = Area{Y: list.Height, Width: width, Height: lines}
		}
		return list, side, inbox
	}
	cells := sideCells
	if sp.Inbox.Lines != nil && width >= InboxWidth {
		inbox.Width, inbox.Height, cells = inboxCells, height, wideSideCells
	}
	if sp.SideCells > 0 {
		cells = sp.SideCells
	}
	list = Area{Width: width - cells - inbox.Width, Height: height}
	if list.Width > listCells { // what is left is for the inbox, then for the side
		if inbox.Width > 0 {
			inbox.Width += (list.Width - listCells) / 2
		}
		list.Width = listCells
	}
	side = Area{X: list.Width, Width: width - list.Width - inbox.Width, Height: height}
	inbox.X = side.X + side.Width
	return list, side, inbox
}

// ListArea is where the lines of the list are drawn in a body of that size.
func (sp Split) ListArea(width, height int) Area {
	list, _, _ := sp.areas(width, height)
	if Boxes(width, height) {
		return list.inner()
	}
	return list
}

// View draws the parts in a body of that size.
func (sp Split) View(s *Styles, width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	list, side, inbox := sp.areas(width, height)
	if !Boxes(width, height) {
		lines := sp.List.Lines(list.Width, list.Height)
		if side.Height > 0 {
			lines = append(padded(lines, list.Height), sp.Peek(side.Width)...)
		}
		return Lines(strings.Join(lines, "\n"), width, height)
	}
	sp.List.Focus = true
	drawn := sp.List.draw(s, list)
	for _, part := range []struct {
		pane Pane
		area Area
	}{{sp.Side, side}, {sp.Inbox, inbox}} {
		if part.area.Width == 0 {
			continue
		}
		for i, line := range part.pane.draw(s, part.area) {
			drawn[i] += line
		}
	}
	return strings.Join(drawn, "\n")
}

// Draw is the pane alone in a body of that size: in a box where there is room for boxes, else under a line with its title.
func (p Pane) Draw(s *Styles, width, height int) string {
	if Boxes(width, height) {
		p.Focus = true
		return strings.Join(p.draw(s, Area{Width: width, Height: height}), "\n")
	}
	lines := []string{p.Head(s, width)}
	return Lines(strings.Join(append(lines, p.Lines(width, height-1)...), "\n"), width, height)
}

// LinesArea is where Draw draws the lines of the pane.
func (p Pane) LinesArea(width, height int) Area {
	whole := Area{Width: width, Height: height}
	if Boxes(width, height) {
		return whole.inner()
	}
	return whole.Below(1)
}

func (p Pane) draw(s *Styles, a Area) []string {
	in := a.inner()
	var lines []string
	if p.Lines != nil { // a Side has none while nothing is selected
		lines = p.Lines(in.Width, in.Height)
	}
	return p.Panel.Draw(s, lines, a.Width, a.Height)
}

// padded are exactly that many lines.
func padded(lines []string, height int) []string {
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}
