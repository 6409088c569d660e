package ui

import "charm.land/lipgloss/v2"

// Paragraph is safe text as wide as a panel. Nothing of it is cut.
func Paragraph(style lipgloss.Style, text string, width int) []string {
	const all = 1000
	var lines []string
	for _, line := range Wrapped(text, width-2*margin, all) {
		lines = append(lines, pad(margin)+style.Render(line))
	}
	return lines
}

// ProblemParagraph says what failed and what to do about it.
func ProblemParagraph(s *Styles, prefix string, err error, width int) []string {
	what, hint := Problem(err)
	return append(Paragraph(s.Bad, prefix+what, width), Paragraph(s.Muted, hint, width)...)
}

// FieldLine is a labelled field of a form. The one that has the keys is marked. labels is how wide its label is.
func FieldLine(s *Styles, label, field string, focus bool, labels int) string {
	if focus {
		return s.Accent.Render("▌") + s.Strong.Render(Fit(label, labels)) + field
	}
	return pad(margin) + s.Muted.Render(Fit(label, labels)) + field
}

// SecretLine is a labelled field for a secret.
func SecretLine(s *Styles, label string, f *SecretField, focus bool, width int) string {
	return FieldLine(s, label, f.View(max(1, width-2*margin-LabelCells), focus), focus, LabelCells)
}
