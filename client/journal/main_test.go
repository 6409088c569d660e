package journal_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

func TestMain(m *testing.M) {
	if at := os.Getenv(crashVariable); at != "" {
		crash(at)
	}
	goleak.VerifyTestMain(journaltest.Main{M: m})
}

// issuer is a fake account. Everything else of client.Issuer is nil and would panic.
type issuer struct {
	client.Issuer
	topUp    func(context.Context, client.Order) (client.Operation, error)
	withdraw func(context.Context, client.Order) (client.Operation, error)
	create   func(context.Context, client.Order) (client.Operation, error)

	mu   sync.Mutex
	sent []client.Order
}

func (*issuer) Moves(kind client.MovementKind) bool {
	return kind == client.MoveTopUp || kind == client.MoveWithdraw || kind == client.MoveCreate
}

func (*issuer) Terms(context.Context, client.Intent) (client.Terms, error) {
	return client.Terms{}, nil
}

func (i *issuer) Send(ctx context.Context, o client.Order) (client.Operation, error) {
	i.note(o)
	switch o.Kind {
	case client.MoveWithdraw:
		return i.withdraw(ctx, o)
	case client.MoveCreate:
		return i.create(ctx, o)
	}
	return i.topUp(ctx, o)
}

func (i *issuer) note(o client.Order) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.sent = append(i.sent, o)
}

func (i *issuer) orders() []client.Order {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]client.Order(nil), i.sent...)
}

// askable is an issuer that can be asked what became of an order.
type askable struct {
	*issuer
	read func(context.Context, string) (client.Operation, error)
}

func (a askable) ReadOrder(ctx context.Context, id string) (client.Operation, error) {
	return a.read(ctx, id)
}

func answering(op client.Operation, err error) *issuer {
	answer := func(context.Context, client.Order) (client.Operation, error) { return op, err }
	return &issuer{topUp: answer, withdraw: answer, create: answer}
}

func account(i client.Issuer) client.Account {
	return client.Account{Profile: "fin", Kind: "finhub", SoleUser: true, Issuer: i}
}

var card = client.Card{Profile: "fin", Issuer: "finhub", ID: "1852379830190366720", Status: client.CardActive}

func usd(amount string) client.Money {
	return client.NewMoney(decimal.RequireFromString(amount), "USD")
}

// estimate is a quote of 1 USD fee.
func estimate(amount client.Money) client.Quote {
	return client.Quote{Amount: amount, Fee: usd("1"), Total: amount.Add(usd("1")), Estimated: true}
}

// topUp moves money as a person does who confirms a repetition.
func topUp(ctx context.Context, j *journal.Journal, a client.Account, c client.Card, amount client.Money,
	q client.Quote) (client.Movement, error) {
	return insist(ctx, j, a, client.Intent{Kind: client.MoveTopUp, Card: c, Amount: amount, Quote: q}, client.ErrRepeat)
}

func topUpOverriding(ctx context.Context, j *journal.Journal, a client.Account, c client.Card, amount client.Money,
	q client.Quote) (client.Movement, error) {
	return insist(ctx, j, a, client.Intent{Kind: client.MoveTopUp, Card: c, Amount: amount, Quote: q}, client.ErrRepeat,
		client.ErrOpenMovement)
}

// insist says yes to the guards of the given kinds, for the orders that they name, as often as they object.
func insist(ctx context.Context, j *journal.Journal, a client.Account, in client.Intent, to ...error) (client.Movement, error) {
	for {
		m, err := j.Move(ctx, a, in)
		var g *client.GuardError
		if !errors.As(err, &g) || !slices.Contains(to, g.Kind) {
			return m, err
		}
		if g.Kind == client.ErrRepeat {
			in.Repeat = append(in.Repeat, g.Orders()...)
		} else {
			in.OverrideOpen = append(in.OverrideOpen, g.Orders()...)
		}
	}
}

// newPath is the address of a new journal in the store that is tested: a path, or a URL.
func newPath(t testing.TB) string {
	t.Helper()
	return journaltest.Fresh(t)
}

func openAt(ctx context.Context, path string, options ...journal.Option) (*journal.Journal, error) {
	j := journal.New(journaltest.At(path), options...)
	return j, j.Open(ctx)
}

func open(t testing.TB, path string, options ...journal.Option) *journal.Journal {
	t.Helper()
	j, err := openAt(t.Context(), path, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return j
}

// raw is a connection of the test's own, as another process would have.
func raw(t testing.TB, path string) journaltest.DB {
	t.Helper()
	return journaltest.SQL(t, path)
}

func only(t testing.TB, j *journal.Journal) client.Movement {
	t.Helper()
	all, err := j.Movements(t.Context(), client.MovementFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d rows, want 1: %v", len(all), all)
	}
	return all[0]
}

// path of a movement's states, for example "intended sent success".
func states(t testing.TB, j *journal.Journal, orderID string) string {
	t.Helper()
	steps, err := j.History(context.WithoutCancel(t.Context()), orderID)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	from := client.MovementStatus("")
	for _, s := range steps {
		if s.From != from {
			t.Errorf("order %s: a step from %q after %q", orderID, s.From, from)
		}
		from = s.To
		words = append(words, string(s.To))
	}
	return strings.Join(words, " ")
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}
