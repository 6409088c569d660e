package journal_test

import (
	"context"
	"fmt"
	"testing"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// How long settling takes when the journal has grown: all of its rows are of today and of one account without order numbers, each with 25
// transactions that were noted before it was sent, and the newest is open.
func BenchmarkSettle(b *testing.B) {
	for _, rows := range []int{100, 6500, 50_000} {
		b.Run(fmt.Sprintf("%d rows", rows), func(b *testing.B) {
			path := journaltest.File(b)
			j := open(b, path, journal.WithPolling(0, 0), journal.WithSettling(0))
			var transactions []string
			for n := range 25 {
				transactions = append(transactions, fmt.Sprintf("T%d 12.34 completed -%d", n, 5+n))
			}
			a := account(observed{issuer: answering(client.Operation{}, context.DeadlineExceeded),
				observe: func(string) (client.Observation, error) {
					o := seen("0", "", transactions...)
					o.Card = client.Money{} // a balance that is not known decides nothing
					return o, nil
				}})
			first, err := j.Move(b.Context(), a, client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25")})
			if first.Status != client.MovementUnknown {
				b.Fatal(err)
			}
			db := raw(b, path)
			if _, err := db.Exec(`INSERT INTO movements (seq, order_id, issuer_order_id, profile, card_id, kind, amount, currency, status,
				description, created_at, settled_at, owner, subject, before, sent_at, account)
				WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
				SELECT -i, 'CW' || i, '', profile, 'card' || (i % 100), kind, amount, currency, 'success', description, created_at - i,
					created_at - i, owner, subject, before, created_at - i, account
				FROM movements, n; PRAGMA wal_checkpoint(TRUNCATE)`, rows-1); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if settled, err := j.Settle(b.Context(), []client.Account{a}); err != nil || len(settled) != 0 {
					b.Fatal(settled, err)
				}
			}
		})
	}
}
