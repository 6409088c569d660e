package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Labelled is a value with what it is, one line or more of a panel. One without label and value is an empty line.
type Labelled struct {
	Label string
	Value string          // safe text
	Style *lipgloss.Style // of the value; nil is that of text
	Sum   bool            // Value is an amount: the amounts of a panel stand at the right, one below the other
	Note  string          // safe text behind an amount, at the end of the line
	Rule  bool            // a line across instead: what follows is a sum
}

// amountCells is how wide the column of amounts is.
const amountCells = 14

// Facts are labelled values in a panel that is so many cells wide. Nothing of a value is cut: one that is too long takes more lines, and
// where an amount and what is said of it have no room side by side they stand below each other. Values that are empty are left out.
func Facts(s *Styles, width int, facts ...Labelled) []string {
	var lines []string
	amounts := amountCells
	for _, f := range facts {
		if f.Sum {
			amounts = max(amounts, Width(f.Value))
		}
	}
	room := max(1, width-2*margin-LabelCells)
	for _, f := range facts {
		style := s.Text
		if f.Style != nil {
			style = *f.Style
		}
		label := s.Muted.Render(Fit(f.Label, LabelCells))
		add := func(value string) {
			lines = append(lines, pad(margin)+label+value)
			label = pad(LabelCells)
		}
		switch {
		case f.Rule:
			lines = append(lines, pad(margin)+s.Border.Render(strings.Repeat("─", max(0, width-2*margin))))
		case f.Label == "" && f.Value == "":
			lines = append(lines, "")
		case f.Value == "":
		case !f.Sum || amounts > room:
			for _, line := range strings.Split(ansi.Wrap(f.Value, room, ""), "\n") {
				add(style.Render(line))
			}
			if f.Note != "" {
				add(s.Muted.Render(f.Note))
			}
		case f.Note == "":
			add(style.Render(Right(f.Value, amounts)))
		case amounts+1+Width(f.Note) > room:
			add(style.Render(Right(f.Value, amounts)))
			for _, line := range strings.Split(ansi.Wrap(f.Note, room, ""), "\n") {
				add(s.Muted.Render(Right(line, room)))
			}
		default:
			add(style.Render(Right(f.Value, amounts)) + s.Muted.Render(Right(f.Note, room-amounts)))
		}
	}
	return lines
}

// FactParts are labelled values with as many on a line as fit, for the few lines below a list.
func FactParts(s *Styles, width int, facts ...Labelled) []string {
	var parts []string
	for _, f := range facts {
		if f.Value == "" {
			continue
		}
		value := f.Value
		if f.Style != nil {
			value = f.Style.Render(value)
		}
		parts = append(parts, s.Muted.Render(f.Label)+" "+value)
	}
	return PartLines(s, parts, width)
}

// AnswerLines are the end of a question: the key that confirms, with what it does, what esc does instead, and that no other key does it.
// Where that has no room on one line, it takes more.
func AnswerLines(s *Styles, button lipgloss.Style, yes, esc string, width int) []string {
	const between = 4
	drawn, other := button.Render(" y  "+yes+" "), s.Accent.Render("esc")+" "+s.Muted.Render(esc)
	if cells := margin + Width(drawn) + between + Width(other); cells <= width-margin {
		return []string{pad(margin) + drawn + pad(between) + other, pad(margin) + s.Muted.Render("no other key confirms")}
	}
	last := other + s.Muted.Render(", no other key confirms")
	return []string{pad(margin) + drawn, pad(margin) + last}
}
