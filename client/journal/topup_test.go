package journal_test

import (
	"context"
	"errors"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
)

func TestRowIsThereBeforeTheRequest(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	other := raw(t, path)
	var status, amount string
	var steps int
	i := &issuer{topUp: func(ctx context.Context, o client.Order) (client.Operation, error) {
		if err := other.QueryRow(`SELECT status, amount FROM movements WHERE order_id = ?`, o.ID).Scan(&status, &amount); err != nil {
			t.Errorf("the row when the request is made: %v", err)
		}
		if err := other.QueryRow(`SELECT count(*) FROM history WHERE order_id = ?`, o.ID).Scan(&steps); err != nil {
			t.Error(err)
		}
		return client.Operation{Status: client.OperationSucceeded}, nil
	}}
	if _, err := topUp(t.Context(), j, account(i), card, usd("25.5"), client.Quote{}); err != nil {
		t.Fatal(err)
	}
	if status != "sent" || amount != "25.5" || steps != 2 {
		t.Errorf("when the request was made the row said %q %q after %d steps", status, amount, steps)
	}
}

func TestOrderIDs(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	seen := map[string]bool{}
	for range 20 {
		m, err := topUp(t.Context(), j, account(i), card, usd("1"), client.Quote{})
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`^[A-Z0-9]{28}$`).MatchString(m.OrderID) || seen[m.OrderID] {
			t.Errorf("order id %q", m.OrderID)
		}
		seen[m.OrderID] = true
		if m.Fee.Known() {
			t.Errorf("fee %v, want not known", m.Fee)
		}
	}
}

func TestTopUpRefusedHere(t *testing.T) {
	t.Parallel()
	readOnly := func(a *client.Account) { a.ReadOnly = true }
	tests := []struct {
		name    string
		change  func(*client.Account)
		card    client.Card
		amount  client.Money
		quote   client.Quote
		is      error
		message string
	}{
		{name: "read-only profile", change: readOnly, card: card, amount: usd("25"), is: client.ErrReadOnly},
		{name: "issuer without top-ups", change: func(a *client.Account) { a.Issuer = struct{ client.Issuer }{} }, card: card,
			amount: usd("25"), is: client.ErrUnsupported},
		{name: "card of another profile", card: client.Card{Profile: "ads", ID: "1"}, amount: usd("25"), message: "not of profile"},
		{name: "no card", card: client.Card{Profile: "fin"}, amount: usd("25"), message: "no card"},
		{name: "no amount", card: card, is: client.ErrAmount},
		{name: "zero", card: card, amount: usd("0"), is: client.ErrAmount},
		{name: "negative", card: card, amount: usd("-5"), is: client.ErrAmount},
		{name: "too long", card: card, amount: usd("1000000000000000"), is: client.ErrAmount},
		{name: "too fine", card: card, amount: usd("0.000000001"), is: client.ErrAmount},
		{name: "absurd exponent", card: card, amount: client.NewMoney(decimal.New(1, 9999), "USD"), is: client.ErrAmount},
		{name: "another amount was confirmed", card: card, amount: usd("25"), quote: estimate(usd("52")), is: client.ErrAmount},
		{name: "negative fee", card: card, amount: usd("25"), quote: client.Quote{Fee: usd("-1")}, is: client.ErrAmount},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j := open(t, newPath(t))
			i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
			a := account(i)
			if test.change != nil {
				test.change(&a)
			}
			m, err := topUp(t.Context(), j, a, test.card, test.amount, test.quote)
			if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.message) {
				t.Errorf("error %v, want %v %q", err, test.is, test.message)
			}
			if diff := cmp.Diff(client.Movement{}, m); diff != "" {
				t.Errorf("movement:\n%s", diff)
			}
			if rows, err := j.Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows) != 0 {
				t.Errorf("rows %v, %v; want none", rows, err)
			}
			if sent := i.orders(); len(sent) != 0 {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

func TestCanceledBeforeAnything(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := topUp(ctx, j, account(i), card, usd("25"), client.Quote{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if rows, err := j.Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows)+len(i.orders()) != 0 {
		t.Errorf("rows %v, sent %v, %v; want none", rows, i.orders(), err)
	}
}

func TestCanceledBetweenRowAndRequest(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	j := open(t, newPath(t), journal.WithClock(func() time.Time {
		if calls++; calls == 2 { // the stamp of the step to sent
			cancel()
		}
		return time.Now()
	}))
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	m, err := topUp(ctx, j, account(i), card, usd("25"), client.Quote{})
	if !errors.Is(err, context.Canceled) || errors.Is(err, client.ErrUnknown) {
		t.Errorf("error %v", err)
	}
	if m.Status != client.MovementFailed || states(t, j, m.OrderID) != "intended sent failed" || len(i.orders()) != 0 {
		t.Errorf("%v; %v; sent %v", m, states(t, j, m.OrderID), i.orders())
	}
}

func TestCanceledWhileSending(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	ctx, cancel := context.WithCancel(t.Context())
	i := &issuer{topUp: func(ctx context.Context, o client.Order) (client.Operation, error) {
		cancel()
		<-ctx.Done()
		return client.Operation{}, ctx.Err()
	}}
	m, err := topUp(ctx, j, account(i), card, usd("25"), client.Quote{})
	if !errors.Is(err, client.ErrUnknown) || m.Status != client.MovementUnknown || !strings.Contains(m.Description, "interrupted") {
		t.Errorf("%v, %v", m, err)
	}
	if got := states(t, j, m.OrderID); got != "intended sent unknown" {
		t.Errorf("history %q", got)
	}
}

// The answer came although the caller had given up: it counts.
func TestCanceledButAnswered(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	ctx, cancel := context.WithCancel(t.Context())
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		cancel()
		return client.Operation{Status: client.OperationSucceeded}, nil
	}}
	m, err := topUp(ctx, j, account(i), card, usd("25"), client.Quote{})
	if err != nil || m.Status != client.MovementSucceeded || only(t, j).Status != client.MovementSucceeded {
		t.Errorf("%v, %v", m, err)
	}
}

