package cards

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/order"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// notOffered says who offers what this account does not.
func notOffered(env *screen.Env, account client.Account, kind client.MovementKind) tea.Cmd {
	who := ui.Safe(plan.WhoOffers(env.Wallet.Accounts(), kind))
	return ui.Notify(ui.Warn, fmt.Sprintf("%s offers no %s; %s", screen.IssuerName(account), kind.Noun(), who))
}

// pushOnCard opens the screen of a movement on a card, or says who offers it.
func pushOnCard(env *screen.Env, kind client.MovementKind, card client.Card) tea.Cmd {
	if account, _ := env.Wallet.Account(card.Profile); !account.Offers(kind) {
		return notOffered(env, account, kind)
	}
	return ui.Push(order.NewPayment(env, kind, card))
}

// cardMovements are the bindings of what the card's account offers. For a canceled card there are none.
func cardMovements(env *screen.Env, card client.Card) []key.Binding {
	account, _ := env.Wallet.Account(card.Profile)
	var keys []key.Binding
	if card.Status == client.CardCanceled {
		return nil
	}
	if account.Offers(client.MoveTopUp) {
		keys = append(keys, env.Keys.TopUp)
	}
	if account.Offers(client.MoveWithdraw) {
		keys = append(keys, env.Keys.Withdraw)
	}
	return keys
}

// cardChanges are the changes in a card's life that a person can begin on its screen, in the order of its help.
var cardChanges = []client.MovementKind{client.MoveFreeze, client.MoveActivate, client.MovePIN, client.MoveLimits, client.MoveCancel}

// changeKey is the key that begins a change of the card, named after what it does with this one.
func changeKey(k ui.Keys, kind client.MovementKind, card client.Card) key.Binding {
	switch kind {
	case client.MoveFreeze:
		return ui.Named(k.Freeze, plan.WordsOf(order.FreezeKind(card)).Title)
	case client.MovePIN:
		return k.PIN
	case client.MoveLimits:
		return k.Limits
	case client.MoveActivate:
		return k.Activate
	default: // the last of cardChanges
		return k.Cancel
	}
}

// changeScreen is the screen of a change.
func changeScreen(env *screen.Env, kind client.MovementKind, card client.Card) *order.Change {
	switch kind {
	case client.MoveFreeze:
		return order.NewFreeze(env, card)
	case client.MovePIN:
		return order.NewPIN(env, card)
	case client.MoveActivate:
		return order.NewActivate(env, card)
	case client.MoveLimits:
		return order.NewLimits(env, card)
	default: // the last of cardChanges
		return order.NewCancel(env, card)
	}
}

// changeKeys are the bindings of those of the changes that the card's account offers and that its status does not forbid.
func changeKeys(env *screen.Env, card client.Card, kinds ...client.MovementKind) []key.Binding {
	account, _ := env.Wallet.Account(card.Profile)
	var keys []key.Binding
	for _, kind := range kinds {
		does := kind
		if kind == client.MoveFreeze {
			does = order.FreezeKind(card)
		}
		if account.Offers(kind) && account.StatusRules().Refusal(does, card.Status) == "" {
			keys = append(keys, changeKey(env.Keys, kind, card))
		}
	}
	return keys
}

// pressChange opens the screen of the change whose key was pressed, or says who offers it. The screen reads the card again and says why
// something cannot be done with it. ok is false for other keys.
func pressChange(env *screen.Env, msg tea.KeyPressMsg, card client.Card, kinds ...client.MovementKind) (cmd tea.Cmd, ok bool) {
	for _, kind := range kinds {
		if !ui.Matches(msg, changeKey(env.Keys, kind, card)) {
			continue
		}
		if account, _ := env.Wallet.Account(card.Profile); !account.Offers(kind) {
			return notOffered(env, account, kind), true
		}
		return ui.Push(changeScreen(env, kind, card)), true
	}
	return nil, false
}
