package journal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// silent takes an order without an answer and later knows nothing of it.
type silent struct {
	client.Issuer
	asked int
}

func (s *silent) Moves(kind client.MovementKind) bool { return kind == client.MoveTopUp }

func (s *silent) Terms(context.Context, client.Intent) (client.Terms, error) {
	return client.Terms{Currency: "USD"}, nil
}

func (s *silent) Send(context.Context, client.Order) (client.Operation, error) {
	return client.Operation{}, errors.New("the connection broke")
}

func (s *silent) ReadOrder(context.Context, string) (client.Operation, error) {
	s.asked++
	return client.Operation{}, client.ErrNotFound
}

// A profile may be pointed at another account while an order is open. That one does not know the order, which proves nothing.
func TestAnotherAccountIsNotAskedAboutAnOrder(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC)
	j, err := openAt(t.Context(), newPath(t),
		journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Millisecond, 20*time.Millisecond),
		journal.WithSettling(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	issuer := &silent{}
	mine := client.Account{Profile: "fin", ID: "sandbox", Issuer: issuer}
	other := client.Account{Profile: "fin", ID: "production", Issuer: issuer}
	amount := client.NewMoney(decimal.NewFromInt(25), "USD")
	m, err := j.Move(t.Context(), mine, client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: "fin", ID: "1"}, Amount: amount})
	if !errors.Is(err, client.ErrUnknown) {
		t.Fatalf("sent: %v", err)
	}
	now = now.Add(time.Hour)
	if _, err := j.Settle(t.Context(), []client.Account{other}); err != nil {
		t.Fatal(err)
	}
	if followed, err := j.Follow(t.Context(), other, m); followed.Status != client.MovementUnknown || !errors.Is(err, client.ErrUnknown) {
		t.Errorf("followed: %s, %v", followed.Status, err)
	}
	rows, err := j.Movements(t.Context(), client.MovementFilter{})
	if err != nil || issuer.asked != 0 || rows[0].Status != client.MovementUnknown ||
		!strings.Contains(rows[0].Description, "another account") {
		t.Fatalf("the other account was asked %d times: %+v, %v", issuer.asked, rows, err)
	}
	if _, err := j.Settle(t.Context(), []client.Account{mine}); err != nil {
		t.Fatal(err)
	}
	if rows, err = j.Movements(t.Context(), client.MovementFilter{}); err != nil || rows[0].Status != client.MovementFailed {
		t.Errorf("its own account: %+v, %v", rows, err)
	}
}
