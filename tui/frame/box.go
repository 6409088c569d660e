package frame

import (
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/tui/ui"
)

// Over draws a box on a screen of that many cells and lines, in the middle. The cursor of a field in the box stays where it is.
func Over(below string, box []string, width, height int) string {
	if len(box) == 0 {
		return below
	}
	at := Middle(ui.Width(box[0]), len(box), width, height)
	return OverAt(below, box, at.X, at.Y, width, height)
}

// OverAt is Over with the box's upper left corner at a cell. Without a field in the box the cursor stays where it is on the screen.
func OverAt(below string, box []string, left, top, width, height int) string {
	if len(box) == 0 {
		return below
	}
	below, x, y, typing := ui.TakeCursor(below)
	text, inX, inY, inside := ui.TakeCursor(strings.Join(box, "\n"))
	if inside {
		x, y, typing = left+inX, top+inY, true
	}
	lines := strings.Split(ui.Fill(below, width, height), "\n")
	covered := lines[min(top, height):min(top+len(box), height)] // putting together is slow, and the other lines stay as they are
	layers := lipgloss.NewCompositor(lipgloss.NewLayer(strings.Join(covered, "\n")), lipgloss.NewLayer(text).X(left).Z(1))
	copy(covered, strings.Split(layers.Render(), "\n"))
	drawn := strings.Join(lines, "\n")
	if typing {
		drawn = ui.PutCursor(drawn, x, y)
	}
	return drawn
}

// Middle is where a box of that size is on a screen.
func Middle(cells, lines, width, height int) ui.Area {
	return ui.Area{X: max(0, (width-cells)/2), Y: max(0, (height-lines)/2), Width: cells, Height: lines}
}

// Box is a panel with room for those lines and the given cells inside.
func Box(s *ui.Styles, p ui.Panel, lines []string, inner int) []string {
	return p.Draw(s, lines, inner+2, len(lines)+2)
}
