package screen

import (
	"slices"
	"testing"

	"cardwallet/client"
)

func TestCardsAskNothing(t *testing.T) { questions{}.hold(t) }

// TestACardOffersKindsOfOrders: the screen of each kind is held to ask.
func TestACardOffersKindsOfOrders(t *testing.T) {
	for _, kind := range cardChanges {
		if !slices.ContainsFunc(client.Issuers(), client.Moving(kind)) {
			t.Errorf("no issuer has %s", kind)
		}
	}
}

func TestCardsFormsThatLoad(t *testing.T) {
	loadingForms{
		"label": {typed: "125.00", whole: true, open: func(r *rig) func() string {
			_, card := labelRig(r)
			l := NewLabel(r.env, card)
			r.open(l)
			return func() string { return l.field.Value() }
		}},
	}.hold(t)
}
