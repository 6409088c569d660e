package cards

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/order"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// offer is a kind of movement that a person can begin with a card.
type offer struct {
	kind        client.MovementKind
	kindOf      func(client.Card) client.MovementKind // by the card, where one key begins two kinds; nil where it does not
	key         key.Binding
	open        func(*screen.Env, client.Card) ui.Screen
	typeDecides bool // some types of cards do not have it, whatever the card's status is
	plastic     bool // only physical cards have it
}

// offers are all of them, in the order of the help.
func offers(k ui.Keys) []offer {
	return []offer{
		{kind: client.MoveTopUp, key: k.TopUp, open: payment(client.MoveTopUp)},
		{kind: client.MoveFreeze, kindOf: order.FreezeKind, key: k.Freeze, open: change(order.NewFreeze), typeDecides: true},
		{kind: client.MoveWithdraw, key: k.Withdraw, open: payment(client.MoveWithdraw)},
		{kind: client.MoveActivate, key: k.Activate, open: change(order.NewActivate), plastic: true},
		{kind: client.MovePIN, key: k.PIN, open: change(order.NewPIN), typeDecides: true, plastic: true},
		{kind: client.MoveLimits, key: k.Limits, open: change(order.NewLimits), typeDecides: true},
		{kind: client.MoveCancel, key: k.Cancel, open: change(order.NewCancel)},
	}
}

func payment(kind client.MovementKind) func(*screen.Env, client.Card) ui.Screen {
	return func(env *screen.Env, card client.Card) ui.Screen { return order.NewPayment(env, kind, card) }
}

func change(open func(*screen.Env, client.Card) *order.Change) func(*screen.Env, client.Card) ui.Screen {
	return func(env *screen.Env, card client.Card) ui.Screen { return open(env, card) }
}

// of is the offer for this card: its kind, and the key named after what it does.
func (o offer) of(card client.Card) offer {
	if o.kindOf != nil {
		o.kind = o.kindOf(card)
		o.key = ui.Named(o.key, o.kind.Words().Title)
	}
	return o
}

// offerActions are what a person can begin with a card, the impossible ones with the reason.
func offerActions(env *screen.Env, card client.Card) []ui.Action {
	account, _ := env.Wallet.Account(card.Profile)
	var actions []ui.Action
	for _, o := range offers(env.Keys) {
		o = o.of(card)
		group := ui.ToMove
		if o.kind.IsChange() {
			group = ui.ToChange
		}
		actions = append(actions, ui.Action{
			Key: o.key, Words: about(o.kind.Words().Verb, card), Group: group, Reason: o.reason(env, account, card),
			Run: func() tea.Cmd { return ui.Push(o.open(env, card)) },
		})
	}
	return actions
}

// about is what an action does, and with which card.
func about(what string, card client.Card) string {
	return ui.Sentence(what) + " " + screen.CardWords(card)
}

// reason is why it cannot be begun now, as far as that is known without asking the issuer; empty where nothing is known to be in the way.
// Payments are offered with every card that is not canceled: their screen says what a status forbids.
func (o offer) reason(env *screen.Env, account client.Account, card client.Card) string {
	if !account.Offers(o.kind) {
		return notOffered(env, account, o.kind)
	}
	if o.kind.IsChange() {
		if status := account.StatusRules().Refusal(o.kind, card.Status); status != "" {
			return o.kind.Words().Title + ": " + ui.Safe(status)
		}
	} else if card.Status == client.CardCanceled {
		return o.kind.Words().Title + ": the card is canceled"
	}
	switch reason, known := env.Refused.Reason(card, o.kind); {
	case card.Shared && (o.kind == client.MoveTopUp || o.kind == client.MoveWithdraw):
		return o.kind.Words().Title + ": the card holds no money of its own, it pays from a shared account"
	case known:
		return ui.Safe(reason)
	case o.plastic && card.Form != client.FormUnknown && card.Form != client.FormPhysical: // most cards are not of plastic
		return o.kind.Words().Title + ": only for cards of plastic"
	}
	return ""
}

// readOffers asks which of the offers that stand the card's type does not have.
func (c *Card) readOffers() tea.Cmd {
	checker, ok := c.Account.Issuer.(client.ChangeChecker)
	if !ok || c.Account.ReadOnly {
		return nil
	}
	ctx, card := c.Env.Ctx, c.Card
	var kinds []client.MovementKind
	for _, o := range offers(c.Env.Keys) {
		o = o.of(card)
		stands := c.Account.Offers(o.kind) && c.Account.StatusRules().Refusal(o.kind, card.Status) == ""
		if o.typeDecides && stands {
			kinds = append(kinds, o.kind)
		}
	}
	if len(kinds) == 0 {
		return nil
	}
	work := func() (map[client.MovementKind]string, error) {
		refused := map[client.MovementKind]string{}
		for _, kind := range kinds {
			terms, err := checker.ChangeTerms(ctx, card, kind)
			if err != nil { // the screen of the change asks again, and says why
				return refused, err
			}
			if terms.Refusal == "" || terms.ByType { // what a status forbids is of one card, and of now
				refused[kind] = terms.Refusal
			}
		}
		return refused, nil
	}
	return screen.Ask(c, work, func(refused map[client.MovementKind]string, _ error) tea.Cmd {
		for kind, reason := range refused {
			c.Env.Refused.Note(card, kind, reason)
		}
		return nil
	})
}
