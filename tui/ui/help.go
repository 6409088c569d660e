package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// lineActions is how many actions of a screen the key line has at the most.
const lineActions = 5

// KeyLine is the last line of the screen: the first actions that can be done here, as many as fit, and the always ones, which are never
// left out as long as there is room at all.
func KeyLine(s *Styles, here, always []Action, cells int) string {
	const gap = 3 // " · "
	room := cells - 1
	for _, a := range always {
		room -= keyWidth(a.Key) + gap
	}
	var parts []string
	for _, a := range here {
		if a.Quiet || !a.Can() {
			continue
		}
		if room -= keyWidth(a.Key) + gap; room < -gap || len(parts) == lineActions {
			break
		}
		parts = append(parts, KeyWords(s, a.Key))
	}
	for _, a := range always {
		parts = append(parts, KeyWords(s, a.Key))
	}
	return Fit(" "+strings.Join(parts, s.Muted.Render(" · ")), cells)
}

func keyWidth(b key.Binding) int { return Width(b.Help().Key) + 1 + Width(b.Help().Desc) }

// KeyWords are a key and what it does.
func KeyWords(s *Styles, b key.Binding) string {
	return s.Accent.Render(b.Help().Key) + " " + s.Muted.Render(b.Help().Desc)
}

// HelpPage lists all actions that can be done, with all their keys, by group, one a line, in as many columns as the width allows.
func HelpPage(s *Styles, actions []Action, width int) []string {
	const column = 38
	var lines []string
	for group := InPlace; group <= OfProgram; group++ {
		var entries []string
		for _, a := range actions {
			if a.Group == group && a.Can() {
				names := s.Accent.Render(Fit(keyNames(a.Key), 18))
				entries = append(entries, Fit(names+s.Muted.Render(a.Key.Help().Desc), min(column, max(1, width))))
			}
		}
		if len(entries) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, s.Strong.Render(group.String()))
		for row := range slices.Chunk(entries, max(1, width/column)) {
			lines = append(lines, strings.Join(row, ""))
		}
	}
	return lines
}

func keyNames(b key.Binding) string {
	names := make([]string, 0, len(b.Keys()))
	for _, name := range b.Keys() {
		if symbol, ok := symbols[name]; ok {
			name = symbol
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// Title is what the first line says.
type Title struct {
	Program  string
	Alert    string   // what must not be overlooked; empty when there is nothing
	Badges   []string // words such as DEMO or READ-ONLY
	Where    string   // safe text
	Position string   // safe text, at the right
}

// TitleLine draws it. Alert and badges are never cut before place and position are.
func TitleLine(s *Styles, t Title, cells int) string {
	left := s.Brand.Render(t.Program)
	if t.Alert != "" {
		left += " " + s.Alert.Render(" "+t.Alert+" ")
	}
	for _, b := range t.Badges {
		left += " " + s.Pill.Render(" "+b+" ")
	}
	position := s.Muted.Render(Cut(t.Position, max(0, cells-Width(left)-1)))
	room := cells - Width(left) - Width(position) - 3
	if t.Where != "" && room > 0 {
		left += "  " + s.Strong.Render(Cut(t.Where, room))
	}
	return Spread(left, position, cells)
}
