package screen

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func FuzzBulkView(f *testing.F) { fuzzScreens(f, bulkScreens) }

// bulkScreens are a top-up and a freeze of two cards, at the stage that state gives.
func bulkScreens(h hostile) []ui.Screen {
	other := h.card
	other.ID, other.Name, other.Balance = h.problem, h.problem, usd("7")
	all := []client.Card{h.card, other}
	var screens []ui.Screen
	for _, b := range []*Bulk{NewBulkTopUp(h.env, all), NewBulkFreeze(h.env, all)} {
		for _, item := range b.items {
			b.onRead(bulkReadMsg{owner: b, item: item, card: item.card, terms: client.Terms{Currency: h.text, MaxReason: h.text}})
			item.movement = client.Movement{OrderID: h.text, CardID: h.text, Status: client.MovementStatus(h.text), Description: h.problem}
			item.err, item.state = h.err(), bulkState(h.state)%(bulkSent+1)
		}
		b.stage, b.stopping = bulkStage(h.state>>3)%(bulkDone+1), h.state&1 != 0
		screens = append(screens, b)
	}
	return screens
}
