package screentest

import (
	"context"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// ChangeTerms are those that the test has set for the kind. A card that is freezing or canceled takes no change.
func (f *FakeIssuer) ChangeTerms(_ context.Context, card client.Card, kind client.MovementKind) (client.ChangeTerms, error) {
	err := f.Called("change terms")
	f.Mu.Lock()
	defer f.Mu.Unlock()
	terms := f.Changes[kind]
	if terms.Refusal == "" && (card.Status == client.CardFreezing || card.Status == client.CardCanceled) {
		terms.Refusal = "the card is " + string(card.Status)
	}
	return terms, err
}

// change gives the card the status that a change leads to. The caller holds the lock.
func (f *FakeIssuer) change(m client.Movement) {
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
		f.TheCard.Status, f.TheCard.IssuerStatus = to, ""
	case m.Status == client.MovementProcessing && during[m.Kind] != "":
		f.TheCard.Status, f.TheCard.IssuerStatus = during[m.Kind], ""
	}
}

// RecordKinds are 3DS records only, for all cards at once.
func (f *FakeIssuer) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.Record3DS}, false
}

// Records are all that the test has set, on one page.
func (f *FakeIssuer) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	err := f.Called("records")
	f.Mu.Lock()
	defer f.Mu.Unlock()
	f.Asked = q
	return client.RecordPage{Records: append([]client.Record(nil), f.TheRecords...)}, err
}

// PhysicalCard makes the issuer's card a physical one that is not active yet, and returns it.
func PhysicalCard(r *Rig) client.Card {
	card := AdsCard()
	card.Status, card.IssuerStatus, card.Form = client.CardInactive, "", client.FormPhysical
	r.Issuer.TheCard = card
	r.Issuer.Changes[client.MoveActivate] = client.ChangeTerms{
		SetsNoPIN: true, NoPINMin: decimal.NewNullDecimal(decimal.Zero), NoPINMax: decimal.NewNullDecimal(decimal.NewFromInt(2000)),
		NoPINDefault: Usd("500"), Currency: "USD",
	}
	return card
}
