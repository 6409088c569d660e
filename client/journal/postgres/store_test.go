package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/team"
	"cardwallet/client/team/teamtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(teamtest.Main{M: m}) }

// issuer is a fake account. Everything else of client.Issuer is nil and would panic.
type issuer struct {
	client.Issuer
	sent   atomic.Int64
	answer func() (client.Operation, error)
}

func (*issuer) Moves(kind client.MovementKind) bool { return kind == client.MoveTopUp }

func (*issuer) Terms(context.Context, client.Intent) (client.Terms, error) {
	return client.Terms{}, nil
}

func (i *issuer) Send(context.Context, client.Order) (client.Operation, error) {
	i.sent.Add(1)
	return i.answer()
}

func done() (client.Operation, error) {
	return client.Operation{Status: client.OperationSucceeded}, nil
}

func topUp(t *testing.T, j *journal.Journal, i client.Issuer, card string) (client.Movement, error) {
	t.Helper()
	return j.Move(context.WithoutCancel(t.Context()), client.Account{Profile: "fin", ID: "account", Issuer: i}, client.Intent{
		Kind: client.MoveTopUp, Card: client.Card{Profile: "fin", ID: card}, Amount: client.NewMoney(decimal.NewFromInt(25), "USD"),
	})
}

// handle is a journal as one machine has it.
func handle(t *testing.T, url string) (*journal.Journal, *team.Database) {
	t.Helper()
	var tried atomic.Int64 // every third transaction cannot be kept apart from others
	db := teamtest.Open(t, team.Options{URL: url, Unserializable: func() bool { return tried.Add(1)%3 == 0 }})
	j := journal.New(postgres.In(func(context.Context) (*team.Database, error) { return db, nil }))
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j, db
}

func states(t *testing.T, j *journal.Journal, orderID string) string {
	t.Helper()
	steps, err := j.History(t.Context(), orderID)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, s := range steps {
		words = append(words, string(s.To))
	}
	return strings.Join(words, " ")
}

// TestJournal needs a PostgreSQL: CARDWALLET_TEST_POSTGRES says where it is.
func TestJournal(t *testing.T) {
	t.Parallel()
	if !teamtest.On() {
		return
	}
	t.Run("one of many at the same moment sends", testOnce)
	t.Run("an owner whose lease has ended sends nothing", testLease)
	t.Run("what a dead owner sent is unknown", testDeadOwner)
}

func testOnce(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	i := &issuer{answer: done}
	var journals []*journal.Journal
	for range 4 {
		j, _ := handle(t, url)
		journals = append(journals, j)
	}
	for _, card := range []string{"1", "2", "3"} {
		var wg sync.WaitGroup
		var paid atomic.Int64
		for _, j := range journals {
			wg.Go(func() {
				m, err := topUp(t, j, i, card)
				switch {
				case err == nil:
					paid.Add(1)
					if s := states(t, j, m.OrderID); s != "intended sent success" {
						t.Errorf("%s", s)
					}
				case !errors.Is(err, client.ErrRepeat) && !errors.Is(err, client.ErrOpenMovement):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if paid.Load() != 1 {
			t.Errorf("card %s: paid %d times", card, paid.Load())
		}
	}
	if rows, err := journals[0].Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows) != 3 || i.sent.Load() != 3 {
		t.Errorf("%d rows, %d sent, %v", len(rows), i.sent.Load(), err)
	}
}

func testLease(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	j, _ := handle(t, url)
	i := &issuer{answer: done}
	noted := func(m client.Movement) {
		if m.Status == client.MovementIntended { // meanwhile the machine was away for longer than its lease
			teamtest.Execute(t, url, `UPDATE cardwallet.owners SET expires_at = 0`)
		}
	}
	m, err := j.MoveNoted(t.Context(), client.Account{Profile: "fin", ID: "account", Issuer: i}, client.Intent{
		Kind: client.MoveTopUp, Card: client.Card{Profile: "fin", ID: "1"}, Amount: client.NewMoney(decimal.NewFromInt(25), "USD"),
	}, noted)
	if !errors.Is(err, client.ErrUnreachable) || i.sent.Load() != 0 || m.Status != client.MovementFailed {
		t.Errorf("%v, sent %d, %v", m.Status, i.sent.Load(), err)
	}
}

func testDeadOwner(t *testing.T) {
	t.Parallel()
	url := teamtest.Fresh(t)
	one, _ := handle(t, url)
	two, _ := handle(t, url)
	i := &issuer{answer: func() (client.Operation, error) {
		if changed, err := two.Settle(t.Context(), nil); err != nil || len(changed) != 0 {
			t.Errorf("while it lives: %v, %v", changed, err)
		}
		teamtest.Execute(t, url, `UPDATE cardwallet.owners SET expires_at = 0`)
		if changed, err := two.Settle(t.Context(), nil); err != nil || len(changed) != 1 || changed[0].Status != client.MovementUnknown {
			t.Errorf("when its lease has ended: %v, %v", changed, err)
		}
		return client.Operation{Status: client.OperationSucceeded, Description: "what\x00ever"}, nil
	}}
	m, err := topUp(t, one, i, "1")
	if s := states(t, two, m.OrderID); err != nil || s != "intended sent unknown success" {
		t.Errorf("%v: %s, %v", m, s, err)
	}
}
