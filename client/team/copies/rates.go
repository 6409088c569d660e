package copies

import (
	"context"
	"database/sql"
	"encoding/hex"
	"time"

	"cardwallet/client/team"
)

const (
	// rateClock stands for the start of the database's clock, which has none.
	rateClock = "team"
	// ratePatience is how long a request waits for the team's word on its slot.
	ratePatience = time.Second
	// longestRate bounds the text of a row in bytes: the queue in it is at most as long as package budget writes it.
	longestRate = 256 << 10
)

// readRate asks for the text under a key, and the database's clock.
const readRate = `SELECT (SELECT left(state, $2) FROM cardwallet.budgets WHERE key = $1), ` + team.Now

// Rates are the rate limits that a team shares. They are a budget.Store.
type Rates struct {
	open Opener
	now  func() time.Duration // nil: the database's clock
}

// NewRates returns the rate limits of the team whose database open gives. now takes the place of the database's clock in tests.
func NewRates(open Opener, now func() time.Duration) *Rates { return &Rates{open: open, now: now} }

// Change replaces the text under a key in one transaction. It touches nothing that a payment waits for, and nobody is told. It fails after
// a second.
func (r *Rates) Change(ctx context.Context, key []byte, change func(text []byte, boot string, now time.Duration) []byte) error {
	ctx, cancel := context.WithTimeout(ctx, ratePatience)
	defer cancel()
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	return db.Write(ctx, func(ctx context.Context, tx *team.Tx) error {
		var text []byte
		var now int64
		name := hex.EncodeToString(key)
		err := tx.Ask(ctx, func(row func(...any) error) error { return row(&text, &now) }, readRate, name, longestRate)
		if err != nil {
			return err
		}
		return tx.Tell(ctx, `INSERT INTO cardwallet.budgets (key, state) VALUES ($1, $2)
			ON CONFLICT (key) DO UPDATE SET state = excluded.state`, name, string(change(text, rateClock, r.at(now))))
	})
}

// Read hands over the text under a key. It fails after a second.
func (r *Rates) Read(ctx context.Context, key []byte, read func(text []byte, boot string, now time.Duration)) error {
	ctx, cancel := context.WithTimeout(ctx, ratePatience)
	defer cancel()
	db, err := r.open(ctx)
	if err != nil {
		return err
	}
	return db.Read(ctx, func(ctx context.Context, db *sql.DB) error {
		var text []byte
		var now int64
		err := db.QueryRowContext(ctx, readRate, hex.EncodeToString(key), longestRate).Scan(&text, &now)
		if err == nil {
			read(text, rateClock, r.at(now))
		}
		return err
	})
}

// at is the time to count with.
func (r *Rates) at(database int64) time.Duration {
	if r.now != nil {
		return r.now()
	}
	return time.Duration(database) * time.Millisecond
}

// Close does nothing: the database is not of the Rates alone.
func (r *Rates) Close() error { return nil }
