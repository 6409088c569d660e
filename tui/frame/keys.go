package frame

import (
	"strings"

	"cardwallet/tui/ui"
)

// mostKeys is how many actions of a screen the key line has at the most.
const mostKeys = 5

// Keys is the last line of the screen: the first actions that can be done here, as many as fit, and the always ones, which are never left
// out as long as there is room at all. The spots say which of the actions, those here before the always ones, can be clicked where.
func Keys(s *ui.Styles, here, always []ui.Action, cells int) (line string, spots []Spot) {
	const gap = " · "
	room := cells - 1
	for _, a := range always {
		room -= keyWidth(a) + ui.Width(gap)
	}
	var parts []string
	at := 1
	add := func(a ui.Action, of int) {
		if len(parts) > 0 {
			at += ui.Width(gap)
		}
		parts = append(parts, ui.KeyWords(s, a.Key))
		if at < cells {
			spots = append(spots, Spot{From: at, To: min(cells, at+keyWidth(a)), Of: of})
		}
		at += keyWidth(a)
	}
	for i, a := range here {
		if a.Quiet || !a.Can() {
			continue
		}
		if room -= keyWidth(a) + ui.Width(gap); room < -ui.Width(gap) || len(parts) == mostKeys {
			break
		}
		add(a, i)
	}
	for i, a := range always {
		add(a, len(here)+i)
	}
	return ui.Fit(" "+strings.Join(parts, s.Muted.Render(gap)), cells), spots
}

func keyWidth(a ui.Action) int { return ui.Width(a.Key.Help().Key) + 1 + ui.Width(a.Key.Help().Desc) }

// At is what a cell of a line is of; ok is false where nothing can be clicked.
func At(spots []Spot, x int) (of int, ok bool) {
	for _, s := range spots {
		if x >= s.From && x < s.To {
			return s.Of, true
		}
	}
	return 0, false
}
