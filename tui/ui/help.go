package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// HelpLine is the last line of the screen: as many bindings as fit, the always ones never left out as long as there is room at all.
func HelpLine(s *Styles, here, always []key.Binding, cells int) string {
	const gap = 2
	room := cells
	for _, b := range always {
		room -= helpWidth(b) + gap
	}
	var parts []string
	for _, b := range here {
		if !b.Enabled() {
			continue
		}
		if room -= helpWidth(b) + gap; room < -gap {
			break
		}
		parts = append(parts, helpPart(s, b))
	}
	for _, b := range always {
		parts = append(parts, helpPart(s, b))
	}
	return Fit(strings.Join(parts, pad(gap)), cells)
}

func helpWidth(b key.Binding) int { return Width(b.Help().Key) + 1 + Width(b.Help().Desc) }

func helpPart(s *Styles, b key.Binding) string {
	return s.Accent.Render(b.Help().Key) + " " + s.Muted.Render(b.Help().Desc)
}

// HelpGroup is one part of the full help.
type HelpGroup struct {
	Title string
	Keys  []key.Binding
}

// HelpPage lists all bindings with all their keys, one a line, in as many columns as the width allows.
func HelpPage(s *Styles, groups []HelpGroup, width int) []string {
	const column = 38
	var lines []string
	for _, g := range groups {
		var entries []string
		for _, b := range g.Keys {
			if b.Enabled() {
				entries = append(entries, Fit(s.Accent.Render(Fit(keyNames(b), 18))+s.Muted.Render(b.Help().Desc), min(column, max(1, width))))
			}
		}
		if len(entries) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, s.Muted.Render(g.Title))
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
