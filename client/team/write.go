package team

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"cardwallet/client"
	"cardwallet/client/journal"
)

const (
	// answerLimit is how long a question may take where its caller has set no limit.
	answerLimit = 10 * time.Second
	// reconnectLimit is how long a transaction whose connection broke is begun anew.
	reconnectLimit = 3 * time.Second
	// shortestPause and longestPause lie between two tries; which of the times between them is chance.
	shortestPause, longestPause = 2 * time.Millisecond, 250 * time.Millisecond
)

// Write runs f in one transaction that is as if nobody else were there. When it returns nil, what f wrote survives the end of the server.
// f can run more than once: where others were in the way, or the connection broke before the end, it is begun anew within ctx. An error of
// f undoes all. A connection that breaks while it is committed gives journal.ErrMaybe, with client.ErrUnreachable.
func (d *Database) Write(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	ctx, cancel := withLimit(ctx)
	defer cancel()
	var brokenSince time.Time
	for pause := shortestPause; ; pause = min(2*pause, longestPause) {
		err := d.try(ctx, f)
		switch {
		case err == nil || errors.Is(err, journal.ErrMaybe) || !serialization(err) && !broken(err):
			return d.Explain(err)
		case ctx.Err() != nil:
			return d.Explain(errors.Join(ctx.Err(), err))
		case serialization(err):
			brokenSince = time.Time{}
		case brokenSince.IsZero():
			brokenSince = time.Now()
		case time.Since(brokenSince) > reconnectLimit:
			return d.Explain(err)
		}
		if client.Sleep(ctx, pause/2+rand.N(pause)) != nil {
			return d.Explain(err)
		}
	}
}

// withLimit gives a context that ends.
func withLimit(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, limited := ctx.Deadline(); limited {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, answerLimit)
}

// try runs f once. Nothing is committed whose beginning was not answered: a connection can have broken unseen.
func (d *Database) try(ctx context.Context, f func(context.Context, *Tx) error) error {
	conn, err := d.sql.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		tx := d.begin(driver.(*stdlib.Conn).Conn())
		defer tx.undo(ctx)
		if err := f(ctx, tx); err != nil {
			return err
		}
		if tx.unread {
			if err := tx.Send(ctx); err != nil {
				return err
			}
		}
		if d.options.Unserializable != nil && d.options.Unserializable() {
			return &pgconn.PgError{Code: "40001", Message: "as a test wants it"}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := tx.commit(ctx); err != nil {
			return d.uncommitted(err)
		}
		if tx.changed {
			d.herald.tell(d)
		}
		return nil
	})
}

// uncommitted tells a commit that was refused from one of which nothing is known.
func (d *Database) uncommitted(err error) error {
	said, answered := errors.AsType[*pgconn.PgError](err)
	switch {
	case answered && !absent(said) && said.Code != "40003", pgconn.SafeToRetry(err), errors.Is(err, pgx.ErrTxCommitRollback):
		return err
	}
	return d.away(err, journal.ErrMaybe)
}

// Read runs f, which asks without a transaction, and puts its errors into words. f can run twice: where the connection broke.
func (d *Database) Read(ctx context.Context, f func(ctx context.Context, db *sql.DB) error) error {
	ctx, cancel := withLimit(ctx)
	defer cancel()
	err := f(ctx, d.sql)
	if broken(err) && ctx.Err() == nil {
		err = f(ctx, d.sql)
	}
	return d.Explain(err)
}
