package cards

import (
	"slices"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

func TestCardsAskNothing(t *testing.T) { screentest.Questions{}.Hold(t) }

// TestACardOffersKindsOfOrders: the screen of each kind is held to ask.
func TestACardOffersKindsOfOrders(t *testing.T) {
	for _, kind := range client.Kinds() {
		if !slices.ContainsFunc(client.Issuers(), client.Moving(kind)) {
			t.Errorf("no issuer has %s", kind)
		}
	}
}

// TestEveryKindIsOffered: each kind on a card is begun with a card of some status by one key, which opens the screen of that kind.
func TestEveryKindIsOffered(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		for _, kind := range client.Kinds() {
			begun := map[string]bool{}
			for _, o := range offers(r.Env.Keys) {
				for _, status := range []client.CardStatus{client.CardActive, client.CardFrozen} {
					card := screentest.AdsCard()
					if card.Status = status; o.of(card).kind != kind {
						continue
					}
					begun[o.key.Help().Key] = true
					if where, _ := o.open(r.Env, card).Title(); !strings.HasPrefix(where, kind.Words().Title+" ") {
						t.Errorf("%s opens %q", kind, where)
					}
				}
			}
			if want := kind.OnCard(); len(begun) != 1 && want || len(begun) > 0 && !want {
				t.Errorf("%s is begun by %v", kind, begun)
			}
		}
	})
}

func TestCardsFormsThatLoad(t *testing.T) {
	screentest.LoadingForms{
		"label": {Typed: "125.00", Whole: true, Open: func(r *screentest.Rig) func() string {
			_, card := labelRig(r)
			l := newLabel(r.Env, card)
			r.Open(l)
			return func() string { return l.field.Value() }
		}},
	}.Hold(t)
}
