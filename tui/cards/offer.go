package cards

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
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
	inList      bool // it can be begun from the list of cards, too
	typeDecides bool // some types of cards do not have it, whatever the card's status is
	plastic     bool // only physical cards have it
}

// offers are all of them, in the order of the help line.
func offers(k ui.Keys) []offer {
	return []offer{
		{kind: client.MoveTopUp, key: k.TopUp, open: payment(client.MoveTopUp), inList: true},
		{kind: client.MoveWithdraw, key: k.Withdraw, open: payment(client.MoveWithdraw), inList: true},
		{kind: client.MoveFreeze, kindOf: order.FreezeKind, key: k.Freeze, open: change(order.NewFreeze), inList: true, typeDecides: true},
		{kind: client.MoveActivate, key: k.Activate, open: change(order.NewActivate)},
		{kind: client.MovePIN, key: k.PIN, open: change(order.NewPIN), typeDecides: true, plastic: true},
		{kind: client.MoveLimits, key: k.Limits, open: change(order.NewLimits), typeDecides: true},
		{kind: client.MoveCancel, key: k.Cancel, open: change(order.NewCancel), inList: true},
	}
}

// listOffers are those that can be begun from the list of cards.
func listOffers(k ui.Keys) []offer {
	return slices.DeleteFunc(offers(k), func(o offer) bool { return !o.inList })
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

// stands reports whether the account offers the kind and the card's status does not forbid it. Payments are offered with every card that is
// not canceled: their screen says what a status forbids.
func (o offer) stands(account client.Account, card client.Card) bool {
	switch {
	case !account.Offers(o.kind):
		return false
	case o.kind.IsChange():
		return account.StatusRules().Refusal(o.kind, card.Status) == ""
	}
	return card.Status != client.CardCanceled
}

// offerKeys are the bindings of those offers that stand.
func offerKeys(env *screen.Env, card client.Card, offers []offer) []key.Binding {
	account, _ := env.Wallet.Account(card.Profile)
	var keys []key.Binding
	for _, o := range offers {
		if o = o.of(card); o.stands(account, card) {
			keys = append(keys, o.key)
		}
	}
	return keys
}

// pressed is the offer whose key was pressed; ok is false for other keys.
func pressed(msg tea.KeyPressMsg, offers []offer) (o offer, ok bool) {
	at := slices.IndexFunc(offers, func(o offer) bool { return ui.Matches(msg, o.key) })
	if at < 0 {
		return o, false
	}
	return offers[at], true
}

// begin opens the screen of the kind, or says who offers it. The screen of a change reads the card again and says why something cannot be
// done with it.
func (o offer) begin(env *screen.Env, card client.Card) tea.Cmd {
	account, _ := env.Wallet.Account(card.Profile)
	if kind := o.of(card).kind; !account.Offers(kind) {
		return notOffered(env, account, kind)
	}
	return ui.Push(o.open(env, card))
}

// notOffered says who offers what this account does not.
func notOffered(env *screen.Env, account client.Account, kind client.MovementKind) tea.Cmd {
	who := ui.Safe(plan.WhoOffers(env.Wallet.Accounts(), kind))
	return ui.Notify(ui.Warn, fmt.Sprintf("%s offers no %s; %s", screen.IssuerName(account), kind.Noun(), who))
}

// readOffers asks which of the offers that stand the card's type does not have. Those are not drawn then.
func (c *Card) readOffers() tea.Cmd {
	checker, ok := c.Account.Issuer.(client.ChangeChecker)
	if !ok || c.Account.ReadOnly {
		return nil
	}
	ctx, card := c.Env.Ctx, c.Card
	var kinds []client.MovementKind
	for _, o := range offers(c.Env.Keys) {
		if o = o.of(card); o.typeDecides && o.stands(c.Account, card) {
			kinds = append(kinds, o.kind)
		}
	}
	if len(kinds) == 0 {
		return nil
	}
	work := func() (map[client.MovementKind]bool, error) {
		barred := map[client.MovementKind]bool{}
		for _, kind := range kinds {
			terms, err := checker.ChangeTerms(ctx, card, kind)
			if err != nil { // the screen of the change asks again, and says why
				return barred, err
			}
			barred[kind] = terms.Refusal != ""
		}
		return barred, nil
	}
	return screen.Ask(c, work, func(barred map[client.MovementKind]bool, _ error) tea.Cmd {
		c.barred = barred
		return nil
	})
}

// offers are those that the card's type has, as far as is known.
func (c *Card) offers() []offer {
	return slices.DeleteFunc(offers(c.Env.Keys), func(o offer) bool {
		barred, known := c.barred[o.of(c.Card).kind]
		if !known && o.plastic { // most cards are not of plastic
			return c.Card.Form != client.FormUnknown && c.Card.Form != client.FormPhysical
		}
		return barred
	})
}
