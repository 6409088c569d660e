package order

import (
	"cardwallet/client"
	"cardwallet/tui/screen"
)

// NewFreeze returns the screen that freezes a card, or unfreezes one that is frozen. The card as just read decides which.
func NewFreeze(env *screen.Env, card client.Card) *Change {
	c := newChange(env, card, FreezeKind(card), nil)
	c.kindOf = FreezeKind
	return c
}

// FreezeKind is what the key to freeze does with a card: it unfreezes one that is frozen.
func FreezeKind(card client.Card) client.MovementKind {
	if card.Status == client.CardFrozen || card.Status == client.CardUnfreezing {
		return client.MoveUnfreeze
	}
	return client.MoveFreeze
}
