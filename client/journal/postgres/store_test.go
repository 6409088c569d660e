package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
	until  func(context.Context) // that the issuer is at work
	answer func() (client.Operation, error)
}

func (*issuer) Moves(kind client.MovementKind) bool { return kind == client.MoveTopUp }

func (*issuer) Terms(context.Context, client.Intent) (client.Terms, error) {
	return client.Terms{}, nil
}

func (i *issuer) Send(ctx context.Context, _ client.Order) (client.Operation, error) {
	i.sent.Add(1)
	if i.until != nil {
		i.until(ctx)
	}
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
func handle(t *testing.T, url string, options ...any) (*journal.Journal, *team.Database) {
	t.Helper()
	var ofStore []postgres.Option
	var ofJournal []journal.Option
	for _, o := range options {
		switch o := o.(type) {
		case postgres.Option:
			ofStore = append(ofStore, o)
		case journal.Option:
			ofJournal = append(ofJournal, o)
		}
	}
	var tried atomic.Int64 // every third transaction cannot be kept apart from others
	db := teamtest.Open(t, team.Options{URL: url, Unserializable: func() bool { return tried.Add(1)%3 == 0 }})
	j := journal.New(postgres.In(func(context.Context) (*team.Database, error) { return db, nil }, ofStore...), ofJournal...)
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
	t.Run("a request ends inside the lease", testBound)
	t.Run("nobody goes over the limit of all", testLimitOfAll)
	t.Run("a top-up waits for few answers", testAnswers)
	t.Run("an older copy of the database is not written to", testOlderCopy)
	t.Run("a card with many rows costs no more", testCardOfMany)
	t.Run("who changes a row at a prompt outdates its sum", testPrompt)
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
	if _, err := topUp(t, j, i, "2"); err != nil || i.sent.Load() != 1 {
		t.Errorf("the next one, with another lease: %v", err)
	}
}

// testBound: the database is cut off while the issuer is at work, so that the lease runs out.
func testBound(t *testing.T) {
	t.Parallel()
	proxy := teamtest.NewProxy(t, teamtest.Fresh(t))
	j, _ := handle(t, proxy.URL(), postgres.WithLease(3*time.Second))
	i := &issuer{}
	i.until = func(ctx context.Context) {
		proxy.Cut()
		<-ctx.Done()
		proxy.Heal()
	}
	i.answer = func() (client.Operation, error) { return client.Operation{}, context.DeadlineExceeded }
	if _, err := topUp(t, j, i, "1"); !errors.Is(err, client.ErrUnknown) {
		t.Errorf("%v", err)
	}
}

func testLimitOfAll(t *testing.T) {
	t.Parallel()
	url, i := teamtest.Fresh(t), &issuer{answer: done}
	limit := journal.WithLimits(map[string]journal.Limit{"USD": {PerDay: decimal.NewNullDecimal(decimal.NewFromInt(160))}})
	var wg sync.WaitGroup
	for n := range 4 {
		j, _ := handle(t, url, limit)
		wg.Go(func() {
			for k := range 3 {
				if _, err := topUp(t, j, i, fmt.Sprintf("card %d %d", n, k)); err != nil && !errors.Is(err, client.ErrLimit) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if i.sent.Load() != 6 {
		t.Errorf("25 left %d times, want 6", i.sent.Load())
	}
}

// testAnswers: each answer takes the way to the server and back. Beside those of the top-up there are up to three that nobody waits for,
// one for each change that the others are told of, and now and then the renewal of a lease: so the least of several counts.
func testAnswers(t *testing.T) {
	t.Parallel()
	proxy := teamtest.NewProxy(t, teamtest.Fresh(t))
	db := teamtest.Open(t, team.Options{URL: proxy.URL()})
	j := journal.New(postgres.In(func(context.Context) (*team.Database, error) { return db, nil }),
		journal.WithLimits(map[string]journal.Limit{"USD": {PerDay: decimal.NewNullDecimal(decimal.NewFromInt(1000))}}))
	defer j.Close()
	least := math.MaxInt
	for n := range 10 {
		before := proxy.Turns()
		if _, err := topUp(t, j, &issuer{answer: done}, fmt.Sprint("card ", n)); err != nil {
			t.Fatal(err)
		}
		least = min(least, proxy.Turns()-before)
	}
	if least > 16 {
		t.Errorf("%d answers", least)
	}
}

func testOlderCopy(t *testing.T) {
	t.Parallel()
	url, i := teamtest.Fresh(t), &issuer{answer: done}
	j, _ := handle(t, url)
	if _, err := topUp(t, j, i, "1"); err != nil {
		t.Fatal(err)
	}
	teamtest.Execute(t, url, `DELETE FROM cardwallet.history; DELETE FROM cardwallet.movements; UPDATE cardwallet.numbers SET value = 1`)
	if _, err := topUp(t, j, i, "2"); !errors.Is(err, journal.ErrReplaced) || i.sent.Load() != 1 {
		t.Errorf("%v, sent %d", err, i.sent.Load())
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
