package cards

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/bulk"
	"cardwallet/tui/codes"
	"cardwallet/tui/create"
	"cardwallet/tui/deck"
	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Actions are what a person can do here: with the marked cards, with the one under the cursor, and with the list.
func (c *Cards) Actions() []ui.Action {
	var here []ui.Action
	card, ok := c.Selected()
	if len(c.marked) > 0 {
		here = append(c.markActions(), c.bulkActions()...)
	}
	if ok {
		here = append(here, slices.DeleteFunc(c.cardActions(card), func(a ui.Action) bool { return sameKey(here, a) })...)
	}
	here = append(here, c.findActions()...)
	here = append(here, c.createAction(), c.refreshAction())
	if ok && len(c.marked) == 0 {
		here = append(here, c.markActions()...)
	}
	return c.list.Actions(c.env.Keys, here...)
}

// cardActions are those of the card under the cursor. Nothing can be asked about a card that has no id yet.
func (c *Cards) cardActions(card client.Card) []ui.Action {
	k := c.env.Keys
	open := func(s func() ui.Screen) func() tea.Cmd { return func() tea.Cmd { return ui.Push(s()) } }
	actions := []ui.Action{
		{Key: k.Open, Words: about("open", card), Group: ui.ToLook, Run: open(func() ui.Screen { return NewCard(c.env, card) })},
		{Key: k.OTP, Words: about("codes of", card), Group: ui.ToLook, Run: open(func() ui.Screen { return codes.NewOTP(c.env, card) })},
		c.copyAction(card),
	}
	offered := offerActions(c.env, card)
	const inLine = 2 // those that are wanted most
	for i := range offered {
		offered[i].Quiet = i >= inLine
	}
	actions = append(append(actions, offered...), recordActions(c.env, card)...)
	label := ui.Action{Key: k.Label, Words: about("label", card), Group: ui.ToChange, Quiet: true,
		Run: open(func() ui.Screen { return newLabel(c.env, card) })}
	if c.env.Labels == nil {
		label.Reason = "labels are not kept here"
	}
	actions = append(actions, label, ui.Action{Key: k.Reveal, Words: about("show the numbers of", card), Group: ui.ToLook, Quiet: true,
		Reason: ui.Says(k.Reveal, "shows numbers: open the card first")})
	if card.ID == "" {
		for i := range actions {
			actions[i].Reason = "the issuer has not told the id of this card yet"
		}
	}
	return actions
}

// copyAction copies the newest code of a card unseen.
func (c *Cards) copyAction(card client.Card) ui.Action {
	k := c.env.Keys
	a := ui.Action{Key: ui.Named(k.Copy, "copy code"), Words: about("copy the code of", card), Group: ui.ToLook,
		Run: func() tea.Cmd { return c.codes.Copy(card) }}
	if _, ok := codes.Newest(c.env, card); !ok {
		a.Reason = "no code is alive for this card; " + ui.Says(k.OTP, "asks for one")
	}
	return a
}

// recordActions open the transactions and the spending of a card.
func recordActions(env *screen.Env, card client.Card) []ui.Action {
	k := env.Keys
	actions := []ui.Action{
		{Key: k.Transactions, Words: about("transactions of", card), Group: ui.ToLook,
			Run: func() tea.Cmd { return records.PushRecords(env, card) }},
		{Key: k.Spending, Words: about("spending of", card), Group: ui.ToLook, Quiet: true,
			Run: func() tea.Cmd { return records.PushSpending(env, card) }},
	}
	if !records.KeepsRecords(env, card) {
		account, _ := env.Wallet.Account(card.Profile)
		for i := range actions {
			actions[i].Reason = screen.IssuerName(account) + " keeps no records of cards"
		}
	}
	return actions
}

