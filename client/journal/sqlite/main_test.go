package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// issuer is a fake account. Everything else of client.Issuer is nil and would panic.
type issuer struct {
	client.Issuer
	topUp func(context.Context, client.Order) (client.Operation, error)

	mu   sync.Mutex
	sent []client.Order
}

func (*issuer) Moves(kind client.MovementKind) bool { return kind == client.MoveTopUp }

func (*issuer) Terms(context.Context, client.Intent) (client.Terms, error) {
	return client.Terms{}, nil
}

func (i *issuer) Send(ctx context.Context, o client.Order) (client.Operation, error) {
	i.mu.Lock()
	i.sent = append(i.sent, o)
	i.mu.Unlock()
	return i.topUp(ctx, o)
}

func (i *issuer) orders() []client.Order {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]client.Order(nil), i.sent...)
}

// observed is an issuer without order numbers.
type observed struct {
	*issuer
	observe func(cardID string) (client.Observation, error)
}

func (o observed) Observe(_ context.Context, cardID string) (client.Observation, error) {
	return o.observe(cardID)
}

func answering(op client.Operation, err error) *issuer {
	return &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) { return op, err }}
}

func account(i client.Issuer) client.Account {
	return client.Account{Profile: "fin", Kind: "finhub", Issuer: i}
}

var card = client.Card{Profile: "fin", Issuer: "finhub", ID: "1852379830190366720", Status: client.CardActive}

func usd(amount string) client.Money {
	return client.NewMoney(decimal.RequireFromString(amount), "USD")
}

func intent(amount string) client.Intent {
	return client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd(amount)}
}

// topUp moves money as a person does who confirms a repetition.
func topUp(ctx context.Context, j *journal.Journal, a client.Account, amount string) (client.Movement, error) {
	for in := intent(amount); ; {
		m, err := j.Move(ctx, a, in)
		var g *client.GuardError
		if !errors.As(err, &g) || g.Kind != client.ErrRepeat {
			return m, err
		}
		in.Repeat = append(in.Repeat, g.Orders()...)
	}
}

func newPath(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "journal.db")
}

func openAt(ctx context.Context, path string, options ...journal.Option) (*journal.Journal, error) {
	j := journal.New(sqlite.At(path), options...)
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
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
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

// closed ends a handle before the test does.
func closed(t testing.TB, j *journal.Journal) {
	t.Helper()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}
