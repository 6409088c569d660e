package screen

import (
	"cmp"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// offers reports whether the account's issuer has such movements at all.
func offers(account client.Account, kind client.MovementKind) bool {
	var ok bool
	switch kind {
	case client.MoveTopUp:
		_, ok = account.Issuer.(client.TopUpper)
	case client.MoveWithdraw:
		_, ok = account.Issuer.(client.Withdrawer)
	case client.MoveCreate:
		_, ok = account.Issuer.(client.Creator)
	}
	return ok
}

// whoOffers names the accounts that have such movements.
func whoOffers(wallet *client.Wallet, kind client.MovementKind) string {
	var names []string
	for _, a := range wallet.Accounts() {
		if offers(a, kind) {
			names = append(names, ui.Safe(a.Profile)+" ("+issuerName(a)+")")
		}
	}
	if len(names) == 0 {
		return "no account offers it"
	}
	return "offered by " + strings.Join(names, ", ")
}

// notOffered says who offers what this account does not.
func notOffered(env *Env, account client.Account, kind client.MovementKind) tea.Cmd {
	return ui.Notify(ui.Warn, fmt.Sprintf("%s offers no %s; %s", issuerName(account), wordsOf(kind).noun, whoOffers(env.Wallet, kind)))
}

// pushOnCard opens the screen of a movement on a card, or says who offers it.
func pushOnCard(env *Env, kind client.MovementKind, card client.Card) tea.Cmd {
	if account, _ := env.Wallet.Account(card.Profile); !offers(account, kind) {
		return notOffered(env, account, kind)
	}
	return ui.Push(onCard(env, kind, card))
}

// cardMovements are the bindings of what the card's account offers.
func cardMovements(env *Env, card client.Card) []key.Binding {
	account, _ := env.Wallet.Account(card.Profile)
	var keys []key.Binding
	if offers(account, client.MoveTopUp) {
		keys = append(keys, env.Keys.TopUp)
	}
	if offers(account, client.MoveWithdraw) {
		keys = append(keys, env.Keys.Withdraw)
	}
	return keys
}

func issuerName(a client.Account) string {
	return ui.Safe(cmp.Or(issuerNames[a.Kind], a.Kind, a.Profile, "this issuer"))
}
