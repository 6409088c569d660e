package screen

import "cardwallet/client"

// NewTopUp returns the screen that moves money from the wallet onto a card.
func NewTopUp(env *Env, card client.Card) *Payment { return onCard(env, client.MoveTopUp, card) }

// NewWithdraw returns the screen that moves money from a card back to the wallet.
func NewWithdraw(env *Env, card client.Card) *Payment { return onCard(env, client.MoveWithdraw, card) }

func onCard(env *Env, kind client.MovementKind, card client.Card) *Payment {
	account, _ := env.Wallet.Account(card.Profile)
	p := newPayment(env, account, kind)
	p.card = card
	p.refusal = p.refused()
	return p
}
