package create

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/holder"
	maker "cardwallet/tui/holder"
	"cardwallet/tui/ui"
)

// newHolder makes a holder for cards of the type, where one is chosen and can be made.
func (c *Create) newHolder() []ui.Action {
	if c.current().typed.kind != client.PartHolder || !maker.Makes(c.account) {
		return nil
	}
	return []ui.Action{maker.Begin(c.env, c.account, c.model.ID)}
}

// onMoved reads the holders again when one was made.
func (c *Create) onMoved(m client.Movement) tea.Cmd {
	if c.stage != createChoice || c.current().typed.kind != client.PartHolder || m.Kind != client.MoveHolder ||
		m.Profile != c.account.Profile {
		return nil
	}
	return c.choose(c.choosing)
}

// noHolder says that no holder can be chosen, and how to get one; empty where one can be, or something else is chosen.
func (c *Create) noHolder() string {
	now := c.current()
	can := slices.ContainsFunc(now.All, func(one candidate) bool { return one.why == "" })
	if can || now.typed.kind != client.PartHolder || now.loading || !maker.Makes(c.account) {
		return ""
	}
	return "cards of this type need " + holder.Needed + "; " + ui.Says(c.env.Keys.New, "makes one")
}
