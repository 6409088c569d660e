package cards

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// sums are of all cards that are listed, also those that the filter hides. They are worked out with the order of the list.
type sums struct {
	active, frozen, other int
	money                 []client.Money // on cards that have money of their own, as far as it is known; the currency of most cards first
	widest                int            // cells of the longest balance
}

func sumsOf(rows []*cardRow) sums {
	var all sums
	cards := currencies(rows)
	for _, row := range rows {
		switch card := &row.card; card.Status {
		case client.CardActive:
			all.active++
		case client.CardFrozen:
			all.frozen++
		default:
			all.other++
		}
		balance := row.card.Balance
		all.widest = max(all.widest, ui.Width(row.balance))
		if row.currency() == "" {
			continue
		}
		at := slices.IndexFunc(all.money, func(m client.Money) bool { return m.Currency == balance.Currency })
		if at < 0 {
			all.money = append(all.money, balance)
		} else {
			all.money[at] = all.money[at].Add(balance)
		}
	}
	slices.SortFunc(all.money, func(a, b client.Money) int {
		return cmp.Or(cmp.Compare(cards[b.Currency], cards[a.Currency]), cmp.Compare(a.Currency, b.Currency))
	})
	return all
}

// foot is what the borders of the list say: what is being read, or else how many cards there are, and what is on them.
func (c *Cards) foot() (counts, onCards string) {
	if reading := c.readingWords(); reading != "" {
		return reading, ""
	}
	if c.list.Len() == 0 {
		if len(c.list.All) > 0 {
			return ui.KeyWords(c.env.Styles, ui.Named(c.env.Keys.Back, "clears the filter")), ""
		}
		return "", ""
	}
	var parts []string
	for _, n := range []struct {
		cards int
		words string
	}{{c.sums.active, "active"}, {c.sums.frozen, "frozen"}, {c.sums.other, "other"}} {
		if n.cards > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.cards, n.words))
		}
	}
	var money []string
	for _, m := range c.sums.money {
		money = append(money, screen.MoneyWords(m))
	}
	if len(money) > 0 {
		onCards = "on cards " + strings.Join(money, " · ")
	}
	return strings.Join(parts, " · "), onCards
}

// readingWords say how far the accounts are that are read for the first time. Later readings are told in the title bar alone.
func (c *Cards) readingWords() string {
	var words []string
	first := false
	for _, l := range c.of(c.profile) {
		state := l.state(c.env.Now())
		name := ui.Safe(l.account.Profile)
		switch {
		case l.loading && l.at.IsZero():
			first = true
			words = append(words, name+" "+strings.TrimPrefix(state.Words, "reading, "))
		case !l.at.IsZero():
			words = append(words, name+" read")
		case l.err != nil:
			words = append(words, name+" failed")
		}
	}
	if !first {
		return ""
	}
	return "◐ " + strings.Join(words, " · ")
}
