package holder

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/order"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// follow asks for the holder once the issuer has it.
func (c *Create) follow() tea.Cmd {
	m := c.order.Movement
	if c.followed || c.order.Stage != order.OrderDone || m.Status != client.MovementSucceeded || m.IssuerOrderID == "" {
		return nil
	}
	c.followed = true
	return c.ask()
}

// ask reads the holder now.
func (c *Create) ask() tea.Cmd {
	switch {
	case c.asking:
		return nil
	case c.env.Locked:
		return c.askLater()
	}
	c.asking = true
	ctx, maker, id := c.env.Ctx, c.maker, c.order.Movement.IssuerOrderID
	return screen.Ask(c, func() (client.Holder, error) { return maker.Holder(ctx, id) }, c.onHolder)
}

// onHolder takes how the holder stands, and asks again later while that is not decided.
func (c *Create) onHolder(h client.Holder, err error) tea.Cmd {
	c.asking, c.askErr = false, client.Readable(err)
	if c.askErr == nil {
		c.made = h
		c.env.Holders.Keep(c.account.Profile, []string{h.ID}, []client.Holder{h})
	}
	if c.decided() {
		return nil
	}
	return c.askLater()
}

// askLater asks once, after the pace. A person who asks meanwhile takes its place.
func (c *Create) askLater() tea.Cmd {
	c.wait++
	mine := c.wait
	return ui.After(c.env.Ctx, c.account.Pace(pace, 1), screen.NewReply(c, func() tea.Cmd {
		if mine != c.wait {
			return nil
		}
		return c.ask()
	}))
}

// decided reports whether the issuer has reviewed the holder.
func (c *Create) decided() bool {
	tone := words.OfHolder(c.made).Tone
	return c.made.ID != "" && (tone == words.Good || tone == words.Bad)
}
