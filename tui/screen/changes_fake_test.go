package screen

import (
	"context"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

func (f *fakeIssuer) ChangeTerms(_ context.Context, card client.Card, kind client.MovementKind) (client.ChangeTerms, error) {
	err := f.called("change terms")
	f.mu.Lock()
	defer f.mu.Unlock()
	terms := f.changes[kind]
	if terms.Refusal == "" && (card.Status == client.CardFreezing || card.Status == client.CardCanceled) {
		terms.Refusal = "the card is " + string(card.Status)
	}
	return terms, err
}

// change gives the card the status that a change leads to. The caller holds the lock.
func (f *fakeIssuer) change(m client.Movement) {
	during := map[client.MovementKind]client.CardStatus{
		client.MoveFreeze: client.CardFreezing, client.MoveUnfreeze: client.CardUnfreezing, client.MoveCancel: client.CardCanceling,
	}
	after := map[client.MovementKind]client.CardStatus{
		client.MoveFreeze: client.CardFrozen, client.MoveUnfreeze: client.CardActive, client.MoveCancel: client.CardCanceled,
		client.MoveActivate: client.CardActive,
	}
	switch to := after[m.Kind]; {
	case to == "":
	case m.Status == client.MovementSucceeded:
		f.card.Status, f.card.IssuerStatus = to, ""
	case m.Status == client.MovementProcessing && during[m.Kind] != "":
		f.card.Status, f.card.IssuerStatus = during[m.Kind], ""
	}
}

func (f *fakeIssuer) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.Record3DS}, false
}

func (f *fakeIssuer) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	err := f.called("records")
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = q
	return client.RecordPage{Records: append([]client.Record(nil), f.records...)}, err
}

func physicalCard(r *rig) client.Card {
	card := adsCard()
	card.Status, card.IssuerStatus, card.Category = client.CardInactive, "", "PHYSICAL"
	r.issuer.card = card
	r.issuer.changes[client.MoveActivate] = client.ChangeTerms{
		SetsNoPIN: true, NoPINMin: decimal.NewNullDecimal(decimal.Zero), NoPINMax: decimal.NewNullDecimal(decimal.NewFromInt(2000)),
		NoPINDefault: usd("500"), Currency: "USD",
	}
	return card
}
