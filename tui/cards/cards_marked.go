package cards

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/bulk"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// markSelected marks the card under the cursor, or takes the mark away, and goes on to the next.
func (c *Cards) markSelected() {
	selected, ok := c.Selected()
	if !ok || selected.ID == "" {
		return
	}
	if card := selected.Key(); c.marked[card] {
		delete(c.marked, card)
	} else {
		c.marked[card] = true
	}
	c.list.Next()
}

// markShown marks all cards that the filter leaves, or takes the marks away where all have one.
func (c *Cards) markShown() {
	var unmarked []string
	shown := c.list.Matching()
	for _, row := range shown {
		if key := row.Key(); row.ID() != "" && !c.marked[key] {
			unmarked = append(unmarked, key)
		}
	}
	for _, card := range unmarked {
		c.marked[card] = true
	}
	if len(unmarked) == 0 {
		for _, row := range shown {
			delete(c.marked, row.Key())
		}
	}
}

// unmark takes all marks away. It reports whether there were any.
func (c *Cards) unmark() bool {
	had := len(c.marked) > 0
	clear(c.marked)
	return had
}

// bulk opens the screen that does something with all marked cards, in the order of the list, those that the filter hides among them.
func (c *Cards) bulk(screen func(*screen.Env, []client.Card) *bulk.Bulk) tea.Cmd {
	var cards []client.Card
	for _, row := range c.list.All {
		if c.marked[row.Key()] {
			cards = append(cards, row.Card())
		}
	}
	if len(cards) < len(c.marked) {
		return ui.Notify(ui.Warn, fmt.Sprintf("%d marked cards are not in this list; esc takes the marks away", len(c.marked)-len(cards)))
	}
	return ui.Push(screen(c.env, cards))
}

// markWords say how many cards are marked.
func (c *Cards) markWords() string {
	if len(c.marked) == 0 {
		return ""
	}
	return fmt.Sprintf(" · %d marked", len(c.marked))
}
