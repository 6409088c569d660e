package screen

import (
	"testing"

	"cardwallet/client"
)

func TestHowToAnswerIsNeverCutOff(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.size = [2]int{60, 13} // the body of the smallest screen
		r.issuer.card.Status, r.issuer.card.IssuerStatus = client.CardFrozen, "freeze"
		r.payer.guards = func(client.Intent) error {
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: openedBefore(), Detail: "order CW", Hint: "settle it first"}
		}
		r.open(NewPayment(r.env, client.MoveWithdraw, r.issuer.card))
		r.typed("25")
		r.press("enter")
		r.shows("there is more: make the terminal larger", "type ", "  > ")
	})
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
