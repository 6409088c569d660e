package order

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
)

// stuck is true where reading ended without anything that can be done.
func (c *Change) stuck() bool { return c.readErr != nil || c.terms.Refusal != "" }

// read asks for the card as it is now and for what can be done with it.
func (c *Change) read() tea.Cmd {
	c.Stage, c.readErr, c.terms, c.wrong = orderReading, nil, client.ChangeTerms{}, nil
	ctx, account, before, kindOf := c.Env.Ctx, c.Account, c.Card, c.kindOf
	return func() tea.Msg {
		card, terms, err := account.CheckChange(ctx, before, kindOf)
		return changeReadMsg{owner: c, card: before.Renewed(card), terms: terms, err: err}
	}
}

type changeReadMsg struct {
	owner *Change
	card  client.Card
	terms client.ChangeTerms
	err   error
}

// onRead goes on to what is to be typed, or to the summary.
func (c *Change) onRead(msg changeReadMsg) tea.Cmd {
	if c.Stage != orderReading {
		return nil
	}
	if c.readErr = msg.err; msg.err != nil {
		c.wipe()
		return nil
	}
	c.Card, c.terms, c.doubts = msg.card, msg.terms, msg.terms.Doubts
	c.Kind = c.kindOf(c.Card)
	t := &c.terms
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
	return func() tea.Msg {
		card, err := account.Card(ctx, id)
		return changeCardMsg{owner: c, card: card, err: err}
	}
}

type changeCardMsg struct {
	owner *Change
	card  client.Card
	err   error
}

// summarize shows what was typed as it would be sent, unless the issuer's terms forbid that.
func (c *Change) summarize() tea.Cmd {
	change := c.wanted().Change
	defer wipeChange(change)
	if c.wrong = c.terms.Check(c.Kind, change); c.wrong != nil {
		return nil
	}
	return c.Order.summarize()
}
