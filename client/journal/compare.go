package journal

import (
	"context"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/journal/evidence"
)

// keptTransactions is how many of a card's transactions are noted before sending, the newest.
const keptTransactions = 100

// comparison finds out about a movement at an issuer that has no order numbers.
type comparison struct {
	account  client.Account
	observer client.Observer
	row      Row
}

// look is what one comparison showed.
type look struct {
	verdict evidence.Verdict
	plain   bool   // the card alone decides: true whatever else happened, as long as the issuer lists its transactions
	cardID  string // of a creation that was found
	facts   string
	now     client.Observation
}

// agrees reports whether two looks saw the same, so that nothing was on its way from one to the other.
func (l look) agrees(o look) bool {
	return l.verdict == o.verdict && l.cardID == o.cardID && l.now.Card.Same(o.now.Card) && l.now.Wallet.Same(o.now.Wallet) &&
		slices.Equal(slices.Sorted(slices.Values(l.now.CardIDs)), slices.Sorted(slices.Values(o.now.CardIDs))) &&
		slices.EqualFunc(l.now.Transactions, o.now.Transactions, func(a, b client.Transaction) bool {
			return a.ID == b.ID && a.Status == b.Status && a.Amount.Same(b.Amount)
		})
}

// look reads the issuer's state and compares. The journal's rows are read before and after: only what was certain before the issuer was
// asked is certain to be in its answer, and what came in between may be.
func (c comparison) look(ctx context.Context, j *Journal) (look, error) {
	around := Filter{MovementFilter: client.MovementFilter{Profile: c.row.Profile}, Accounts: c.account.IDs(), Around: c.row.OrderID}
	earlier, err := j.find(ctx, j.store, around)
	if err != nil {
		return look{}, err
	}
	now, err := c.observer.Observe(ctx, c.row.CardID)
	if err != nil {
		return look{}, err
	}
	var candidates []evidence.Candidate
	if c.row.Kind == client.MoveCreate {
		if candidates, err = c.candidates(ctx, now, earlier); err != nil {
			return look{}, err
		}
	}
	later, err := j.find(ctx, j.store, around)
	if err != nil {
		return look{}, err
	}
	e := evidence.Evidence{Of: c.row.Movement, Before: *c.row.Before, Now: now, Others: influences(c.row, earlier, later)}
	l := look{now: now}
	switch c.row.Kind {
	case client.MoveTopUp:
		l.verdict, l.plain = e.TopUp()
		l.facts = e.Facts()
	case client.MoveCreate:
		l.verdict, l.cardID = e.Creation(candidates)
		l.facts = e.CreationFacts(candidates)
	default: // the balance says nothing of the others
	}
	return l, nil
}

// influences tells which other movements can have changed the balances since the first observation of r.
func influences(r Row, earlier, later []Row) []evidence.Influence {
	before := map[string]Row{}
	for _, o := range earlier {
		before[o.OrderID] = o
	}
	var found []evidence.Influence
	for _, o := range later {
		if o.OrderID == r.OrderID || o.Status == client.MovementFailed {
			continue
		}
		certain := before[o.OrderID].Status == client.MovementSucceeded && r.SentStep > 0 && o.NotedStep > r.SentStep && !o.imported()
		found = append(found, evidence.Influence{Movement: o.Movement, Certain: certain})
	}
	return found
}

// candidates looks at the new cards that no other creation of the journal has. More than evidence.CandidateLimit are not looked at.
func (c comparison) candidates(ctx context.Context, now client.Observation, rows []Row) ([]evidence.Candidate, error) {
	var found []evidence.Candidate
	for _, id := range now.CardIDs {
		claimed := slices.ContainsFunc(rows, func(o Row) bool {
			return o.Kind == client.MoveCreate && o.CardID == id && o.OrderID != c.row.OrderID
		})
		if !claimed && !slices.Contains(c.row.Before.CardIDs, id) {
			found = append(found, evidence.Candidate{ID: id})
		}
	}
	if len(found) > evidence.CandidateLimit {
		return found, nil
	}
	for n := range found {
		card, err := c.account.Issuer.Card(ctx, found[n].ID)
		if err != nil {
			return nil, err
		}
		own, err := c.observer.Observe(ctx, found[n].ID)
		if err != nil {
			return nil, err
		}
		found[n].Named = strings.TrimSpace(card.Name) == subjectOf(c.row).Name
		found[n].Weigh(c.row.Movement, *c.row.Before, own)
	}
	return found, nil
}
