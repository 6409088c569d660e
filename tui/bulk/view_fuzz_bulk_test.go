package bulk

import (
	"testing"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func FuzzView(f *testing.F) { screentest.FuzzScreens(f, bulkScreens) }

// bulkScreens are a top-up and a freeze of two cards, at the stage that state gives.
func bulkScreens(h screentest.Hostile) []ui.Screen {
	other := h.Card
	other.ID, other.Name, other.Balance = h.Problem, h.Problem, screentest.Usd("7")
	all := []client.Card{h.Card, other}
	var screens []ui.Screen
	for _, b := range []*Bulk{NewBulkTopUp(h.Env, all), NewBulkFreeze(h.Env, all)} {
		for _, item := range b.items {
			b.onRead(item, plan.Prepared{Card: item.Card, Terms: client.Terms{Currency: h.Text, MaxReason: h.Text}}, nil)
			item.Movement = client.Movement{OrderID: h.Text, CardID: h.Text, Status: client.MovementStatus(h.Text), Description: h.Problem}
			item.Err, item.state = h.Err(), bulkState(h.State)%(bulkSent+1)
		}
		b.stage, b.stopping = bulkStage(h.State>>3)%(bulkDone+1), h.State&1 != 0
		screens = append(screens, b)
	}
	return screens
}
