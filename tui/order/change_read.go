package order

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
)

// stuck is true where reading ended without anything that can be done.
func (c *Change) stuck() bool { return c.readErr != nil || c.terms.Refusal != "" }

// read asks for the card as it is now and for what can be done with it.
func (c *Change) read() tea.Cmd {
	c.Stage, c.readErr, c.terms, c.wrong = orderReading, nil, client.ChangeTerms{}, nil
	ctx, account, before, kindOf := c.Env.Ctx, c.Account, c.Card, c.kindOf
	return screen.Ask(c, func() (plan.Prepared, error) { return plan.Prepare(ctx, account, before, kindOf) }, c.onRead)
}

// onRead goes on to what is to be typed, or to the summary.
func (c *Change) onRead(read plan.Prepared, err error) tea.Cmd {
	if c.Stage != orderReading {
		return nil
	}
	if c.readErr = err; err != nil {
		c.wipe()
		return nil
	}
	c.Card, c.terms, c.doubts = read.Card, read.Change, read.Doubts
	c.Kind = c.kindOf(c.Card)
	t := &c.terms
	if t.ByType {
		c.Env.Refused.Note(c.Card, c.Kind, t.Refusal)
	}
	none := !t.SetsNoPIN && !t.SetsMCC && (!t.SetsControls || len(t.Intervals) == 0)
	if c.Kind == client.MoveLimits && t.Refusal == "" && none {
		t.Refusal = "this card has no limits to set"
	}
	switch {
	case c.terms.Refusal != "":
		c.wipe()
		return nil
	case c.form == nil:
		return c.summarize()
	}
	c.sudden = !c.form.early()
	c.Stage, c.begun = orderForm, true
	return c.form.begin(c.terms, c.Card)
}

// reread asks for the card after something was done with it.
func (c *Change) reread() tea.Cmd {
	ctx, account, id := c.Env.Ctx, c.Account, c.Card.ID
	return screen.Ask(c, func() (client.Card, error) { return account.Card(ctx, id) }, func(card client.Card, err error) tea.Cmd {
		if client.Readable(err) == nil {
			c.Card = c.Card.Renewed(card)
		}
		return nil
	})
}

// summarize shows what was typed as it would be sent, unless the issuer's terms forbid that.
func (c *Change) summarize() tea.Cmd {
	change := c.wanted().Change
	defer change.Wipe()
	if c.wrong = c.terms.Check(c.Kind, change); c.wrong != nil {
		return nil
	}
	return c.Order.summarize()
}
