package cards

import (
	"slices"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

func TestCardsAskNothing(t *testing.T) { screentest.Questions{}.Hold(t) }

// TestACardOffersKindsOfOrders: the screen of each kind is held to ask.
func TestACardOffersKindsOfOrders(t *testing.T) {
	for _, kind := range cardChanges {
		if !slices.ContainsFunc(client.Issuers(), client.Moving(kind)) {
			t.Errorf("no issuer has %s", kind)
		}
	}
}

func TestCardsFormsThatLoad(t *testing.T) {
	screentest.LoadingForms{
		"label": {Typed: "125.00", Whole: true, Open: func(r *screentest.Rig) func() string {
			_, card := labelRig(r)
			l := NewLabel(r.Env, card)
			r.Open(l)
			return func() string { return l.field.Value() }
		}},
	}.Hold(t)
}