// findActions order and limit the list.
func (c *Cards) findActions() []ui.Action {
	k := c.env.Keys
	by := (c.sort + 1) % deck.Sorts
	return []ui.Action{
		{Key: k.Filter, Words: "Filter the cards", Group: ui.ToFind, Quiet: len(c.list.All) == 0},
		{Key: k.Sort, Words: "Sort the cards by " + by.String(), Group: ui.ToFind, Quiet: true, Run: func() tea.Cmd {
			c.sort = by
			return c.arrange()
		}},
		{Key: k.Reverse, Words: "Reverse the order of the cards", Group: ui.ToFind, Quiet: true, Run: func() tea.Cmd {
			c.reverse = !c.reverse
			return c.arrange()
		}},
		{Key: ui.Named(k.NextPart, "next account"), Words: "Cards of the next account", Group: ui.ToFind, Quiet: true,
			Run: func() tea.Cmd { return c.show(c.next()) }},
	}
}

func (c *Cards) refreshAction() ui.Action {
	words := "Refresh all accounts"
	if c.profile != "" {
		words = "Refresh " + ui.Safe(c.profile)
	}
	return ui.Action{Key: c.env.Keys.Refresh, Words: words, Group: ui.ToFind, Quiet: len(c.list.All) > 0, Run: c.refresh}
}

// createAction opens the screen of a new card, or says who offers that.
func (c *Cards) createAction() ui.Action {
	a := ui.Action{Key: ui.Named(c.env.Keys.New, "new card"), Words: "New card", Group: ui.ToChange, Quiet: len(c.list.All) > 0,
		Run: func() tea.Cmd { return ui.Push(create.NewCreate(c.env, c.profile)) }}
	offers := func(l *listing) bool { return l.account.Offers(client.MoveCreate) }
	if !slices.ContainsFunc(c.of(c.profile), offers) {
		account, _ := c.env.Wallet.Account(c.profile)
		a.Reason = notOffered(c.env, account, client.MoveCreate)
	}
	return a
}

// markActions mark cards. Marks are taken away by the key that goes back, which the root handles.
func (c *Cards) markActions() []ui.Action {
	k := c.env.Keys
	none := len(c.marked) == 0
	all := ""
	if i := slices.IndexFunc(c.of(c.profile), (*listing).partly); i >= 0 || c.rows() > len(c.list.All) {
		all = "not all cards are here yet"
	}
	actions := []ui.Action{
		{Key: k.Mark, Words: "Mark this card", Group: ui.ToFind, Quiet: none, Run: func() tea.Cmd {
			c.markSelected()
			return nil
		}},
		{Key: k.MarkAll, Words: "Mark all cards shown", Group: ui.ToFind, Quiet: none, Reason: all, Run: func() tea.Cmd {
			c.markShown()
			return nil
		}},
	}
	if !none {
		actions = append(actions, ui.Action{Key: ui.Named(k.Back, "unmark"), Group: ui.ToFind})
	}
	return actions
}

// sameKey reports whether one of the actions has the key already.
func sameKey(actions []ui.Action, as ui.Action) bool {
	return slices.ContainsFunc(actions, func(a ui.Action) bool { return a.Key.Help().Key == as.Key.Help().Key })
}

// bulkActions do something with all marked cards, in the place of those of one card that have the same key.
func (c *Cards) bulkActions() []ui.Action {
	k := c.env.Keys
	all := func(b key.Binding, group ui.Group, s func(*screen.Env, []client.Card) *bulk.Bulk) ui.Action {
		what := fmt.Sprintf("%s %d", b.Help().Desc, len(c.marked))
		return ui.Action{Key: ui.Named(b, what), Words: ui.Sentence(what) + " marked cards", Group: group,
			Run: func() tea.Cmd { return c.bulk(s) }}
	}
	return []ui.Action{all(k.TopUp, ui.ToMove, bulk.NewBulkTopUp), all(k.Freeze, ui.ToChange, bulk.NewBulkFreeze)}
}

// notOffered says who offers what an account does not.
func notOffered(env *screen.Env, account client.Account, kind client.MovementKind) string {
	who := plan.WhoOffers(env.Wallet.Accounts(), kind)
	return fmt.Sprintf("%s offers no %s; %s", screen.IssuerName(account), kind.Noun(), ui.Safe(who))
}
