package journal_test

import (
	"context"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// between is a store in which something happens right after an order was looked for.
type between struct {
	journal.Store
	happens func()
}

func (s *between) Rows(ctx context.Context, f journal.Filter) ([]journal.Row, error) {
	rows, err := s.Store.Rows(ctx, f)
	if happens := s.happens; happens != nil && f.OrderID != "" {
		s.happens = nil
		happens()
	}
	return rows, err
}

// Two people pay one invoice at the same moment: the second one is told of the first, and not that something is in the way.
func TestTheSameReferenceAtTheSameMoment(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	one := open(t, path)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	in := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25"), Reference: "INV-7"}
	two := journal.New(func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
		s, o, err := journaltest.At(path)(ctx, now)
		return &between{s, func() {
			if _, err := one.Move(ctx, account(i), in); err != nil {
				t.Error(err)
			}
		}}, o, err
	})
	t.Cleanup(func() { _ = two.Close() })
	if err := two.Check(t.Context(), account(i), in); err != nil {
		t.Errorf("something is in the way: %v", err)
	}
	m, err := two.Move(t.Context(), account(i), in)
	if err != nil || !m.Repeated || m.Status != client.MovementSucceeded || len(i.orders()) != 1 {
		t.Errorf("%v, %v, sent %d times", m, err, len(i.orders()))
	}
}
