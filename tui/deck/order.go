package deck

import (
	"cmp"
	"sync"
	"time"

	"cardwallet/client/plan"
	"cardwallet/tui/screen"
)

// Sort is what a list is sorted by.
type Sort int

// The ways to sort, in the order in which a key goes over them.
const (
	ByName Sort = iota
	ByBalance
	ByStatus
	ByProfile
	ByCode
	ByEnd
	Sorts // how many there are
)

// String is the word for it in the title.
func (s Sort) String() string {
	return [...]string{"name", "balance", "status", "profile", "code", "ends"}[s]
}

// Falls reports whether the highest comes first.
func (s Sort) Falls() bool { return s == ByBalance || s == ByCode }

// Order compares rows as things are now: it may be used while the list changes. rows are all that are sorted, since the currency of most
// cards comes first. live is how long the codes of cards are good yet, by Card.Key; ByCode alone asks for it.
func (s Sort) Order(rows []*Row, live func() map[string]time.Duration) func(a, b *Row) int {
	switch s {
	case ByBalance:
		cards := sync.OnceValue(func() map[string]int { return currencies(rows) })
		return func(a, b *Row) int {
			if x, y := a.Currency(), b.Currency(); x != "" && y != "" && x != y {
				return cmp.Or(cmp.Compare(cards()[y], cards()[x]), cmp.Compare(x, y))
			}
			return s.compare(a, b)
		}
	case ByCode:
		live := live()
		return func(a, b *Row) int { // those with the most time first, those without a code last
			return cmp.Or(cmp.Compare(live[b.Key()], live[a.Key()]), s.compare(a, b))
		}
	default: // the cards alone decide
		return s.compare
	}
}

// currencies counts the cards with money of each.
func currencies(rows []*Row) map[string]int {
	cards := map[string]int{}
	for _, row := range rows {
		cards[row.Currency()]++
	}
	return cards
}

func (s Sort) compare(a, b *Row) int {
	first := 0
	switch s {
	case ByBalance: // the highest first, then what is shared, those not known last
		x, y := a.Currency(), b.Currency()
		switch {
		case x != "" && y != "":
			first = compareAmounts(b, a)
		case x != y:
			first = cmp.Compare(y, x)
		case a.Shared() != b.Shared():
			if first = 1; a.Shared() {
				first = -1
			}
		}
	case ByStatus:
		first = plan.CompareStatus(a.Status(), b.Status())
	case ByProfile:
		first = cmp.Compare(a.Profile(), b.Profile())
	case ByEnd:
		first = cmp.Compare(screen.CardEnd(a.Named()), screen.CardEnd(b.Named()))
	default: // by name, which decides below; Order looks at the codes
	}
	if first != 0 {
		return first
	}
	return cmp.Or(cmp.Compare(a.Name(), b.Name()), cmp.Compare(a.Profile(), b.Profile()), cmp.Compare(a.ID(), b.ID()))
}

// compareAmounts compares two balances of one currency.
func compareAmounts(a, b *Row) int {
	if a.exponents[0] == b.exponents[0] && a.whole() == nil && b.whole() == nil {
		return cmp.Compare(a.balance, b.balance)
	}
	return a.Balance().Amount.Cmp(b.Balance().Amount)
}
