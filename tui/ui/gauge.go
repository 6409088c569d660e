package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Gauge draws num of den as a line of that many cells, in steps of half a cell, its rest in the style of borders. Only num = den fills it,
// and only num = 0 leaves it empty.
func Gauge(s *Styles, full lipgloss.Style, num, den, cells int) string {
	if cells <= 0 {
		return ""
	}
	halves := 0
	if den > 0 {
		num = min(max(num, 0), den)
		halves = num * 2 * cells / den
		if num > 0 && halves == 0 {
			halves = 1
		}
	}
	line := strings.Repeat("━", halves/2)
	if halves%2 == 1 {
		line += "╸"
	}
	rest := strings.Repeat("─", cells-(halves+1)/2)
	if rest != "" {
		rest = s.Border.Render(rest)
	}
	if line == "" {
		return rest
	}
	return full.Render(line) + rest
}
