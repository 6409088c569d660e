package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"
)

// LabelCells is how wide a label and the space after it are.
const LabelCells = 12

// TextLines is safe text in at most so many lines.
func TextLines(style lipgloss.Style, text string, width, most int) []string {
	var lines []string
	for _, line := range Wrapped(text, width-2, most) {
		lines = append(lines, "  "+style.Render(line))
	}
	return lines
}

// ProblemLines says what failed and what to do about it.
func ProblemLines(s *Styles, prefix string, err error, width int) []string {
	what, hint := Problem(err)
	return append(TextLines(s.Bad, prefix+what, width, 3), TextLines(s.Muted, hint, width, 2)...)
}

// Section is a part of a list with a title.
type Section struct {
	Title string
	Lines []string
}

// WithAnswer puts below a question how to answer it. Where there is no room for both, the question is cut and says so: how to answer, and
// what is typed there, is always on the screen.
func WithAnswer(s *Styles, question, answer []string, height int) []string {
	dense := slices.DeleteFunc(slices.Clone(question), func(line string) bool { return line == "" })
	if len(dense)+len(answer) > height {
		kept := dense[:max(0, min(len(dense), height-len(answer)-1))]
		question = slices.Concat(kept, []string{"  " + s.Warn.Render("… there is more: make the terminal larger")})
	}
	return append(question, answer...)
}

// ChoiceLine is one of the things that can be chosen, with what is to be known about it, drawn as a row of a Table.
func ChoiceLine(s *Styles, selected bool, label, detail string, width int) string {
	if selected {
		return s.Selection.Render(Fit("▌ "+label+"  "+detail, width))
	}
	return "  " + label + "  " + s.Muted.Render(Cut(detail, width-gutter-Width(label)-2))
}

// PartLines puts as many parts on a line as fit.
func PartLines(s *Styles, parts []string, width int) []string {
	var lines []string
	for _, part := range parts {
		if last := len(lines) - 1; last >= 0 && Width(lines[last]+" · "+part) <= width-margin {
			lines[last] += s.Muted.Render(" · ") + part
		} else {
			lines = append(lines, pad(margin)+part)
		}
	}
	return lines
}

// WholeLines gives the lines of a value, or says that it does not fit, and the key that copies it.
func WholeLines(s *Styles, copies key.Binding, lines []string, width, height int) []string {
	if len(lines) <= height {
		return lines
	}
	return append(lines[:max(0, min(len(lines), height-1))],
		s.Warn.Render(Cut("! the end does not fit: use a larger window, or "+Says(copies, "copies it"), width)))
}

// NonEmpty are those of the texts that are not empty.
func NonEmpty(texts ...string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

// Sentence is a text with a capital letter.
func Sentence(text string) string {
	_, first := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:first]) + text[first:]
}