func TestSenderPanics(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) { panic("nil map") }}
	func() {
		defer func() {
			if r := recover(); r != "nil map" {
				t.Errorf("recovered %v, want the sender's panic", r)
			}
		}()
		_, _ = topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
	}()
	if m := only(t, j); m.Status != client.MovementUnknown || states(t, j, m.OrderID) != "intended sent unknown" {
		t.Errorf("%v", m)
	}
}

func TestSenderEndsItsGoroutine(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		runtime.Goexit()
		return client.Operation{}, nil
	}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
	}()
	<-done
	if m := only(t, j); m.Status != client.MovementUnknown {
		t.Errorf("%v", m)
	}
}

// Whatever the answer was: when it cannot be noted, the movement is unknown and the row still says sent.
func TestOutcomeCannotBeNoted(t *testing.T) {
	t.Parallel()
	for _, sender := range []struct {
		name string
		op   client.Operation
		err  error
	}{
		{"after success", client.Operation{Status: client.OperationSucceeded}, nil},
		{"after a request that never left", client.Operation{}, &client.Error{Kind: client.ErrUnreachable, NotSent: true}},
	} {
		t.Run(sender.name, func(t *testing.T) {
			path := newPath(t)
			j := open(t, path)
			other := raw(t, path)
			i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
				if err := other.Break(); err != nil {
					t.Error(err)
				}
				return sender.op, sender.err
			}}
			m, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
			if !errors.Is(err, client.ErrUnknown) || !strings.Contains(err.Error(), "disk trouble") ||
				!strings.Contains(err.Error(), "could not be noted") {
				t.Errorf("error %v", err)
			}
			if m.Status != client.MovementUnknown || m.OrderID == "" {
				t.Errorf("returned %v", m)
			}
			if row := only(t, j); row.Status != client.MovementSent {
				t.Errorf("row %v", row)
			}
		})
	}
}

// Closing waits for the outcome of what is under way, and nothing is sent afterwards.
func TestCloseWaits(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j, err := openAt(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	sending := make(chan struct{})
	i := &issuer{topUp: func(ctx context.Context, o client.Order) (client.Operation, error) {
		close(sending)
		<-ctx.Done()
		return client.Operation{}, ctx.Err()
	}}
	done := make(chan error)
	go func() {
		_, err := topUp(ctx, j, account(i), card, usd("25"), client.Quote{})
		done <- err
	}()
	<-sending
	closed := make(chan error)
	go func() { closed <- j.Close() }()
	cancel()
	if err := <-done; !errors.Is(err, client.ErrUnknown) || strings.Contains(err.Error(), "noted") {
		t.Errorf("error %v", err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if m := only(t, open(t, path)); m.Status != client.MovementUnknown {
		t.Errorf("%v", m)
	}
	if _, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{}); err == nil || len(i.orders()) != 1 {
		t.Errorf("after closing: %v, sent %v", err, i.orders())
	}
}

// When the step to sent cannot be committed, nothing is sent.
func TestNotSentWithoutTheRow(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	if err := raw(t, path).Break(); err != nil {
		t.Fatal(err)
	}
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	m, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
	if err == nil || errors.Is(err, client.ErrUnknown) || !strings.Contains(err.Error(), "nothing was sent") {
		t.Errorf("error %v", err)
	}
	if m.Status != client.MovementFailed || len(i.orders()) != 0 || only(t, j).Status != client.MovementIntended {
		t.Errorf("returned %v, sent %v, row %v", m, i.orders(), only(t, j))
	}
}
