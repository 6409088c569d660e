package frame

import (
	"charm.land/lipgloss/v2"

	"cardwallet/tui/ui"
)

// Sign is the mark and the style of a notice. The mark says the level without its colour; what only informs has none.
func Sign(s *ui.Styles, level ui.Level) (mark string, style lipgloss.Style) {
	switch level {
	case ui.Good:
		return "✓", s.OK
	case ui.Warn:
		return "!", s.Warn
	case ui.Bad:
		return "✕", s.Bad
	default:
		return "", s.Accent
	}
}

// SignCells is how many cells stand before the text of a notice.
func SignCells(level ui.Level) int {
	if level == ui.Info {
		return 1
	}
	return 3
}

// Notice is one notice in at most that many cells. text is safe.
func Notice(s *ui.Styles, level ui.Level, text string, cells int) string {
	mark, style := Sign(s, level)
	if mark != "" {
		mark += " "
	}
	return ui.Cut(" "+style.Render(mark+ui.Cut(text, cells-SignCells(level))), cells)
}
