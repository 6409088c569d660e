package screen

import (
	"context"
	"fmt"

	"cardwallet/client"
)

// manyCards is a fake issuer with more than one card.
type manyCards struct {
	*fakeIssuer
	byID map[string]client.Card
}

func (m *manyCards) Card(_ context.Context, id string) (client.Card, error) {
	err := m.called("card")
	return m.byID[id], err
}

// scriptedPayer answers for some cards in another way.
type scriptedPayer struct {
	*fakePayer
	status map[string]client.MovementStatus // by card id
	errs   map[string]error
}

func (p *scriptedPayer) Move(ctx context.Context, a client.Account, in client.Intent) (client.Movement, error) {
	p.mu.Lock()
	p.fakePayer.status, p.err = client.MovementSucceeded, p.errs[in.Card.ID]
	if status, ok := p.status[in.Card.ID]; ok {
		p.fakePayer.status = status
	}
	p.mu.Unlock()
	return p.fakePayer.Move(ctx, a, in)
}

// bulkRig has three cards at fin and two at ads, one of each frozen, and one at an account that is read-only.
func bulkRig(r *rig) (cards []client.Card, payer *scriptedPayer) {
	var accounts []client.Account
	for _, profile := range []string{"fin", "ads", "audit"} {
		issuer := &manyCards{fakeIssuer: newFakeIssuer(), byID: map[string]client.Card{}}
		if profile == "fin" {
			issuer.fakeIssuer = r.issuer
		}
		for i := range map[string]int{"fin": 3, "ads": 2, "audit": 1}[profile] {
			card := adsCard()
			card.Profile, card.ID, card.Name = profile, fmt.Sprintf("%s-%d", profile, i), fmt.Sprintf("Card %s %d", profile, i)
			issuer.byID[card.ID] = card
			if i == 1 { // the list has it as it was before
				frozen := card
				frozen.Status, frozen.IssuerStatus = client.CardFrozen, ""
				issuer.byID[card.ID] = frozen
			}
			cards = append(cards, card)
		}
		accounts = append(accounts, client.Account{Profile: profile, Kind: "finhub", Issuer: issuer, ReadOnly: profile == "audit"})
	}
	r.env.Wallet = client.NewWallet(accounts...)
	payer = &scriptedPayer{fakePayer: r.payer, status: map[string]client.MovementStatus{}, errs: map[string]error{}}
	r.env.Payer = NewTill(payer)
	return cards, payer
}
