package screen

import (
	"cmp"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// OfCard is what the screens of one card have in common. They embed it.
type OfCard struct {
	Env     *Env
	Account client.Account // of the card
	Card    client.Card
}

// NewOfCard returns it for a card of one of the accounts.
func NewOfCard(env *Env, card client.Card) OfCard {
	account, _ := env.Wallet.Account(card.Profile)
	return OfCard{Env: env, Account: account, Card: card}
}

// OnNamed takes the card's new name, where it is this card that has one.
func (o *OfCard) OnNamed(msg NamedMsg) {
	if msg.Card.Key() == o.Card.Key() {
		o.Card.Name, o.Card.IssuerName, o.Card.Last4 = msg.Card.Name, msg.Card.IssuerName, cmp.Or(msg.Card.Last4, o.Card.Last4)
	}
}

// Selected is the card.
func (o *OfCard) Selected() (card client.Card, ok bool) { return o.Card, true }

// Profile is the account of the card.
func (o *OfCard) Profile() string { return o.Card.Profile }

// Title names the card.
func (o *OfCard) Title() (where, position string) { return CardTitle(o.Card) }

// TitleOf is Title or, where the screen is about the whole account, names that.
func (o *OfCard) TitleOf(whole bool) (where, position string) {
	if whole {
		return ui.Safe(o.Card.Profile) + " / all cards", ""
	}
	return o.Title()
}
