package cards

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
)

// readHolders asks an account for the names of its cards' holders, after its list is there: cards come before names. It asks once, and
// again for a holder that it did not ask about, or where a person wants all read again. That it failed is told where a name is missing.
func (c *Cards) readHolders(l *listing) tea.Cmd {
	lister, ok := l.account.Issuer.(client.HolderLister)
	if !ok || l.naming || c.env.Locked || len(l.holders) == 0 || !l.rename && c.env.Holders.Sought(l.account.Profile, l.holders) {
		return nil
	}
	l.naming, l.rename = true, false
	ctx, ids := c.env.Ctx, l.holders
	return screen.Ask(c, func() ([]client.Holder, error) { return lister.Holders(ctx) }, func(holders []client.Holder, err error) tea.Cmd {
		l.naming = false
		if client.Readable(err) != nil {
			holders = nil
		}
		c.env.Holders.Keep(l.account.Profile, ids, holders)
		if len(holders) == 0 {
			return nil
		}
		return c.arrange() // the filter finds them by name
	})
}

// refresh reads the lists of the accounts shown again, and the names of the holders.
func (c *Cards) refresh() tea.Cmd {
	listings := c.of(c.profile)
	for _, l := range listings {
		l.rename, l.told = true, false
	}
	return tea.Batch(c.load(listings...), screen.Send(screen.AskCodesMsg{}))
}
