package cards

import (
	"cmp"
	"runtime/debug"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

type sortKey int

const (
	byName sortKey = iota
	byBalance
	byStatus
	byProfile
	byCode
	byEnd
	sortKeys // how many
)

// String is the word for it in the title.
func (s sortKey) String() string {
	return [...]string{"name", "balance", "status", "profile", "code", "ends"}[s]
}

// column is the one that the list is sorted by.
func (s sortKey) column() int {
	return [...]int{nameColumn, balanceColumn, statusColumn, accountColumn, codeColumn, endColumn}[s]
}

// falls reports whether the highest comes first.
func (s sortKey) falls() bool { return s == byBalance || s == byCode }

// arrow stands beside the title of the column that the list is sorted by.
func (c *Cards) arrow() string {
	if c.sort.falls() != c.reverse {
		return "↓"
	}
	return "↑"
}

func (s sortKey) compare(a, b *cardRow) int {
	first := 0
	switch s {
	case byBalance: // the highest first, then what is shared, those not known last
		x, y := a.currency(), b.currency()
		switch {
		case x != "" && y != "":
			first = b.card.Balance.Amount.Cmp(a.card.Balance.Amount)
		case x != y:
			first = cmp.Compare(y, x)
		case a.card.Shared != b.card.Shared:
			if first = 1; a.card.Shared {
				first = -1
			}
		}
	case byStatus:
		first = plan.CompareStatus(a.card.Status, b.card.Status)
	case byProfile:
		first = cmp.Compare(a.card.Profile, b.card.Profile)
	case byEnd:
		first = cmp.Compare(screen.CardEnd(a.card), screen.CardEnd(b.card))
	default: // by name, which decides below; compareBy looks at the codes
	}
	return cmp.Or(first, cmp.Compare(a.name, b.name), cmp.Compare(a.card.Profile, b.card.Profile), cmp.Compare(a.card.ID, b.card.ID))
}

// newList returns an empty list, whose filter finds cards by all that they are called, by their holders, statuses and accounts.
func newList(holders *screen.HolderBook) ui.Rows[*cardRow] {
	same := func(a, b *cardRow) bool { return a.card.ID == b.card.ID && a.card.Profile == b.card.Profile }
	return ui.NewRows(same, func(row *cardRow, add func(string)) {
		card := row.card
		for _, part := range []string{row.name, card.ID, screen.CardEnd(card), string(card.Status), card.Profile} {
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
	var rows []*cardRow
	for _, l := range c.of(c.profile) {
		rows = append(rows, l.rows...)
	}
	rows = append(rows, c.expected()...)
	serial, compare := c.serial, c.compareBy(rows)
	sorted := func() (arranged, error) {
		slices.SortFunc(rows, compare)
		return arranged{c.list.Index(rows), sumsOf(rows)}, nil
	}
	take := func(got arranged, _ error) tea.Cmd {
		if serial != c.serial {
			return nil
		}
		c.sums = got.sums
		return c.onArranged(rows, got.index)
	}
	if len(rows) > few {
		return screen.Ask(c, sorted, take)
	}
	return take(sorted())
}

func (c *Cards) onArranged(rows []*cardRow, index ui.Index) tea.Cmd {
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
