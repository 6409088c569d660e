package sqlite_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/ticks"
)

// Rows that are settled, with three steps each: some of them over the last 24 hours, and the others before.
const (
	growMovements = `INSERT INTO movements (seq, order_id, issuer_order_id, profile, card_id, kind, amount, currency, status, description,
		created_at, settled_at, sent_at, account, boot, ticks, left_boot, left_ticks)
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1),
		aged(i, age) AS (SELECT i, CASE WHEN i > ?1 - ?2 THEN 82800000 / ?2 * (?1 - i) ELSE 172800000 + (?1 - i) * 100 END FROM n)
	SELECT i, 'CW' || i, '', 'fin', 'card' || (i % 100), 'topup', (i % 9000 + 1) || '.25', 'USD', 'success', 'done',
		?3 - age, ?3 - age, ?3 - age, '', ?4, ?5 - age, ?4, ?5 - age FROM aged`
	growHistory = `INSERT INTO history (seq, order_id, from_status, to_status, description, at)
	WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 * 3 - 1)
	SELECT i + 1, 'CW' || (i / 3 + 1), CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN 'intended' ELSE 'sent' END,
		CASE i % 3 WHEN 0 THEN 'intended' WHEN 1 THEN 'sent' ELSE 'success' END, '', 0 FROM n`
)

// grown is a closed journal of so many rows, of which so many are of the last 24 hours.
func grown(b *testing.B, rows, today int) string {
	b.Helper()
	path := filled(b, 0)
	db := raw(b, path)
	db.SetMaxOpenConns(1)
	boot, since := ticks.SinceBoot()
	_, err := db.Exec(`PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF`)
	if err == nil {
		_, err = db.Exec(growMovements, rows, today, time.Now().UnixMilli(), boot, since.Milliseconds())
	}
	if err == nil {
		_, err = db.Exec(growHistory, rows)
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return path
}

var payments atomic.Int64

// pay is one whole top-up: each is of another amount for another one of 100 cards, so that none repeats another.
func pay(b *testing.B, j *journal.Journal, i client.Issuer) {
	n := payments.Add(1)
	in := intent(decimal.New(n, -2).String())
	in.Card.ID = fmt.Sprint("new card ", n%100)
	m, err := j.Move(b.Context(), account(i), in)
	if err != nil && m.Status != client.MovementUnknown {
		b.Fatal(err)
	}
}

// BenchmarkJournal is what a journal costs that has grown: opening it, a top-up under a limit of the day, and settling while one movement
// is open.
func BenchmarkJournal(b *testing.B) {
	limited := journal.WithLimits(map[string]journal.Limit{"USD": {PerDay: decimal.NewNullDecimal(decimal.New(1, 12))}})
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	broken := answering(client.Operation{}, errors.New("the connection broke"))
	silent := observed{broken, func(string) (client.Observation, error) { return client.Observation{}, nil }} // decides nothing
	for _, size := range []struct{ rows, today int }{
		{100, 100}, {10_000, 100}, {100_000, 100}, {1_000_000, 100}, {1_000_000, 100_000},
	} {
		b.Run(fmt.Sprintf("%d rows, %d of today", size.rows, size.today), func(b *testing.B) {
			path := grown(b, size.rows, size.today)
			closed(b, must(b, path))
			b.Run("Open", func(b *testing.B) {
				for b.Loop() {
					closed(b, must(b, path))
				}
			})
			j := open(b, path, limited, journal.WithPolling(0, 0), journal.WithSettling(0))
			pay(b, j, done)
			b.Run("TopUp", func(b *testing.B) {
				for b.Loop() {
					pay(b, j, done)
				}
			})
			pay(b, j, silent)
			b.Run("Settle", func(b *testing.B) {
				for b.Loop() {
					if settled, err := j.Settle(b.Context(), []client.Account{account(silent)}); err != nil || len(settled) != 0 {
						b.Fatal(settled, err)
					}
				}
			})
		})
	}
}

func must(b *testing.B, path string) *journal.Journal {
	j, err := openAt(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	return j
}
