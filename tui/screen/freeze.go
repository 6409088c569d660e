package screen

import "cardwallet/client"

// NewFreeze returns the screen that freezes a card, or unfreezes one that is frozen. Which of the two it is says the card as just read.
func NewFreeze(env *Env, card client.Card) *Change {
	c := newChange(env, card, freezeKind(card), nil)
	c.kindOf = freezeKind
	return c
}

// freezeKind is what f does with a card.
func freezeKind(card client.Card) client.MovementKind {
	if card.Status == client.CardFrozen || card.Status == client.CardUnfreezing {
		return client.MoveUnfreeze
	}
	return client.MoveFreeze
}
