package screen

import (
	"slices"

	"charm.land/lipgloss/v2"

	"cardwallet/tui/ui"
)

// labelCells is how wide a label and the space after it are.
const labelCells = 12

// factLine is a labelled value.
func factLine(s *ui.Styles, label, value string) string {
	return "  " + s.Dim.Render(ui.Fit(label, labelCells)) + value
}

// wrappedFact is a labelled value of safe text that takes at most so many lines.
func wrappedFact(s *ui.Styles, label, value string, width, most int) []string {
	var lines []string
	for _, line := range ui.Wrapped(value, width-labelCells-2, most) {
		lines = append(lines, factLine(s, label, line))
		label = ""
	}
	return lines
}

// textLines is safe text in at most so many lines.
func textLines(style lipgloss.Style, text string, width, most int) []string {
	var lines []string
	for _, line := range ui.Wrapped(text, width-2, most) {
		lines = append(lines, "  "+style.Render(line))
	}
	return lines
}

// problemLines says what failed and what to do about it.
func problemLines(s *ui.Styles, prefix string, err error, width int) []string {
	what, hint := ui.Problem(err)
	return append(textLines(s.Bad, prefix+what, width, 3), textLines(s.Dim, hint, width, 2)...)
}

// section is a part of a list with a title.
type section struct {
	title string
	lines []string
}

// sectionLines are the sections that have lines, each under its title.
func sectionLines(s *ui.Styles, sections ...section) []string {
	var lines []string
	for _, part := range sections {
		if len(part.lines) > 0 {
			lines = append(append(lines, "", s.Header.Render("  "+part.title)), part.lines...)
		}
	}
	return lines
}

// withAnswer puts below a question how to answer it. Where there is no room for both, the question is cut and says so: how to answer, and
// what is typed there, is always on the screen.
func withAnswer(s *ui.Styles, question, answer []string, height int) []string {
	dense := slices.DeleteFunc(slices.Clone(question), func(line string) bool { return line == "" })
	if len(dense)+len(answer) > height {
		question = append(dense[:max(0, min(len(dense), height-len(answer)-1))], "  "+s.Warn.Render("… there is more: make the terminal larger"))
	}
	return append(question, answer...)
}
