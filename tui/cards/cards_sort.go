package cards

import (
	"cmp"
	"runtime/debug"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/deck"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// column is the one that the list is sorted by.
func column(s deck.Sort) int {
	return [...]int{nameColumn, balanceColumn, statusColumn, accountColumn, codeColumn, endColumn}[s]
}

// arrow stands beside the title of the column that the list is sorted by.
func (c *Cards) arrow() string {
	if c.sort.Falls() != c.reverse {
		return "↓"
	}
	return "↑"
}

// newList returns an empty list, whose filter finds cards by all that they are called, by their holders, statuses and accounts.
func newList(holders *screen.HolderBook) ui.Rows[*deck.Row] {
	return ui.NewRows((*deck.Row).Same, func(row *deck.Row, add func(string)) {
		card := row.Named()
		for _, part := range []string{row.Name(), card.ID, screen.CardEnd(card), string(card.Status), card.Profile} {
			add(part)
		}
		if card.IssuerName != "" && card.IssuerName != card.Name {
			add(card.IssuerName)
		}
		if card.HolderID != "" {
			add(cmp.Or(holders.Name(card), card.HolderID))
		}
	})
}

// few is how many rows are sorted at once. More are sorted outside Update, so that no key waits for it.
const few = 2000

// arranged is what is made of all rows.
type arranged struct {
	index ui.Index
	sums  sums
}

// arrange sorts the rows of the accounts shown and makes them ready for filtering.
func (c *Cards) arrange() tea.Cmd {
	c.serial++
	rows := slices.Grow([]*deck.Row(nil), c.rows()+len(c.pending))
	for _, l := range c.of(c.profile) {
		rows = append(rows, l.rows...)
	}
	rows = append(rows, c.expected()...)
	serial, order := c.serial, c.orderOf(rows)
	sorted := func() (arranged, error) {
		slices.SortFunc(rows, order)
		return arranged{c.list.Index(rows), sumsOf(rows)}, nil
	}
	take := func(got arranged, _ error) tea.Cmd {
		if serial != c.serial {
			return nil
		}
		c.sums, c.arranging = got.sums, false
		return tea.Batch(c.onArranged(rows, got.index), c.arrangeGrown())
	}
	if c.arranging = len(rows) > few; c.arranging {
		return screen.Ask(c, sorted, take)
	}
	return take(sorted())
}

// arrangeGrown arranges what came while lists are read for the first time, each time when there is a quarter more: arranging each of a
// thousand pages would take a thousand times as long as arranging all. What is left is arranged at the end of the reading.
func (c *Cards) arrangeGrown() tea.Cmd {
	growing := slices.ContainsFunc(c.of(c.profile), func(l *listing) bool { return l.growing })
	if there := len(c.list.All); !growing || c.arranging || c.rows() <= there+there/4 {
		return nil
	}
	return c.arrange()
}

// rows is how many came from the accounts shown. The list has as many once they are arranged, beside cards that are expected.
func (c *Cards) rows() (n int) {
	for _, l := range c.of(c.profile) {
		n += len(l.rows)
	}
	return n
}

func (c *Cards) onArranged(rows []*deck.Row, index ui.Index) tea.Cmd {
	c.list.SetIndexed(rows, index)
	if !c.freed || len(c.list.All) <= few {
		return nil
	}
	c.freed = false
	return giveBack
}

// giveBack returns to the system what decoding and sorting a long list took. Nothing would for minutes, since an idle list makes no
// garbage.
func giveBack() tea.Msg {
	debug.FreeOSMemory()
	return nil
}
