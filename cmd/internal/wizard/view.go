package wizard

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/frame"
	"cardwallet/tui/ui"
)

// The smallest terminal that the pages are made for, and the most that the box around them takes.
const (
	minWidth, minHeight = 60, 16
	mostWidth           = 78
	mostHeight          = 22
)

// around is how many lines of the box are no page: its borders, the steps and an empty line.
const around = 4

// room is what a page has inside the box.
func (m *model) room() (cells, lines int) {
	return min(m.width, mostWidth) - 6, min(m.height, mostHeight) - around
}

// View draws the box with the steps, the page and the keys.
func (m *model) View() (view tea.View) {
	view.AltScreen, view.WindowTitle = true, "cardwallet · set-up"
	text := m.frame()
	if m.styles.ASCII {
		text = ui.ASCII(text)
		view.WindowTitle = ui.ASCII(view.WindowTitle)
	}
	text, x, y, typing := ui.TakeCursor(text)
	if typing {
		view.Cursor = tea.NewCursor(x, y)
		view.Cursor.Blink = false
	}
	view.SetContent(text)
	return view
}

func (m *model) frame() string {
	if m.tooSmall() {
		return frame.TooSmall(&m.styles, "", m.width, m.height, minWidth, minHeight)
	}
	cells, room := m.room()
	lines := []string{"  " + ui.Cut(m.steps(), cells+2), ""}
	more := m.pages[m.at].more()
	if len(more) > 0 {
		room -= 2
	}
	for _, line := range m.pages[m.at].view(cells, room) {
		lines = append(lines, "  "+line)
	}
	if len(more) > 0 { // in one place on all pages: the last line of the box
		for len(lines) < room+3 {
			lines = append(lines, "")
		}
		lines = append(lines, "  "+m.styles.Muted.Render(ui.Cut(strings.Join(more, " · "), cells)))
	}
	width, height := min(m.width, mostWidth), min(m.height, mostHeight)
	box := ui.Panel{Title: "Set up cardwallet", Right: fmt.Sprintf("%d of %d", m.at+1, len(m.pages)), Foot: m.foot(width - 6), Focus: true}.
		Draw(&m.styles, lines, width, height)
	return frame.Over("", box, m.width, m.height)
}

// steps is the line of all pages: done, here, to come, or nothing to ask.
func (m *model) steps() string {
	var steps []string
	for i, p := range m.pages {
		switch {
		case i == m.at:
			steps = append(steps, m.styles.Accent.Render("●")+" "+m.styles.Strong.Render(p.name()))
		case p.skipped() && m.at > 0:
			steps = append(steps, m.styles.Muted.Render("– "+p.name()))
		case i < m.at:
			steps = append(steps, m.styles.OK.Render("✓")+" "+m.styles.Muted.Render(p.name()))
		default:
			steps = append(steps, m.styles.Muted.Render("○ "+p.name()))
		}
	}
	return strings.Join(steps, "    ")
}

// foot are the keys in the border. The way out always stands there.
func (m *model) foot(cells int) string {
	hints := m.pages[m.at].hints()
	if m.at > 0 {
		hints = append(hints, ui.Says(m.keys.PreviousPart, "back"))
	}
	for _, out := range []string{"leaves, nothing is written", "leaves"} {
		line := strings.Join(append(hints, ui.Says(m.keys.Back, out)), " · ")
		if ui.Width(line) <= cells {
			return line
		}
	}
	return ui.Cut(ui.Says(m.keys.Back, "leaves")+" · "+strings.Join(hints, " · "), cells)
}
