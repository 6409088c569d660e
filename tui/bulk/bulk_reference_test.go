package bulk

import (
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

// typeInvoice types amount and reference, and goes on to the summary.
func typeInvoice(r *screentest.Rig, amount, reference string) {
	r.Typed(amount)
	r.Press("tab")
	r.Typed(reference)
	r.Press("enter")
}

func TestBulkOneReferenceForAllCards(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Open(NewBulkTopUp(r.Env, cards))
		r.OnSmallScreens("reference optional", "enter continues to the summary")
		typeInvoice(r, "25", "week 48")
		r.OnSmallScreens("reference week 48", "no other key confirms")
		r.Press("y")
		r.OnSmallScreens("3 topped up", "reference week 48")
		r.Hides("nothing was sent now")
		for _, in := range r.Payer.Sent {
			if in.Reference != "week 48" {
				t.Errorf("sent %+v", in)
			}
		}

		r.Open(NewBulkTopUp(r.Env, cards)) // once more
		typeInvoice(r, "25", "week 48")
		r.Shows("No card to top up", "done; the reference was used before, 0 s ago")
		r.Press("y")
		if sent := r.SentTo(); sent != "fin-0 fin-2 ads-0" {
			t.Errorf("sent to %s", sent)
		}
	})
}

func TestBulkSendsWhatWasNotSentBeforeWithItsReference(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Payer.Rows = []client.Movement{
			{OrderID: "CW1", Profile: "fin", CardID: "fin-0", Kind: client.MoveTopUp, Amount: screentest.Usd("25"), Reference: "week 48",
				Status: client.MovementSucceeded, CreatedAt: time.Now().Add(-time.Hour), Person: "ops-1"},
			{OrderID: "CW2", Profile: "fin", CardID: "fin-2", Kind: client.MoveTopUp, Amount: screentest.Usd("30"), Reference: "week 48",
				Status: client.MovementSucceeded, CreatedAt: time.Now().Add(-time.Hour)},
		}
		r.Open(NewBulkTopUp(r.Env, cards))
		typeInvoice(r, "25", "week 48")
		r.Shows("Top up 1 card? 5 left out", "done; the reference was used before, 1 h ago by", "not a usable reference")
		r.Press("y")
		if sent := r.SentTo(); sent != "ads-0" {
			t.Errorf("sent to %s", sent)
		}
	})
}
