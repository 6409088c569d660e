package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/team"
	"cardwallet/client/team/teamtest"
)

// quick is an issuer without order numbers that answers at once. Nothing that it shows decides what became of a movement.
type quick struct {
	*issuer
}

func (quick) Observe(context.Context, string) (client.Observation, error) {
	var found client.Observation
	for n := range int64(25) {
		found.Transactions = append(found.Transactions, client.Transaction{ID: fmt.Sprint("T", n),
			Amount: client.NewMoney(decimal.NewFromInt(5+n), "USD"), Status: client.TransactionCompleted})
	}
	return found, nil
}

// Rows that are settled and old, but for the last ones, which are of the last 24 hours. Each has three steps.
const (
	fillMovements = `SET session_replication_role = replica;
	INSERT INTO cardwallet.movements (seq, order_id, issuer_order_id, profile, card_id, kind, amount, currency, status, description,
		created_at, settled_at, person, host, account, boot, ticks)
	SELECT 8 * i, 'CW' || i, '', 'fin', 'card' || (i %% 100), 'topup', '25', 'USD', 'success', 'done', at, at, 'ann', 'desk', 'fin account',
		id, at
	FROM (SELECT i, id, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) -
			CASE WHEN i > %[1]d - %[2]d THEN 3600000 + (%[1]d - i) * 72000000 / %[2]d ELSE 172800000 + (%[1]d - i) * 60000 END AS at
		FROM generate_series(1::bigint, %[1]d) AS i, cardwallet.meta) AS filled`
	fillHistory = `SET session_replication_role = replica;
	INSERT INTO cardwallet.history (seq, order_id, from_status, to_status, description, at)
	SELECT 8 * i + k, 'CW' || i, (ARRAY['', 'intended', 'sent'])[k], (ARRAY['intended', 'sent', 'success'])[k], '', 0
	FROM generate_series(1::bigint, %[1]d) AS i, generate_series(1, 3) AS k;
	UPDATE cardwallet.numbers SET value = 8 * %[1]d + 8 WHERE name = 'journal';
	ANALYZE`
)

// shared is the journal in a team's database.
func shared(b *testing.B, url string) *journal.Journal {
	db := teamtest.Open(b, team.Options{URL: url, Person: "ann", Host: "desk"})
	return using(b, postgres.In(func(context.Context) (*team.Database, error) { return db, nil }))
}

func using(b *testing.B, o journal.Opener) *journal.Journal {
	j := journal.New(o, journal.WithPolling(0, 0), journal.WithSettling(0), journal.WithPerson("ann", "desk"),
		journal.WithLimits(map[string]journal.Limit{"USD": {PerDay: decimal.NewNullDecimal(decimal.New(1, 9))}}))
	b.Cleanup(func() {
		if err := j.Close(); err != nil {
			b.Error(err)
		}
	})
	return j
}

func accountOf(i client.Issuer, profile string) client.Account {
	return client.Account{Profile: profile, ID: profile + " account", Issuer: i}
}

// payments counts those that were made: each is of another amount for another one of 100 cards, so that none repeats another.
var payments atomic.Int64

func payment(profile string) client.Intent {
	n := payments.Add(1)
	return client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: profile, ID: fmt.Sprint("card", n%100)},
		Amount: client.NewMoney(decimal.New(n, -2), "USD")}
}

// filled is a journal of so many rows, of which so many are of the last 24 hours, and three open ones, one of which is of the profile fin.
func filled(b *testing.B, rows, today int) *journal.Journal {
	url := teamtest.Fresh(b)
	teamtest.Execute(b, url, fmt.Sprintf(fillMovements, rows, today))
	teamtest.Execute(b, url, fmt.Sprintf(fillHistory, rows))
	j := shared(b, url)
	lost := quick{&issuer{answer: func() (client.Operation, error) { return client.Operation{}, context.DeadlineExceeded }}}
	for _, profile := range []string{"other", "another", "fin"} {
		in := payment(profile)
		in.Card.ID = "open"
		if m, err := j.Move(b.Context(), accountOf(lost, profile), in); m.Status != client.MovementUnknown {
			b.Fatal(err)
		}
	}
	return j
}

// sideBySide runs the same in journals by turns, so that whatever else the machine does is in both, and reports the medians.
func sideBySide(b *testing.B, names []string, journals []*journal.Journal, run func(*journal.Journal) error) {
	took := make([][]time.Duration, len(journals))
	for b.Loop() {
		for k, j := range journals {
			began := time.Now()
			if err := run(j); err != nil {
				b.Fatal(err)
			}
			took[k] = append(took[k], time.Since(began))
		}
	}
	b.ReportMetric(0, "ns/op")
	for k := range took {
		slices.Sort(took[k])
		b.ReportMetric(float64(took[k][len(took[k])/2].Microseconds())/1000, names[k]+"-ms")
	}
}

// BenchmarkRows: what a journal of a million rows costs, against one of a thousand. Both have 100 rows of the last 24 hours and three open
// ones; a third, of a million, too, has 100,000 of the last 24 hours. It needs a PostgreSQL, and about 4 GB of disk in the directory of
// temporary files.
func BenchmarkRows(b *testing.B) {
	if !teamtest.On() {
		return
	}
	names := []string{"thousand", "million", "busy"}
	journals := []*journal.Journal{filled(b, 1000, 100), filled(b, 1_000_000, 100), filled(b, 1_000_000, 100_000)}
	a := accountOf(quick{&issuer{answer: done}}, "fin")
	for _, measured := range []struct {
		name string
		run  func(*journal.Journal) error
	}{
		{"Check", func(j *journal.Journal) error { return j.Check(b.Context(), a, payment("fin")) }},
		{"Open", func(j *journal.Journal) error {
			open, err := j.Movements(b.Context(), client.MovementFilter{Unsettled: true})
			if err == nil && len(open) != 3 {
				err = fmt.Errorf("%d are open", len(open))
			}
			return err
		}},
		{"Settle", func(j *journal.Journal) error {
			settled, err := j.Settle(b.Context(), []client.Account{a})
			if err == nil && len(settled) != 0 {
				err = fmt.Errorf("settled %v", settled)
			}
			return err
		}},
		{"TopUp", func(j *journal.Journal) error {
			_, err := j.Move(b.Context(), a, payment("fin"))
			return err
		}},
	} {
		b.Run(measured.name, func(b *testing.B) { sideBySide(b, names, journals, measured.run) })
	}
}

// BenchmarkTopUp: a top-up at an issuer that answers at once, noted on this machine and in a database on it that syncs each commit.
func BenchmarkTopUp(b *testing.B) {
	if !teamtest.CanRestart() {
		return
	}
	server := teamtest.New(b, "fsync=on")
	local := using(b, sqlite.At(journaltest.File(b)))
	a := client.Account{Profile: "fin", ID: "account", Issuer: &issuer{answer: done}}
	sideBySide(b, []string{"local", "team"}, []*journal.Journal{local, shared(b, server.Fresh(b))},
		func(j *journal.Journal) error {
			_, err := j.Move(b.Context(), a, payment("fin"))
			return err
		})
}
