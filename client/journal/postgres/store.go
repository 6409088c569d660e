// Package postgres keeps the journal's rows in a team's database, where everybody's are. Owners live there by leases.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/spent"
	"cardwallet/client/journal/table"
	"cardwallet/client/team"
)

// dialect is that of PostgreSQL, which chooses no index by an expression.
var dialect = table.Dialect{Numbered: true, Hint: "'' || ", Schema: "cardwallet."}

// block is how many numbers of rows and steps a transaction takes at once. What is left of them is not used.
const block = 8

// Option changes how a store works.
type Option func(*owner)

// WithLease sets how long an owner counts as living after it was last heard of; the default is 30 s. It is heard of six times in that time.
func WithLease(length time.Duration) Option {
	return func(o *owner) { o.length = length }
}

// In gives the opener of the journal in the database that open returns. Who opened that closes it: the journal does not.
func In(open func(context.Context) (*team.Database, error), options ...Option) journal.Opener {
	return func(ctx context.Context, _ func() time.Time) (journal.Store, journal.Owner, error) {
		db, err := open(ctx)
		if err == nil {
			err = db.Check(ctx)
		}
		if err != nil {
			return nil, nil, err
		}
		o := &owner{db: db, length: leaseFor, names: map[string]bool{}}
		for _, option := range options {
			option(o)
		}
		return &store{db: db, owner: o}, o, nil
	}
}

type store struct {
	db     *team.Database
	owner  *owner
	newest atomic.Int64 // the highest number that was written here
}

// Moment is now by the database's clock.
func (s *store) Moment() journal.Moment { return s.db.Moment() }

// InPlace has nothing to look at: a name leads to the database, and each transaction asks it.
func (s *store) InPlace() error { return nil }

// Shared reports that everybody notes here what they send.
func (s *store) Shared() bool { return true }

// Close leaves the database to who opened it.
func (s *store) Close() error { return nil }

// Rows are the rows that match, newest first.
func (s *store) Rows(ctx context.Context, f journal.Filter) (found []journal.Row, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, db *sql.DB) (err error) {
		found, err = dialect.Rows(ctx, table.Plain{SQL: db}, f)
		return err
	})
	return found, explain(err)
}

// Spent is what the rows come to.
func (s *store) Spent(ctx context.Context, r journal.Recent) (found spent.Sums, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, db *sql.DB) (err error) {
		found, err = dialect.Spent(ctx, table.Plain{SQL: db}, r, false)
		return err
	})
	return found, explain(err)
}

// History is what an order went through, oldest first.
func (s *store) History(ctx context.Context, orderID string) (steps []client.Step, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, db *sql.DB) (err error) {
		steps, err = dialect.History(ctx, table.Plain{SQL: db}, orderID)
		return err
	})
	return steps, err
}

// Write takes the numbers first: whoever writes at the same moment waits there, before anything else was done in vain.
func (s *store) Write(ctx context.Context, f func(context.Context, journal.Tx) error) error {
	var t *transaction
	err := s.db.Write(ctx, func(ctx context.Context, tx *team.Tx) error {
		t = &transaction{tx: tx, owner: s.owner, above: s.newest.Load()}
		t.take()
		return f(ctx, t)
	})
	if err != nil {
		return explain(err)
	}
	s.newest.Store(max(t.newest, s.newest.Load()))
	if t.renewed.id != "" {
		s.owner.extend(t.renewed)
	}
	return nil
}

// errReplaced says that the database's numbers are lower than those that were written from here.
var errReplaced = fmt.Errorf("%w: the team's database has fewer rows than before\n"+
	"an older copy was put in its place: nothing was sent; see docs/team.md on restoring", journal.ErrReplaced)

// explain adds what to do about a row that cannot be read.
func explain(err error) error {
	if errors.Is(err, table.ErrUnreadable) {
		return fmt.Errorf("the team's journal: %w\nwho administers the database can look at the row", err)
	}
	return err
}

// transaction is the store from within one.
type transaction struct {
	tx         *team.Tx
	owner      *owner
	above      int64 // what its numbers have to be above
	next, left int64 // numbers
	newest     int64 // the highest of them; 0 before there were any
	renewed    lease // of the owner that may send, if the transaction is committed
}

// MaySend reports an error where the owner's lease has ended: others may have taken its rows for those of a dead one. Else the transaction
// renews the lease, so that it cannot end unseen before the commit. The error comes with the next question, or before the commit.
func (t *transaction) MaySend(_ context.Context, id string) error {
	t.renewed = lease{id: id}
	t.owner.renewIn(t.tx, &t.renewed, func(holds bool) error {
		if !holds {
			t.owner.lapsed(id)
			return ended()
		}
		return nil
	})
	return nil
}

// take asks for numbers, which come with the next answer.
func (t *transaction) take() {
	t.tx.Take("journal", block, func(first int64) error {
		if first <= t.above {
			return errReplaced
		}
		t.next, t.left, t.newest = first, block, first+block-1
		return nil
	})
}

func (t *transaction) number(ctx context.Context) (n int64, err error) {
	if t.left == 0 {
		if t.newest > 0 {
			t.take()
		}
		if err := t.tx.Send(ctx); err != nil {
			return 0, err
		}
	}
	n, t.next, t.left = t.next, t.next+1, t.left-1
	return n, nil
}

// Rows are the rows that match, newest first.
func (t *transaction) Rows(ctx context.Context, f journal.Filter) ([]journal.Row, error) {
	return dialect.Rows(ctx, t.tx, f)
}

// Spent is what the rows come to. Who took numbers writes alone, so that sums can be kept.
func (t *transaction) Spent(ctx context.Context, r journal.Recent) (spent.Sums, error) {
	return dialect.Spent(ctx, t.tx, r, true)
}

// Add adds a row. What only a later step knows is left out.
func (t *transaction) Add(ctx context.Context, r journal.Row) error {
	n, err := t.number(ctx)
	if err == nil {
		err = dialect.Add(ctx, t.tx, storable(r), n)
	}
	return err
}

// Update writes what a step can change of a row.
func (t *transaction) Update(ctx context.Context, r journal.Row) error {
	return dialect.Update(ctx, t.tx, storable(r))
}

// Note adds a step to an order's history.
func (t *transaction) Note(ctx context.Context, orderID string, s client.Step) error {
	n, err := t.number(ctx)
	if err != nil {
		return err
	}
	s.Description = text(s.Description)
	return dialect.Note(ctx, t.tx, orderID, s, n)
}

// storable is the row in texts that PostgreSQL takes.
func storable(r journal.Row) journal.Row {
	for _, field := range []*string{&r.IssuerOrderID, &r.Profile, &r.CardID, &r.Description, &r.Subject, &r.Account, &r.Person, &r.Host,
		&r.Reference, &r.Refused} {
		*field = text(*field)
	}
	return r
}

// text replaces what an issuer can send and PostgreSQL does not take.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
