package screen

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// The list has two cards, or none yet where the account did not answer, as state says.
func FuzzCardsView(f *testing.F) {
	fuzzScreens(f, func(h hostile) []ui.Screen {
		opened, label, list := NewCard(h.env, h.card), NewLabel(h.env, h.card), NewCards(h.env)
		opened.openErr, label.err = h.err(), h.err()
		if answer := list.listings[0]; h.state&8 != 0 {
			answer.err = h.err()
		} else {
			answer.rows, answer.at = newRows([]client.Card{h.card, {Profile: h.text, ID: h.problem, Name: h.problem}}), h.env.Now()
		}
		if arrange := list.arrange(); arrange != nil {
			list.Update(arrange())
		}
		return []ui.Screen{opened, label, list}
	})
}
