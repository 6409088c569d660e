package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Panel is a box with titles in its border.
type Panel struct {
	Title, Detail   string // safe text in the upper border: what it is, and of what
	Right           string // at the right of it, such as the position in a list
	Foot, FootRight string // in the lower border
	Focus           bool   // it takes the keys
	Danger          bool   // what is asked in it is for good
}

// Draw puts the box around lines. It is exactly so many cells wide and lines high.
func (p Panel) Draw(s *Styles, lines []string, width, height int) []string {
	if width < 4 || height < 2 {
		return nil
	}
	border := p.border(s)
	drawn := make([]string, 0, height)
	drawn = append(drawn, p.edge(s, "╭", "╮", p.title(s), p.Right, width))
	side := border.Render("│")
	for i := range height - 2 {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		drawn = append(drawn, side+Fit(line, width-2)+side)
	}
	return append(drawn, p.edge(s, "╰", "╯", p.Foot, p.FootRight, width))
}

func (p Panel) border(s *Styles) lipgloss.Style {
	switch {
	case p.Danger:
		return s.Bad
	case p.Focus:
		return s.Focus
	}
	return s.Border
}

// title is Title and Detail as the border has them.
func (p Panel) title(s *Styles) string {
	if p.Title == "" || p.Detail == "" {
		return s.Strong.Render(p.Title) + quiet(s, p.Detail)
	}
	return s.Strong.Render(p.Title) + " " + quiet(s, p.Detail)
}

// edge is an upper or lower border with a text at each end. The left one is cut first.
func (p Panel) edge(s *Styles, from, to, left, right string, width int) string {
	border := p.border(s)
	const around = 3 // a corner, a line, a space
	room := width - 2*around
	if right = Cut(right, max(0, room)); Width(right) > 0 {
		right, room = quiet(s, right), room-Width(right)-2
	}
	left = Cut(left, max(0, room))
	fill := room - Width(left)
	var b strings.Builder
	b.WriteString(border.Render(from + "─"))
	if Width(left) > 0 {
		b.WriteString(" " + quiet(s, left) + " ")
	} else {
		fill += 2
	}
	b.WriteString(border.Render(strings.Repeat("─", max(0, fill))))
	if Width(right) > 0 {
		b.WriteString(" " + right + " ")
	}
	b.WriteString(border.Render("─" + to))
	return Fit(b.String(), width)
}

// quiet is a text in the style of labels, unless it has a style already.
func quiet(s *Styles, text string) string {
	if text == "" || strings.Contains(text, "\x1b") {
		return text
	}
	return s.Muted.Render(text)
}

// Rule is a line across the screen with a title in it.
func Rule(s *Styles, title, detail string, width int) string {
	const before = "── "
	text := Panel{Title: title, Detail: detail}.title(s)
	text = Cut(text, max(0, width-len([]rune(before))-1))
	fill := width - Width(before) - Width(text) - 1
	if Width(text) == 0 {
		return s.Border.Render(strings.Repeat("─", max(0, width)))
	}
	return s.Border.Render(before) + text + s.Border.Render(" "+strings.Repeat("─", max(0, fill)))
}

// Head is the panel's upper border as a line across the screen, where there is no room for a box.
func (p Panel) Head(s *Styles, width int) string {
	if p.Danger {
		p.Title = s.Bad.Bold(true).Render(p.Title)
	}
	if p.Right == "" {
		return Rule(s, p.Title, p.Detail, width)
	}
	right := s.Border.Render(" ") + quiet(s, p.Right) + s.Border.Render(" ──")
	return Fit(Rule(s, p.Title, p.Detail, width-Width(right))+right, width)
}
