package screen

import (
	"testing"

	"cardwallet/client"
)

var bulkQuestions = ask(questions{
	"bulk top-up": {open: func(r *rig) {
		cards, _ := bulkRig(r)
		r.open(NewBulkTopUp(r.env, cards))
		r.typed("25")
		r.press("enter")
	}},
	"bulk freeze": {open: func(r *rig) {
		cards, _ := bulkRig(r)
		r.open(NewBulkFreeze(r.env, cards))
	}},
})

func TestBulkQuestions(t *testing.T) { bulkQuestions.hold(t) }

func TestBulkFormsThatLoad(t *testing.T) {
	loadingForms{
		"bulk top-up": {typed: "125.00", whole: true, open: func(r *rig) func() string {
			cards, _ := bulkRig(r)
			b := NewBulkTopUp(r.env, cards)
			r.open(b)
			return func() string { return b.input.Value() }
		}},
	}.hold(t)
}

func TestBulkTopUpSaysWhichStatusesAreNotKnown(t *testing.T) {
	inBubble(t, func(r *rig) {
		cards, _ := bulkRig(r)
		account, _ := r.env.Wallet.Account("fin")
		for id, card := range account.Issuer.(*manyCards).byID {
			card.Status, card.IssuerStatus = client.CardUnknown, "risk_hold"
			account.Issuer.(*manyCards).byID[id] = card
		}
		r.open(NewBulkTopUp(r.env, cards[:3]))
		r.typed("25")
		r.press("enter")
		r.shows("not certain, sent all the same (3)", "of a status that is not known here, risk_hold; the issuer may")
	})
}
