package cards

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/ui"
)

// Commands are what people ask for of the list by name, wherever they are: orders, accounts, and filters. show goes to the list before it
// does something there.
func (c *Cards) Commands(show func(do func() tea.Cmd) tea.Cmd) []ui.Action {
	var commands []ui.Action
	add := func(words string, do func() tea.Cmd) {
		commands = append(commands, ui.Action{Key: key.NewBinding(), Words: words, Group: ui.ToFind, Run: func() tea.Cmd { return show(do) }})
	}
	filter := func(words string) func() tea.Cmd {
		return func() tea.Cmd {
			c.list.Filter.SetValue(words)
			c.list.Filter.Blur()
			c.list.Match()
			return nil
		}
	}
	if len(c.listings) > 1 {
		add("Cards of all accounts", func() tea.Cmd { return c.show("") })
		for _, l := range c.listings {
			add("Cards of "+ui.Safe(l.account.Profile), func() tea.Cmd { return c.show(l.account.Profile) })
		}
	}
	for s := range deck.Sorts {
		add("Sort cards by "+s.String(), func() tea.Cmd {
			c.sort, c.reverse = s, false
			return c.arrange()
		})
	}
	for _, status := range []client.CardStatus{client.CardActive, client.CardFrozen, client.CardInactive, client.CardPending,
		client.CardBlocked, client.CardExpired, client.CardCanceled} {
		add("Show only "+string(status)+" cards", filter(string(status)))
	}
	add("Show only cards with a live code", filter(codeWordInFilter))
	add("Show all cards", filter(""))
	return commands
}

// Search gives the first cards of the list that have all words, at most that many, whatever the filter.
func (c *Cards) Search(words string, most int) []client.Card {
	found := c.list.Find(ui.NewQuery(words))
	cards := make([]client.Card, 0, min(most, len(found)))
	for _, i := range found[:min(most, len(found))] {
		cards = append(cards, c.list.All[i].Card())
	}
	return cards
}

// Show selects a card of the list. One that the filter hides takes the filter away.
func (c *Cards) Show(card client.Card) tea.Cmd {
	same := func(row *deck.Row) bool { return row.Key() == card.Key() }
	if !c.list.Choose(same) {
		c.list.Clear()
		c.list.Choose(same)
	}
	return nil
}
