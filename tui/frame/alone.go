package frame

import (
	"fmt"
	"strings"

	"cardwallet/tui/ui"
)

// lockCells is how wide the box of the lock is inside.
const lockCells = 50

// Locked is what stands on the screen while the program is locked. All texts are safe, and tell nothing of what is in the program.
type Locked struct {
	Badges []string
	By     string   // who locked it, and when
	Codes  int      // that were alive then
	Lines  []string // how to open it
}

// Draw puts it into a box in the middle, or its lines alone where there is no room for a box.
func (l Locked) Draw(s *ui.Styles, width, height int) string {
	name := s.Brand.Render(brand)
	for _, badge := range l.Badges {
		name += "  " + s.Pill.Render(" "+badge+" ")
	}
	lines := []string{name, "", s.Muted.Render(l.By)}
	switch {
	case l.Codes == 1:
		lines = append(lines, s.Code.Render(mark+" 1 code was waiting"))
	case l.Codes > 1:
		lines = append(lines, s.Code.Render(fmt.Sprintf("%s %d codes were waiting", mark, l.Codes)))
	}
	lines = append(append(lines, ""), l.Lines...)
	inner := min(lockCells, width-2)
	if len(lines)+2 > height || inner < 30 {
		return ui.Lines(strings.Join(l.Lines, "\n"), width, height)
	}
	for i, line := range lines {
		lines[i] = "  " + ui.Cut(line, inner-3)
	}
	box := Box(s, ui.Panel{Title: "locked", Focus: true}, lines, inner)
	at := Middle(inner+2, len(box), width, height)
	for i, line := range box {
		box[i] = strings.Repeat(" ", at.X) + line
	}
	return strings.Repeat("\n", at.Y) + strings.Join(box, "\n")
}

// TooSmall says what a terminal must have.
func TooSmall(s *ui.Styles, alert string, width, height, least, lowest int) string {
	lines := ui.NonEmpty(alert, s.Warn.Render(fmt.Sprintf("too small: %dx%d", width, height)),
		fmt.Sprintf("cardwallet needs %dx%d", least, lowest), s.Accent.Render("ctrl+c")+" quits")
	return ui.Lines(strings.Join(lines, "\n"), width, height)
}
