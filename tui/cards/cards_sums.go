package cards

import (
	"strings"

	"cardwallet/tui/deck"
	"cardwallet/tui/preview"
	"cardwallet/tui/ui"
)

// sums are of all cards that are listed, also those that the filter hides. They are worked out with the order of the list.
type sums struct {
	counts, onCards string // in words
	widest          int    // cells of the longest balance
}

func sumsOf(rows []*deck.Row) (all sums) {
	sum := preview.NewSum()
	for _, row := range rows {
		card := row.Card()
		sum.Add(&card)
		all.widest = max(all.widest, row.BalanceCells())
	}
	all.counts, all.onCards = sum.Words()
	return all
}

// foot is what the borders of the list say: what is being read, or else how many cards there are, and what is on them. Of a list that is
// not whole there are no sums.
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
	return c.sums.counts, c.sums.onCards
}

// readingWords say how far the accounts are that are read for the first time, and which of them stopped in the middle. Later readings are
// told in the title bar alone.
func (c *Cards) readingWords() string {
	var words []string
	first, partly := false, false
	for _, l := range c.of(c.profile) {
		state := l.state(c.env)
		name := ui.Safe(l.account.Profile)
		switch {
		case l.loading && l.at.IsZero():
			first = true
			words = append(words, name+" "+strings.TrimPrefix(state.Words, "reading, "))
		case !l.at.IsZero():
			words = append(words, name+" read")
		case l.partly():
			partly = true
			words = append(words, name+" "+state.Words)
		case l.err != nil:
			words = append(words, name+" failed")
		}
	}
	switch {
	case first:
	case partly:
		return "! " + strings.Join(words, " · ")
	default:
		return ""
	}
	return "◐ " + strings.Join(words, " · ")
}
