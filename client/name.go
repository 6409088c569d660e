package client

import (
	"cmp"
	"context"
	"slices"
)

// DigitsBefore stands before the last four digits of a card's number, and IDBefore before the end of its id, wherever cards are named.
const (
	DigitsBefore = "··"
	IDBefore     = "#"
)

// CardName is what is known of a card on this machine only.
type CardName struct {
	Label string // what people call it; empty for none
	Last4 string // last four digits of its PAN, from a reveal; empty where there was none
}

// Namer knows the names of cards on this machine. It may be used by several goroutines at once.
type Namer interface {
	// Names are those of an account's cards, by card id. The map must not be changed.
	Names(account string) map[string]CardName
	// Note keeps last four digits of PANs, by card id. After an error they are known as long as this process runs.
	Note(ctx context.Context, account string, last4 map[string]string) error
}

// NamesID is what the account's cards are kept under in a Namer: the profile's own former id, so that labels stay where they are.
func (a Account) NamesID() string {
	if len(a.FormerIDs) > 0 {
		return a.FormerIDs[0]
	}
	return cmp.Or(a.ID, a.Profile)
}

// Cards lists all cards under their names here; see CollectCards.
func (a Account) Cards(ctx context.Context) ([]Card, error) { return CollectCards(ctx, a.CardPages) }

// CollectCards gives the whole list of Issuer.Cards or Account.CardPages. After an error that is not Readable there are none. Room is made
// for as many cards as the issuer claims, up to 100,000: a claim costs nothing.
func CollectCards(ctx context.Context, pages func(context.Context, func(CardsPage)) error) (cards []Card, err error) {
	err = pages(ctx, func(p CardsPage) {
		cards = append(slices.Grow(cards, max(len(p.Cards), min(p.Total, 100_000)-len(cards))), p.Cards...)
	})
	if Readable(err) != nil {
		return nil, err
	}
	return cards, err
}

// CardPages gives take the pages of the list of cards as they come, under their names here; see Issuer.Cards. The last four digits that it
// tells are kept once it ends, since each keeping may write a file.
func (a Account) CardPages(ctx context.Context, take func(CardsPage)) error {
	if a.Names == nil {
		return a.Issuer.Cards(ctx, take)
	}
	names, fresh := a.Names.Names(a.NamesID()), map[string]string{}
	err := a.Issuer.Cards(ctx, func(p CardsPage) {
		for i, card := range p.Cards {
			named := names[card.ID]
			p.Cards[i] = card.Named(named)
			if card.Last4 != "" && card.Last4 != named.Last4 {
				fresh[card.ID] = card.Last4
			}
		}
		take(p)
	})
	_ = a.note(ctx, fresh) // who lists cards asks for no file: the digits are known all the same
	return err
}

// Card reads one card with its balance, under its name here; see Issuer.
func (a Account) Card(ctx context.Context, id string) (Card, error) {
	card, err := a.Issuer.Card(ctx, id)
	if Readable(err) != nil {
		return card, err
	}
	_ = a.Note(ctx, card)
	return a.Named(card), err
}

// Note keeps the last four digits of those cards whose digits are given and were not known here, since an issuer may tell them in some of
// its answers only.
func (a Account) Note(ctx context.Context, cards ...Card) error {
	if a.Heard != nil && len(cards) == 1 && cards[0].Last4 != "" {
		a.Heard(cards[0])
	}
	if a.Names == nil {
		return nil
	}
	known, fresh := a.Names.Names(a.NamesID()), map[string]string{}
	for _, c := range cards {
		if c.Last4 != "" && c.Last4 != known[c.ID].Last4 {
			fresh[c.ID] = c.Last4
		}
	}
	return a.note(ctx, fresh)
}

func (a Account) note(ctx context.Context, last4 map[string]string) error {
	if len(last4) == 0 {
		return nil
	}
	return a.Names.Note(ctx, a.NamesID(), last4)
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
