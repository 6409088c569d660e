package bulk

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

var bulkQuestions = screentest.Ask(screentest.Questions{
	"bulk top-up": {Open: func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Open(NewBulkTopUp(r.Env, cards))
		r.Typed("25")
		r.Press("enter")
	}},
	"bulk freeze": {Open: func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		r.Open(NewBulkFreeze(r.Env, cards))
	}},
})

func TestBulkQuestions(t *testing.T) { bulkQuestions.Hold(t) }

func TestBulkFormsThatLoad(t *testing.T) {
	screentest.LoadingForms{
		"bulk top-up": {Typed: "125.00", Whole: true, Open: func(r *screentest.Rig) func() string {
			cards, _ := screentest.BulkRig(r)
			b := NewBulkTopUp(r.Env, cards)
			r.Open(b)
			return func() string { return b.input.Value() }
		}},
	}.Hold(t)
}

func TestBulkTopUpSaysWhichStatusesAreNotKnown(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		cards, _ := screentest.BulkRig(r)
		account, _ := r.Env.Wallet.Account("fin")
		for id, card := range account.Issuer.(*screentest.ManyCards).ByID {
			card.Status, card.IssuerStatus = client.CardUnknown, "risk_hold"
			account.Issuer.(*screentest.ManyCards).ByID[id] = card
		}
		r.Open(NewBulkTopUp(r.Env, cards[:3]))
		r.Typed("25")
		r.Press("enter")
		r.OnSmallScreens("not certain, sent all the same (3)", "of a status that is not known here, risk_hold; the issuer may")
	})
}
