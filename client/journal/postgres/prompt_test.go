package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/journal/spent"
	"cardwallet/client/team"
	"cardwallet/client/team/teamtest"
)

// testPrompt: a person changes a row of a past span in a transaction of their own, while somebody adds that span up for the first time.
func testPrompt(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	db := teamtest.Open(t, team.Options{URL: url})
	s, owner, err := postgres.In(func(context.Context) (*team.Database, error) { return db, nil })(t.Context(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Release()
	defer s.Close()
	noted := journal.Moment{Time: time.UnixMilli(1793750000000).UTC(), Boot: "one", Ticks: 100 * time.Hour}
	later := journal.Recent{Now: noted, D: 24 * time.Hour}
	later.Now.Time, later.Now.Ticks = noted.Add(time.Hour), noted.Ticks+time.Hour
	err = s.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
		for n := range 150 { // fewer than a hundred are not kept
			r := journal.Row{Noted: noted, Movement: client.Movement{OrderID: fmt.Sprint("CW", n), Kind: client.MoveTopUp,
				Amount: client.NewMoney(decimal.NewFromInt(1), "USD"), Status: client.MovementSucceeded, CreatedAt: noted.Time}}
			if err := tx.Add(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	other := journaltest.SQL(t, url)
	prompt, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer prompt.Rollback()
	if _, err := prompt.Exec(`UPDATE movements SET amount = '851' WHERE order_id = 'CW7'`); err != nil {
		t.Fatal(err)
	}
	added := make(chan error, 1)
	go func() {
		added <- s.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
			_, err := tx.Spent(ctx, later)
			return err
		})
	}()
	for waits := false; !waits && len(added) == 0; {
		err := other.QueryRow(`SELECT count(*) > 0 FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waits)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := prompt.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-added; err != nil {
		t.Fatal(err)
	}
	sums, err := s.Spent(t.Context(), later)
	if usd := (spent.Spender{Currency: "USD"}); err != nil || !sums[usd].Equal(decimal.NewFromInt(1000)) {
		t.Errorf("%v, %v", sums[usd], err)
	}
}
