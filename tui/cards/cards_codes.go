package cards

import (
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/deck"
	"cardwallet/tui/ui"
)

// codeWordInFilter finds the cards with a live code, beside those that have the word in their text.
const codeWordInFilter = "code"

// Counting reports whether a code waits for one of the cards.
func (c *Cards) Counting() bool { return len(c.env.Codes.Live(c.env.Now())) > 0 }

// waiting is how long the codes of the cards still are good, by Card.Key, on each issuer's clock.
func (c *Cards) waiting() map[string]time.Duration {
	now := c.env.Now()
	waiting := map[string]time.Duration{}
	for _, code := range c.env.Codes.Live(now) {
		card := code.Profile + "/" + code.CardID
		waiting[card] = max(waiting[card], c.env.Codes.Left(code, now))
	}
	return waiting
}

// onCodes sorts or filters again if the order or the filter goes by codes, and other cards have live codes than before.
func (c *Cards) onCodes() tea.Cmd {
	waiting := c.waiting()
	same := maps.EqualFunc(waiting, c.live, func(time.Duration, time.Duration) bool { return true })
	c.live = waiting
	switch {
	case same:
	case c.sort == deck.ByCode:
		return c.arrange()
	case c.asksForCodes():
		c.list.Match()
	}
	return nil
}

func (c *Cards) asksForCodes() bool { return slices.Contains(c.list.Query(), codeWordInFilter) }

// orderOf is that of the rows as things are now: it may be used while the list changes.
func (c *Cards) orderOf(rows []*deck.Row) func(a, b *deck.Row) int {
	order := c.sort.Order(rows, c.waiting)
	if c.reverse {
		return func(a, b *deck.Row) int { return order(b, a) }
	}
	return order
}

// withCodes adds the rows that have a live code and match all other words of the filter.
func (c *Cards) withCodes(query ui.Query, found []int32) []int32 {
	if !slices.Contains(query, codeWordInFilter) {
		return found
	}
	rest := slices.DeleteFunc(slices.Clone(query), func(word string) bool { return word == codeWordInFilter })
	live := c.waiting()
	for _, i := range c.list.Find(rest) {
		if _, has := live[c.list.All[i].Key()]; has {
			found = append(found, i)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
