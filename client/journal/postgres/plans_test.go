package postgres_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/team"
	"cardwallet/client/team/teamtest"
)

// testCardOfMany: what forbids a top-up is looked for among the rows of the last minutes and of the day, not among all of the card or the
// account. The database counts what it reads.
func testCardOfMany(t *testing.T) {
	t.Parallel()
	const rows = 100_000 // a thousand of each card
	url := teamtest.Fresh(t)
	teamtest.Execute(t, url, fmt.Sprintf(fillMovements, rows, 100))
	teamtest.Execute(t, url, fmt.Sprintf(`SET session_replication_role = replica; UPDATE cardwallet.movements
		SET created_at = created_at + 3600000, ticks = ticks + 3600000 WHERE seq = %d`, 8*rows)) // the newest is of this moment
	teamtest.Execute(t, url, `ANALYZE cardwallet.movements`)
	others := journaltest.SQL(t, url)
	read := func() (n int) {
		for there := true; there; { // who leaves has told by then what it read
			if err := others.QueryRow(`SELECT count(*) > 1 FROM pg_stat_activity WHERE datname = current_database()`).Scan(&there); err != nil {
				t.Fatal(err)
			}
		}
		err := others.QueryRow(`SELECT (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'movements') + seq_tup_read
			FROM pg_stat_user_tables WHERE relname = 'movements'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := read()
	db, err := team.Open(t.Context(), team.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	j := journal.New(postgres.In(func(context.Context) (*team.Database, error) { return db, nil }),
		journal.WithLimits(map[string]journal.Limit{"USD": {PerDay: decimal.NewNullDecimal(decimal.New(1, 9))}}))
	in := client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: "fin", ID: "card1"},
		Amount: client.NewMoney(decimal.NewFromInt(7), "USD")}
	if err := j.Check(t.Context(), accountOf(&issuer{}, "fin"), in); err != nil {
		t.Error(err)
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if n := read() - before; n == 0 || n > 500 {
		t.Errorf("%d rows and entries of indexes were read, of %d rows", n, rows)
	}
}
