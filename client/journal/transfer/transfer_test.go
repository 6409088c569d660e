package transfer_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/journal/transfer"
	"cardwallet/client/team"
	"cardwallet/client/team/teamtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(teamtest.Main{M: m}) }

const (
	intended, sent   = client.MovementIntended, client.MovementSent
	unknown, success = client.MovementUnknown, client.MovementSucceeded
	processing       = client.MovementProcessing
	failed           = client.MovementFailed
)

var noon = time.Date(2026, 11, 5, 12, 0, 0, 0, time.UTC)

// order is a top-up that took these steps, a second apart.
func order(id string, steps ...client.MovementStatus) transfer.Order {
	var o transfer.Order
	o.Row.Movement = client.Movement{OrderID: id, Profile: "fin", CardID: "card", Kind: client.MoveTopUp, CreatedAt: noon,
		Amount: client.NewMoney(decimal.NewFromInt(25), "USD"), Description: "as it is", Reference: "INV-" + id}
	o.Row.Account, o.Row.Owner = "account", "somebody"
	o.Row.Before = &client.Observation{Card: o.Row.Amount, CardIDs: []string{"card"}}
	from := client.MovementStatus("")
	for n, to := range steps {
		at := noon.Add(time.Duration(n) * time.Second)
		o.Steps = append(o.Steps, client.Step{From: from, To: to, Description: "as it is", At: at})
		if from = to; to == sent {
			o.Row.SentAt = at
		}
		if to.Settled() {
			o.Row.SettledAt = at
		}
	}
	o.Row.Status = from
	return o
}

// stores opens an empty journal of each kind.
func stores(t *testing.T) map[string]journal.Opener {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	all := map[string]journal.Opener{"sqlite": sqlite.At(filepath.Join(dir, "journal.db"))}
	if teamtest.On() { // CARDWALLET_TEST_POSTGRES says where it is
		db := teamtest.Open(t, team.Options{URL: teamtest.Fresh(t)})
		all["postgres"] = postgres.In(func(context.Context) (*team.Database, error) { return db, nil })
	}
	return all
}

func into(t *testing.T, opener journal.Opener, orders ...transfer.Order) (r transfer.Report, err error) {
	t.Helper()
	return r, transfer.Use(t.Context(), opener, func(s journal.Store) error {
		i := transfer.NewInto(s, "ops-1", "desk")
		for _, o := range orders {
			if err := i.Take(t.Context(), o); err != nil {
				return err
			}
		}
		r, err = i.End(t.Context())
		return err
	})
}

// content is what a journal has, with the moments by which it tells ages.
func content(t *testing.T, opener journal.Opener) (all []transfer.Order) {
	t.Helper()
	err := transfer.Use(t.Context(), opener, func(s journal.Store) error {
		return transfer.Each(t.Context(), s, func(o transfer.Order) error {
			all = append(all, o)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// words are orders with their states.
func words(orders []transfer.Order) string {
	var all []string
	for _, o := range orders {
		text := o.Row.OrderID
		for _, s := range o.Steps {
			text += " " + string(s.To)
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

func TestAJournalIsBroughtOnce(t *testing.T) {
	t.Parallel()
	var many []transfer.Order
	for n := range 25 {
		many = append(many, order(strconv.Itoa(n), intended, sent, success))
	}
	many = append(many, order("open", intended, sent, unknown), order("reversed", intended, sent, success, failed))
	for name, opener := range stores(t) {
		r, err := into(t, opener, many...)
		if err != nil || !cmp.Equal(r, transfer.Report{Added: 27}) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		first := content(t, opener)
		if got := words(first); got != words(many) {
			t.Errorf("%s: %s", name, got)
		}
		o := first[25]
		if o.Row.Person != "ops-1" || o.Row.Host != "desk" || o.Row.Owner != "" || o.Row.Reference != "INV-open" || o.Row.Before == nil ||
			o.Row.Left.Boot != journal.Imported || time.Since(o.Row.EndedAt) > time.Hour || !o.Row.CreatedAt.Equal(noon) {
			t.Errorf("%s: %+v", name, o.Row)
		}
		for again := range 2 { // it may have been exported in between
			r, err := into(t, opener, [][]transfer.Order{many, first}[again]...)
			if err != nil || !cmp.Equal(r, transfer.Report{Present: 27}) {
				t.Errorf("%s, again: %+v, %v", name, r, err)
			}
			if diff := cmp.Diff(first, content(t, opener)); diff != "" {
				t.Errorf("%s, again (-want +got):\n%s", name, diff)
			}
		}
	}
}

func TestWhatIsThereAlready(t *testing.T) {
	t.Parallel()
	other := order("other", intended, sent, success)
	other.Row.CardID = "another"
	for name, opener := range stores(t) {
		there := []transfer.Order{
			order("on", intended, sent, unknown), order("done", intended, sent, unknown, success), order("other", intended, sent, success),
			order("both", intended, sent, unknown, success), order("apart", intended, sent, unknown, success),
			order("late", intended, sent, processing),
		}
		if _, err := into(t, opener, there...); err != nil {
			t.Fatal(err)
		}
		otherwise := order("both", intended, sent, processing, success) // found out otherwise
		r, err := into(t, opener, order("on", intended, sent, unknown, failed), order("done", intended, sent, unknown), other, otherwise,
			order("apart", intended, sent, unknown, failed), order("late", intended, sent, processing, success), order("new", intended, sent))
		want := transfer.Report{Continued: 2, Present: 2, Conflicts: []transfer.Conflict{
			{OrderID: "new", Reason: "is being sent right now"},
			{OrderID: "other", Reason: "is another movement there"},
			{OrderID: "apart", Reason: "is success there and failed here"},
		}}
		if diff := cmp.Diff(want, r); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		if got := words(content(t, opener)); got != "on intended sent unknown failed; done intended sent unknown success; "+
			"other intended sent success; both intended sent unknown success; apart intended sent unknown success; "+
			"late intended sent processing success" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// failing is a store whose writes fail from one on.
type failing struct {
	journal.Store
	left int
}

func (f *failing) Write(ctx context.Context, do func(context.Context, journal.Tx) error) error {
	if f.left--; f.left < 0 {
		return client.ErrUnreachable
	}
	return f.Store.Write(ctx, do)
}

func TestWhatBrokeOffIsGoneOnWith(t *testing.T) {
	t.Parallel()
	var many []transfer.Order
	for n := range 35 {
		many = append(many, order(strconv.Itoa(n), intended, sent, success))
	}
	for name, opener := range stores(t) {
		_, err := into(t, func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
			s, o, err := opener(ctx, now)
			return &failing{s, 2}, o, err
		}, many...)
		if !errors.Is(err, client.ErrUnreachable) {
			t.Errorf("%s: %v", name, err)
		}
		r, err := into(t, opener, many...)
		if err != nil || !cmp.Equal(r, transfer.Report{Added: 15, Present: 20}) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		if got := words(content(t, opener)); got != words(many) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAMovementUnderWayIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, opener := range stores(t) {
		err := transfer.Use(t.Context(), opener, func(s journal.Store) error {
			if err := transfer.AtRest(t.Context(), s); err != nil {
				return err
			}
			o := order("1", intended)
			err := s.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
				return errors.Join(tx.Add(ctx, o.Row), tx.Note(ctx, o.Row.OrderID, o.Steps[0]))
			})
			return errors.Join(err, transfer.AtRest(t.Context(), s))
		})
		if !errors.Is(err, transfer.ErrUnderWay) || !strings.Contains(err.Error(), "close the other cardwallet first") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
