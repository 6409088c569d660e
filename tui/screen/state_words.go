package screen

import (
	"charm.land/lipgloss/v2"

	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

// StateWords are a state as it is drawn: its mark and its word.
func StateWords(state words.State) string { return ui.Safe(state.String()) }

// ToneStyle is how what has the tone is drawn; nil is as text.
func ToneStyle(s *ui.Styles, tone words.Tone) *lipgloss.Style {
	switch tone {
	case words.Good:
		return &s.OK
	case words.Open:
		return &s.Warn
	case words.Bad:
		return &s.Bad
	case words.Quiet:
		return &s.Muted
	default:
		return nil
	}
}

// StateCell is a state in a column.
func StateCell(s *ui.Styles, state words.State) ui.Cell {
	return ui.Cell{Text: StateWords(state), Style: ToneStyle(s, state.Tone)}
}
