package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Sheet is a body whose middle scrolls where not all of it has room. The zero Sheet is at its beginning.
type Sheet struct {
	Scroll
	position string
}

// View puts head, middle and foot below each other. Head and foot are always there. Where there is no room for all, empty lines and lines
// across go first.
func (s *Sheet) View(head, middle, foot []string, width, height int) string {
	if len(head)+len(middle)+len(foot) > height {
		head, middle, foot = Dense(head), Dense(middle), Dense(foot)
	}
	room := max(1, height-len(head)-len(foot))
	from := s.First(len(middle), room)
	s.position = s.Scroll.Position()
	return Body(slices.Concat(head, middle[from:min(len(middle), from+room)], foot), width, height)
}

// Position says which part of the middle View drew last, as "1-15 of 22 ▼"; nothing where that was all.
func (s *Sheet) Position() string { return s.position }

// Dense are the lines that say something.
func Dense(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return strings.Trim(ansi.Strip(line), " ─") == "" })
}
