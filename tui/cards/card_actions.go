package cards

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/codes"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Actions are what a person can do here. What opens another screen hides the values first.
func (c *Card) Actions() []ui.Action {
	k := c.Env.Keys
	reveal, word := k.Reveal, "show the number of"
	if c.Counting() {
		reveal, word = ui.Named(reveal, "hide"), "hide the number of"
	}
	field := screen.FieldWord(c.fields[c.at].kind)
	actions := []ui.Action{
		{Key: reveal, Words: about(word, c.Card), Group: ui.ToLook, Run: c.reveal},
		{Key: ui.Named(k.Copy, "copy "+field), Words: about("copy the "+field+" of", c.Card), Group: ui.ToLook, Run: c.copy},
		{Key: k.OTP, Words: about("codes of", c.Card), Group: ui.ToLook,
			Run: c.leaving(func() tea.Cmd { return ui.Push(codes.NewOTP(c.Env, c.Card)) })},
	}
	for _, a := range offerActions(c.Env, c.Card) {
		a.Run, a.Quiet = c.leaving(a.Run), !a.Key.Enabled() || len(actions) > len("vcot")-1
		actions = append(actions, a)
	}
	actions = append(actions, ui.Action{Key: ui.Named(k.NextPart, "next tab"), Words: "Next tab", Group: ui.ToLook, Run: c.turn(1)},
		ui.Action{Key: ui.Named(k.PreviousPart, "tab before"), Words: "Tab before", Group: ui.ToLook, Quiet: true, Run: c.turn(-1)})
	actions = append(actions, c.labelAction())
	actions = append(actions, c.recordActions()...)
	return append(actions, c.openAction(),
		ui.Action{Key: k.Up, Group: ui.ToLook, Quiet: true, Run: func() tea.Cmd { return c.move(-1) }},
		ui.Action{Key: k.Down, Group: ui.ToLook, Quiet: true, Run: func() tea.Cmd { return c.move(1) }},
		ui.Action{Key: k.Refresh, Words: "Read the card again", Group: ui.ToLook, Quiet: true, Run: c.refresh})
}

// leaving hides what is shown before it does something else.
func (c *Card) leaving(run func() tea.Cmd) func() tea.Cmd {
	return func() tea.Cmd {
		c.Hide()
		return run()
	}
}

// turn shows another tab.
func (c *Card) turn(by int) func() tea.Cmd {
	return func() tea.Cmd {
		c.tab = (c.tab + cardTab(by) + cardTabs) % cardTabs
		if c.tab == tabHistory && c.movesAt.IsZero() {
			return c.loadMoves()
		}
		return nil
	}
}

// onPoint shows the tab or selects the value that was clicked. The wheel selects a value. Values that are shown leave the mouse alone.
func (c *Card) onPoint(msg ui.PointMsg) tea.Cmd {
	switch {
	case msg.Wheel != 0:
		return c.move(msg.Wheel)
	case c.values.Has(msg.X, msg.Y):
		c.at = msg.Y - c.values.Y
	case c.tabs.Has(msg.X, msg.Y):
		if at, ok := tabAt(msg.X - c.tabs.X); ok {
			return c.turn(int(at - c.tab))()
		}
	}
	return nil
}

func (c *Card) labelAction() ui.Action {
	a := ui.Action{Key: c.Env.Keys.Label, Words: about("label", c.Card), Group: ui.ToChange, Quiet: true,
		Run: c.leaving(func() tea.Cmd { return ui.Push(newLabel(c.Env, c.Card)) })}
	if c.Env.Labels == nil {
		a.Reason = "labels are not kept here"
	}
	return a
}

func (c *Card) recordActions() []ui.Action {
	actions := recordActions(c.Env, c.Card)
	for i := range actions {
		actions[i].Run = c.leaving(actions[i].Run)
	}
	return actions
}

// openAction goes on from the tab that is shown. It reveals nothing: a second press of the key that opened the card must not.
func (c *Card) openAction() ui.Action {
	open := ui.Action{Key: c.Env.Keys.Open, Group: ui.ToLook, Quiet: true}
	switch c.tab {
	case tabTransactions, tabSpending:
		open = c.recordActions()[c.tab-tabTransactions]
		open.Key, open.Quiet = ui.Named(c.Env.Keys.Open, "open"), false
	case tabLimits:
		for _, a := range offerActions(c.Env, c.Card) {
			if a.Key.Help().Key == c.Env.Keys.Limits.Help().Key {
				open = a
				open.Key, open.Run = ui.Named(c.Env.Keys.Open, "change"), c.leaving(a.Run)
			}
		}
	case tabHistory:
		open.Reason = ui.Says(c.Env.Keys.Activity, "shows all movements")
	default:
		open.Reason = ui.Says(c.Env.Keys.Reveal, "shows the values, ") + ui.Says(c.Env.Keys.Copy, "copies the selected one")
	}
	return open
}

// refresh reads the card and what is known of it again.
func (c *Card) refresh() tea.Cmd { return tea.Batch(c.read(), c.readMoves(), c.readTerms()) }

// readMoves reads the journal again where its movements were shown.
func (c *Card) readMoves() tea.Cmd {
	if c.movesAt.IsZero() {
		return nil
	}
	return c.loadMoves()
}

// loadMoves reads the movements of this card from the journal.
func (c *Card) loadMoves() tea.Cmd {
	if c.Env.Payer.Books == nil {
		return nil
	}
	ctx, payer := c.Env.Ctx, c.Env.Payer
	filter := client.MovementFilter{Profile: c.Card.Profile, CardID: c.Card.ID, Limit: movesShown}
	return screen.Ask(c, func() ([]client.Movement, error) { return payer.Movements(ctx, filter) },
		func(moves []client.Movement, err error) tea.Cmd {
			c.movesErr, c.movesAt = err, c.Env.Now()
			if err == nil {
				c.moves = moves
			}
			return nil
		})
}
