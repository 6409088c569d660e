package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
)

// keptTransactions is how many of a card's transactions are noted before sending, the newest.
const keptTransactions = 100

// verdict is what a comparison says about a movement.
type verdict int

const (
	undecided verdict = iota
	applied
	notApplied
)

// comparison finds out about a movement at an issuer that has no order numbers.
type comparison struct {
	account  client.Account
	observer client.Observer
	row      Row
}

// look is what one comparison showed.
type look struct {
	verdict verdict
	plain   bool   // the card alone decides: true whatever else happened, as long as the issuer lists its transactions
	cardID  string // of a creation that was found
	facts   string
	now     client.Observation
}

// agrees reports whether two looks saw the same, so that nothing was on its way from one to the other.
func (l look) agrees(o look) bool {
	return l.verdict == o.verdict && l.cardID == o.cardID && sameMoney(l.now.Card, o.now.Card) && sameMoney(l.now.Wallet, o.now.Wallet) &&
		slices.Equal(slices.Sorted(slices.Values(l.now.CardIDs)), slices.Sorted(slices.Values(o.now.CardIDs))) &&
		slices.EqualFunc(l.now.Transactions, o.now.Transactions, func(a, b client.Transaction) bool {
			return a.ID == b.ID && a.Status == b.Status && sameMoney(a.Amount, b.Amount)
		})
}

func sameMoney(a, b client.Money) bool { return a.Known() == b.Known() && same(a, b) }

// look reads the issuer's state and compares. The journal's rows are read before and after: only what was certain before the issuer was
// asked is certain to be in its answer, and what came in between may be.
func (c comparison) look(ctx context.Context, v View) (look, error) {
	around := Filter{MovementFilter: client.MovementFilter{Profile: c.row.Profile}, Accounts: c.account.IDs(), Around: c.row.OrderID}
	earlier, err := find(ctx, v, around)
	if err != nil {
		return look{}, err
	}
	now, err := c.observer.Observe(ctx, c.row.CardID)
	if err != nil {
		return look{}, err
	}
	var candidates []candidate
	if c.row.Kind == client.MoveCreate {
		if candidates, err = c.candidates(ctx, now, earlier); err != nil {
			return look{}, err
		}
	}
	later, err := find(ctx, v, around)
	if err != nil {
		return look{}, err
	}
	e := evidence{row: c.row, before: *c.row.Before, now: now, others: influences(c.row, earlier, later)}
	l := look{now: now}
	switch c.row.Kind {
	case client.MoveTopUp:
		l.verdict, l.plain = e.topUp()
		l.facts = e.facts()
	case client.MoveCreate:
		l.verdict, l.cardID = e.creation(candidates)
		l.facts = e.creationFacts(candidates)
	default: // the balance says nothing of the others
	}
	return l, nil
}

// influence is another movement of the account that can be part of the difference. It is certain when it is known to have taken effect
// between the two observations.
type influence struct {
	client.Movement
	certain bool
}

// influences tells which other movements can have changed the balances since the first observation of r.
func influences(r Row, earlier, later []Row) []influence {
	before := map[string]Row{}
	for _, o := range earlier {
		before[o.OrderID] = o
	}
	var found []influence
	for _, o := range later {
		if o.OrderID == r.OrderID || o.Status == client.MovementFailed {
			continue
		}
		certain := before[o.OrderID].Status == client.MovementSucceeded && r.SentStep > 0 && o.NotedStep > r.SentStep
		found = append(found, influence{Movement: o.Movement, certain: certain})
	}
	return found
}

// facts says in words what is known.
func (e evidence) facts() string {
	var parts []string
	if e.now.Card.Known() {
		parts = append(parts, fmt.Sprintf("card balance %s, %s before", e.now.Card.Plain(), e.before.Card.Plain()))
	}
	if e.now.Wallet.Known() {
		parts = append(parts, fmt.Sprintf("wallet %s, %s before", e.now.Wallet.Plain(), e.before.Wallet.Plain()))
	}
	if changes, ok := e.changes(); ok {
		parts = append(parts, fmt.Sprintf("%d new or changed transactions", len(changes)))
	}
	if n := len(e.others); n > 0 {
		parts = append(parts, fmt.Sprintf("%d other movements meanwhile", n))
	}
	return strings.Join(parts, ", ")
}
