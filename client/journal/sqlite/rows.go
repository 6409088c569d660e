package sqlite

import (
	"context"
	"database/sql"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/spent"
	"cardwallet/client/journal/table"
)

// dialect is that of SQLite, which does not choose an index by a column with a plus before it.
var dialect = table.Dialect{Hint: "+", Sort: "+"}

// Write begins with BEGIN IMMEDIATE, which excludes every other writer.
func (s *store) Write(ctx context.Context, f func(context.Context, journal.Tx) error) error {
	defer s.takeAlong(stamp(s.path)) // now and then a commit writes what is in the log into the file
	sqlTx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer sqlTx.Rollback()
	tx := &transaction{s: s, tx: sqlTx}
	if err := f(ctx, tx); err != nil {
		return s.explain(err)
	}
	if err := sqlTx.Commit(); err != nil {
		return s.explain(err)
	}
	s.newest.Store(max(tx.newest, s.newest.Load()))
	return nil
}

// transaction is the store from within one.
type transaction struct {
	s      *store
	tx     *sql.Tx
	newest int64 // the number of the newest row that it added
}

// Rows are the rows that match, newest first.
func (t *transaction) Rows(ctx context.Context, f journal.Filter) ([]journal.Row, error) {
	return dialect.Rows(ctx, table.Plain{SQL: t.tx}, f)
}

// Spent is what the rows come to. Nobody else writes meanwhile, so that sums can be kept.
func (t *transaction) Spent(ctx context.Context, r journal.Recent) (spent.Sums, error) {
	return dialect.Spent(ctx, table.Plain{SQL: t.tx}, r, true)
}

// Add adds a row. What only a later step knows is left out.
func (t *transaction) Add(ctx context.Context, r journal.Row) error {
	if err := dialect.Add(ctx, table.Plain{SQL: t.tx}, r, 0); err != nil {
		return err
	}
	return t.tx.QueryRowContext(ctx, `SELECT last_insert_rowid()`).Scan(&t.newest)
}

// Update writes what a step can change of a row.
func (t *transaction) Update(ctx context.Context, r journal.Row) error {
	return dialect.Update(ctx, table.Plain{SQL: t.tx}, r)
}

// Note adds a step to an order's history.
func (t *transaction) Note(ctx context.Context, orderID string, s client.Step) error {
	return dialect.Note(ctx, table.Plain{SQL: t.tx}, orderID, s, 0)
}

// Rows are the rows that match, newest first.
func (s *store) Rows(ctx context.Context, f journal.Filter) ([]journal.Row, error) {
	found, err := dialect.Rows(ctx, table.Plain{SQL: s.db}, f)
	return found, s.explain(err)
}

// Spent is what the rows come to.
func (s *store) Spent(ctx context.Context, r journal.Recent) (spent.Sums, error) {
	found, err := dialect.Spent(ctx, table.Plain{SQL: s.db}, r, false)
	return found, s.explain(err)
}

// History is what an order went through, oldest first.
func (s *store) History(ctx context.Context, orderID string) ([]client.Step, error) {
	steps, err := dialect.History(ctx, table.Plain{SQL: s.db}, orderID)
	return steps, s.explain(err)
}

// Shared reports that others can move money at the accounts and note it elsewhere.
func (s *store) Shared() bool { return false }
