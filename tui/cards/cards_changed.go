package cards

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/screen"
)

// reread asks for one card that was changed, or is being: of an account with many cards the whole list takes long.
func (c *Cards) reread(m client.Movement) tea.Cmd {
	old, ok := c.Find(m.Profile, m.CardID)
	if !ok {
		return c.load(c.of(m.Profile)...)
	}
	account, _ := c.env.Wallet.Account(m.Profile)
	ctx := c.env.Ctx
	return screen.Ask(c, func() (client.Card, error) {
		card, err := account.Card(ctx, old.ID)
		return old.Renewed(card), err
	}, c.onChanged)
}

// onChanged puts the card as just read into the list. Its row is replaced, because it may be being sorted elsewhere. A list that is being
// read meanwhile may be older than that and is read once more.
func (c *Cards) onChanged(card client.Card, err error) tea.Cmd {
	for _, l := range c.of(card.Profile) {
		_, there := l.find(card.ID)
		if client.Readable(err) != nil || !there {
			return c.load(l)
		}
		l.rows[l.byID[card.ID]] = deck.NewRow(card)
		l.again = l.again || l.loading
	}
	return c.arrange()
}
