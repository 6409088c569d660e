package screentest

import (
	"context"
	"fmt"

	"cardwallet/client"
	"cardwallet/tui/screen"
)

// ManyCards is a fake issuer with more than one card.
type ManyCards struct {
	*FakeIssuer
	ByID map[string]client.Card
}

// Card reads a card by its id.
func (m *ManyCards) Card(_ context.Context, id string) (client.Card, error) {
	err := m.Called("card")
	return m.ByID[id], err
}

// scriptedPayer answers for some cards in another way.
type scriptedPayer struct {
	*fakePayer
	Status map[string]client.MovementStatus // by card id
	Errs   map[string]error
}

// MoveNoted answers as the script says for the card.
func (p *scriptedPayer) MoveNoted(ctx context.Context, a client.Account, in client.Intent, noted func(client.Movement),
) (client.Movement, error) {
	p.mu.Lock()
	p.fakePayer.Status, p.Err = client.MovementSucceeded, p.Errs[in.Card.ID]
	if status, ok := p.Status[in.Card.ID]; ok {
		p.fakePayer.Status = status
	}
	p.mu.Unlock()
	return p.fakePayer.MoveNoted(ctx, a, in, noted)
}

// BulkRig has three cards at fin and two at ads, one of each frozen, and one at an account that is read-only.
func BulkRig(r *Rig) (cards []client.Card, payer *scriptedPayer) {
	var accounts []client.Account
	for _, profile := range []string{"fin", "ads", "audit"} {
		issuer := &ManyCards{FakeIssuer: NewFakeIssuer(), ByID: map[string]client.Card{}}
		if profile == "fin" {
			issuer.FakeIssuer = r.Issuer
		}
		for i := range map[string]int{"fin": 3, "ads": 2, "audit": 1}[profile] {
			card := AdsCard()
			card.Profile, card.ID, card.Name = profile, fmt.Sprintf("%s-%d", profile, i), fmt.Sprintf("Card %s %d", profile, i)
			issuer.ByID[card.ID] = card
			if i == 1 { // the list has it as it was before
				frozen := card
				frozen.Status, frozen.IssuerStatus = client.CardFrozen, ""
				issuer.ByID[card.ID] = frozen
			}
			cards = append(cards, card)
		}
		accounts = append(accounts, client.Account{Profile: profile, Kind: "finhub", Issuer: issuer, ReadOnly: profile == "audit"})
	}
	r.Env.Wallet = client.NewWallet(accounts...)
	payer = &scriptedPayer{fakePayer: r.Payer, Status: map[string]client.MovementStatus{}, Errs: map[string]error{}}
	r.Env.Payer = screen.NewTill(payer)
	return cards, payer
}
