package plan

import (
	"cmp"
	"context"

	"cardwallet/client"
)

// Prepared is what has to be known of a movement before a person sees its summary.
type Prepared struct {
	// Card is as it is now. A freeze or cancellation that could not read it has the card as it was given. It is zero beside an error about
	// reading it.
	Card   client.Card
	Odd    error              // what is odd about the card as read; it keeps nothing from being asked
	Terms  client.Terms       // of a movement of money
	Change client.ChangeTerms // of a change
	Doubts []string           // sentences that a person has to know before it is sent
}

// Refusal says why the movement is not possible at all; empty when it is.
func (p Prepared) Refusal() string { return cmp.Or(p.Terms.Refusal, p.Change.Refusal) }

// Always is the kind, whatever the card is like.
func Always(kind client.MovementKind) func(client.Card) client.MovementKind {
	return func(client.Card) client.MovementKind { return kind }
}

// Prepare reads the card as it is now, and then the issuer's terms for the kind that kindOf makes of that card. For a change see
// client.Account.CheckChange. Where the card's status forbids a payment, the issuer is not asked for terms. Where the terms cannot be read,
// the card is there beside the error.
func Prepare(
	ctx context.Context, account client.Account, card client.Card, kindOf func(client.Card) client.MovementKind,
) (p Prepared, err error) {
	if kindOf(card).IsChange() {
		read, terms, err := account.CheckChange(ctx, card, kindOf)
		if err != nil {
			return p, err
		}
		return Prepared{Card: card.Renewed(read), Change: terms, Doubts: terms.Doubts}, nil
	}
	read, err := account.Card(ctx, card.ID)
	if client.Readable(err) != nil {
		return p, err
	}
	p.Card, p.Odd = card.Renewed(read), err
	kind := kindOf(p.Card)
	p.Doubts = Doubts(account, kind, p.Card)
	if refusal := account.StatusRules().Refusal(kind, p.Card.Status); refusal != "" {
		p.Terms = client.Terms{Currency: p.Card.Balance.Currency, Refusal: refusal}
		return p, nil
	}
	p.Terms, err = account.Terms(ctx, client.Intent{Kind: kind, Card: p.Card})
	return p, err
}

// Doubts are sentences that a person has to know before money is moved onto the card or off it: what its status may mean, or that its
// type is not known.
func Doubts(account client.Account, kind client.MovementKind, card client.Card) (doubts []string) {
	if doubt := account.StatusRules().Doubt(kind, card); doubt != "" {
		doubts = append(doubts, doubt)
	}
	if card.MayShare {
		doubts = append(doubts, "the card's type is not known: if it pays from a shared account, the issuer refuses this")
	}
	return doubts
}
