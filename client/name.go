package client

import (
	"cmp"
	"context"
)

// CardName is what is known of a card on this machine only.
type CardName struct {
	Label string // what people call it; empty for none
	Last4 string // last four digits of its PAN, from a reveal; empty where there was none
}

// Namer knows the names of cards on this machine.
type Namer interface {
	// Names are those of an account's cards, by card id. The map must not be changed.
	Names(account string) map[string]CardName
}

// NamesID is what the account's cards are kept under in a Namer: the profile's own former id, so that labels stay where they are.
func (a Account) NamesID() string {
	if len(a.FormerIDs) > 0 {
		return a.FormerIDs[0]
	}
	return cmp.Or(a.ID, a.Profile)
}

// Cards lists all cards under their names here; see Issuer.
func (a Account) Cards(ctx context.Context, report func(done, total int)) ([]Card, error) {
	cards, err := a.Issuer.Cards(ctx, report)
	if a.Names == nil {
		return cards, err
	}
	names := a.Names.Names(a.NamesID())
	for i := range cards {
		cards[i] = cards[i].Named(names[cards[i].ID])
	}
	return cards, err
}

// Card reads one card with its balance, under its name here; see Issuer.
func (a Account) Card(ctx context.Context, id string) (Card, error) {
	card, err := a.Issuer.Card(ctx, id)
	if Readable(err) != nil {
		return card, err
	}
	return a.Named(card), err
}

// Named is the account's card under its name here.
func (a Account) Named(card Card) Card {
	if a.Names == nil {
		return card
	}
	return card.Named(a.Names.Names(a.NamesID())[card.ID])
}

// Named is the card with another name on this machine. What the issuer says about the last four digits counts more.
func (c Card) Named(n CardName) Card {
	c.IssuerName = cmp.Or(c.IssuerName, c.Name)
	c.Name = cmp.Or(n.Label, c.IssuerName)
	c.Last4 = cmp.Or(c.Last4, n.Last4)
	return c
}
