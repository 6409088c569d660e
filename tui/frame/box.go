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
	area := Middle(ui.Width(box[0]), len(box), width, height)
	return place(below, box, area, width, height)
}

// Corner draws a box in the upper right corner, under so many lines.
func Corner(below string, box []string, under, width, height int) string {
	if len(box) == 0 {
		return below
	}
	cells := ui.Width(box[0])
	return place(below, box, ui.Area{X: max(0, width-cells-1), Y: under, Width: cells, Height: len(box)}, width, height)
}

// Middle is where a box of that size is on a screen.
func Middle(cells, lines, width, height int) ui.Area {
	return ui.Area{X: max(0, (width-cells)/2), Y: max(0, (height-lines)/2), Width: cells, Height: lines}
}

func place(below string, box []string, at ui.Area, width, height int) string {
	text, x, y, typing := ui.TakeCursor(strings.Join(box, "\n"))
	drawn := lipgloss.NewCompositor(lipgloss.NewLayer(ui.Fill(below, width, height)),
		lipgloss.NewLayer(text).X(at.X).Y(at.Y).Z(1)).Render()
	if typing {
		drawn = ui.PutCursor(drawn, at.X+x, at.Y+y)
	}
	return drawn
}

// Box is a panel with room for those lines and the given cells inside.
func Box(s *ui.Styles, p ui.Panel, lines []string, inner int) []string {
	return p.Draw(s, lines, inner+2, len(lines)+2)
}
