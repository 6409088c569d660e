package cards

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// The list has two cards, or none yet where the account did not answer, as state says.
func FuzzView(f *testing.F) {
	screentest.FuzzScreens(f, func(h screentest.Hostile) []ui.Screen {
		opened, label, list := NewCard(h.Env, h.Card), newLabel(h.Env, h.Card), NewCards(h.Env)
		opened.openErr, label.err = h.Err(), h.Err()
		if answer := list.listings[0]; h.State&8 != 0 {
			answer.err = h.Err()
		} else {
			answer.rows, answer.at = deck.NewPacker().Rows([]client.Card{h.Card, {Profile: h.Text, ID: h.Problem, Name: h.Problem}}), h.Env.Now()
		}
		if arrange := list.arrange(); arrange != nil {
			list.Update(arrange())
		}
		return []ui.Screen{opened, label, list}
	})
}
