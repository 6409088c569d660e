package journal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
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

func issuerError(kind error, status int, message string) *client.Error {
	return &client.Error{Kind: kind, Profile: "fin", Op: "top up", Status: status, Message: message}
}

func TestTopUpOutcome(t *testing.T) {
	notSent := issuerError(client.ErrUnreachable, 0, "")
	notSent.NotSent = true
	unauthorized := issuerError(client.ErrNotAllowed, 401, "token s3cr3t expired")
	unauthorized.NotSent = true
	interrupted := issuerError(client.ErrRefused, 200, "")
	interrupted.Cause = context.DeadlineExceeded
	otherCard := client.Operation{Status: client.OperationSucceeded, CardID: "another"}

	tests := []struct {
		name   string
		answer client.Operation
		err    error
		status client.MovementStatus
		is     error // what the returned error is; nil for none
		says   string
		fee    string
	}{
		{"success", client.Operation{Status: client.OperationSucceeded, CardID: card.ID, Amount: usd("25"), Fee: usd("0.75")}, nil, client.MovementSucceeded, nil, "", "0.75"},
		{"success, echo with trailing zeros", client.Operation{Status: client.OperationSucceeded, Amount: usd("25.0000")}, nil, client.MovementSucceeded, nil, "", "1"},
		{"success without echo keeps the estimate", client.Operation{Status: client.OperationSucceeded}, nil, client.MovementSucceeded, nil, "", "1"},
		{"success, no fee after all", client.Operation{Status: client.OperationSucceeded, Fee: usd("0")}, nil, client.MovementSucceeded, nil, "", "0"},
		{"processing", client.Operation{Status: client.OperationProcessing, IssuerOrderID: "77", Description: "Deposit"}, nil, client.MovementProcessing, nil, "Deposit", "1"},
		{"failed", client.Operation{Status: client.OperationFailed, Description: "card type offline"}, nil, client.MovementFailed, client.ErrRefused, "card type offline", "1"},

		{"never sent", client.Operation{}, notSent, client.MovementFailed, client.ErrUnreachable, "it never reached the issuer", "1"},
		{"never sent, wrapped", client.Operation{}, fmt.Errorf("login: %w", notSent), client.MovementFailed, client.ErrUnreachable, "it never reached the issuer", "1"},
		{"bad token", client.Operation{}, unauthorized, client.MovementFailed, client.ErrNotAllowed, "turned it away", "1"},
		{"refused", client.Operation{}, issuerError(client.ErrRefused, 200, "exceeds limit"), client.MovementFailed, client.ErrRefused, "exceeds limit", "1"},
		{"insufficient", client.Operation{}, issuerError(client.ErrInsufficient, 409, ""), client.MovementFailed, client.ErrInsufficient, "insufficient balance", "1"},
		{"no such card", client.Operation{}, issuerError(client.ErrNotFound, 404, ""), client.MovementFailed, client.ErrNotFound, "not found", "1"},
		{"forbidden", client.Operation{}, issuerError(client.ErrNotAllowed, 403, "key s3cr3t"), client.MovementFailed, client.ErrNotAllowed, "not allowed", "1"},

		{"refused with a server error", client.Operation{}, issuerError(client.ErrRefused, 500, "exceeds limit"), client.MovementUnknown, client.ErrUnknown, "http 500", "1"},
		{"refused without an answer", client.Operation{}, issuerError(client.ErrRefused, 0, ""), client.MovementUnknown, client.ErrUnknown, "no usable answer", "1"},
		{"refused by a redirect", client.Operation{}, issuerError(client.ErrRefused, 302, ""), client.MovementUnknown, client.ErrUnknown, "no usable answer", "1"},
		{"refused, but cut off", client.Operation{}, interrupted, client.MovementUnknown, client.ErrUnknown, "no answer came in time", "1"},
		{"duplicate order", client.Operation{}, issuerError(client.ErrRefused, 200, "Duplicate merchantOrderNo"), client.MovementUnknown, client.ErrUnknown, "already has this order", "1"},
		{"timeout", client.Operation{}, context.DeadlineExceeded, client.MovementUnknown, client.ErrUnknown, "no answer came in time", "1"},
		{"timeout of the network", client.Operation{}, &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, client.MovementUnknown, client.ErrUnknown, "no answer came in time", "1"},
		{"broken connection", client.Operation{}, io.ErrUnexpectedEOF, client.MovementUnknown, client.ErrUnknown, "no usable answer", "1"},
		{"broken connection, explained", client.Operation{}, issuerError(client.ErrUnreachable, 0, ""), client.MovementUnknown, client.ErrUnknown, "the connection broke", "1"},
		{"server error", client.Operation{}, issuerError(client.ErrUnreachable, 502, ""), client.MovementUnknown, client.ErrUnknown, "http 502", "1"},
		{"garbage", client.Operation{}, issuerError(client.ErrGarbage, 200, ""), client.MovementUnknown, client.ErrUnknown, "could not be read", "1"},
		{"rate limited without proof", client.Operation{}, issuerError(client.ErrRateLimited, 429, ""), client.MovementUnknown, client.ErrUnknown, "no usable answer", "1"},

		{"answer about another card", otherCard, nil, client.MovementUnknown, client.ErrUnknown, "another card", "1"},
		{"answer about another order", client.Operation{Status: client.OperationFailed, OrderID: "OTHER"}, nil, client.MovementUnknown, client.ErrUnknown, "another order", "1"},
		{"answer about another amount", client.Operation{Status: client.OperationSucceeded, Amount: usd("2500")}, nil, client.MovementUnknown, client.ErrUnknown, "another amount", "1"},
		{"answer in another currency", client.Operation{Status: client.OperationSucceeded, Amount: client.NewMoney(decimal.NewFromInt(25), "EUR")}, nil, client.MovementUnknown, client.ErrUnknown, "another amount", "1"},
		{"absurd amount", client.Operation{Status: client.OperationSucceeded, Amount: client.NewMoney(decimal.New(1, 9000), "USD")}, nil, client.MovementUnknown, client.ErrUnknown, "another amount", "1"},
		{"negative fee", client.Operation{Status: client.OperationSucceeded, Fee: usd("-1")}, nil, client.MovementUnknown, client.ErrUnknown, "fee that makes no sense", "1"},
		{"unheard-of status", client.Operation{Status: "paused"}, nil, client.MovementUnknown, client.ErrUnknown, "does not know", "1"},
		{"empty answer", client.Operation{}, nil, client.MovementUnknown, client.ErrUnknown, "does not know", "1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			created := at("2026-11-05T10:00:00Z")
			clock := created
			j := open(t, newPath(t), journal.WithClock(func() time.Time { clock = clock.Add(time.Second); return clock.Add(-time.Second) }))
			i := answering(test.answer, test.err)
			m, err := j.TopUp(t.Context(), account(i), card, usd("25"), estimate(usd("25")))

			if !errors.Is(err, test.is) || (test.is == nil) != (err == nil) {
				t.Fatalf("error %v, want %v", err, test.is)
			}
			if test.is == client.ErrUnknown {
				if errors.Is(err, client.ErrUnreachable) || errors.Is(err, client.ErrRefused) || strings.Contains(err.Error(), "try again") {
					t.Errorf("an unknown outcome invites to send again: %v", err)
				}
				if !strings.HasSuffix(m.Description, "; the money may have moved") {
					t.Errorf("description %q", m.Description)
				}
			}
			if !strings.Contains(m.Description, test.says) || strings.Contains(m.Description, "s3cr3t") {
				t.Errorf("description %q, want it to say %q and no secret", m.Description, test.says)
			}
			want := client.Movement{
				OrderID: m.OrderID, IssuerOrderID: test.answer.IssuerOrderID, Profile: "fin", CardID: card.ID, Kind: client.MoveTopUp,
				Amount: usd("25"), Fee: usd(test.fee), Status: test.status, Description: m.Description, CreatedAt: created,
			}
			if test.status.Settled() {
				want.SettledAt = created.Add(2 * time.Second)
			}
			if diff := cmp.Diff(want, m); diff != "" {
				t.Errorf("movement (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(m, only(t, j)); diff != "" {
				t.Errorf("row differs from what was returned (-returned +row):\n%s", diff)
			}
			if got, want := states(t, j, m.OrderID), "intended sent "+string(test.status); got != want {
				t.Errorf("history %q, want %q", got, want)
			}
			order := client.Order{ID: m.OrderID, Kind: client.MoveTopUp, CardID: card.ID, Amount: usd("25")}
			if diff := cmp.Diff([]client.Order{order}, i.orders()); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRowIsThereBeforeTheRequest(t *testing.T) {
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
	if _, err := j.TopUp(t.Context(), account(i), card, usd("25.5"), client.Quote{}); err != nil {
		t.Fatal(err)
	}
	if status != "sent" || amount != "25.5" || steps != 2 {
		t.Errorf("when the request was made the row said %q %q after %d steps", status, amount, steps)
	}
}

func TestOrderIDs(t *testing.T) {
	j := open(t, newPath(t))
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	seen := map[string]bool{}
	for range 20 {
		m, err := j.TopUp(t.Context(), account(i), card, usd("1"), client.Quote{})
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
		{name: "issuer without top-ups", change: func(a *client.Account) { a.Issuer = struct{ client.Issuer }{} }, card: card, amount: usd("25"), is: client.ErrUnsupported},
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
			m, err := j.TopUp(t.Context(), a, test.card, test.amount, test.quote)
			if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.message) {
				t.Errorf("error %v, want %v %q", err, test.is, test.message)
			}
			if diff := cmp.Diff(client.Movement{}, m); diff != "" {
				t.Errorf("movement:\n%s", diff)
			}
			if rows, err := j.Movements(t.Context(), journal.Filter{}); err != nil || len(rows) != 0 {
				t.Errorf("rows %v, %v; want none", rows, err)
			}
			if sent := i.orders(); len(sent) != 0 {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

func TestCanceledBeforeAnything(t *testing.T) {
	j := open(t, newPath(t))
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := j.TopUp(ctx, account(i), card, usd("25"), client.Quote{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if rows, err := j.Movements(t.Context(), journal.Filter{}); err != nil || len(rows)+len(i.orders()) != 0 {
		t.Errorf("rows %v, sent %v, %v; want none", rows, i.orders(), err)
	}
}

func TestCanceledBetweenRowAndRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	j := open(t, newPath(t), journal.WithClock(func() time.Time {
		if calls++; calls == 2 { // the stamp of the step to sent
			cancel()
		}
		return time.Now()
	}))
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	m, err := j.TopUp(ctx, account(i), card, usd("25"), client.Quote{})
	if !errors.Is(err, context.Canceled) || errors.Is(err, client.ErrUnknown) {
		t.Errorf("error %v", err)
	}
	if m.Status != client.MovementFailed || states(t, j, m.OrderID) != "intended sent failed" || len(i.orders()) != 0 {
		t.Errorf("%v; %v; sent %v", m, states(t, j, m.OrderID), i.orders())
	}
}

func TestCanceledWhileSending(t *testing.T) {
	j := open(t, newPath(t))
	ctx, cancel := context.WithCancel(t.Context())
	i := &issuer{topUp: func(ctx context.Context, o client.Order) (client.Operation, error) {
		cancel()
		<-ctx.Done()
		return client.Operation{}, ctx.Err()
	}}
	m, err := j.TopUp(ctx, account(i), card, usd("25"), client.Quote{})
	if !errors.Is(err, client.ErrUnknown) || m.Status != client.MovementUnknown || !strings.Contains(m.Description, "interrupted") {
		t.Errorf("%v, %v", m, err)
	}
	if got := states(t, j, m.OrderID); got != "intended sent unknown" {
		t.Errorf("history %q", got)
	}
}

// The answer came although the caller had given up: it counts.
func TestCanceledButAnswered(t *testing.T) {
	j := open(t, newPath(t))
	ctx, cancel := context.WithCancel(t.Context())
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		cancel()
		return client.Operation{Status: client.OperationSucceeded}, nil
	}}
	m, err := j.TopUp(ctx, account(i), card, usd("25"), client.Quote{})
	if err != nil || m.Status != client.MovementSucceeded || only(t, j).Status != client.MovementSucceeded {
		t.Errorf("%v, %v", m, err)
	}
}

func TestSenderPanics(t *testing.T) {
	j := open(t, newPath(t))
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) { panic("nil map") }}
	func() {
		defer func() {
			if r := recover(); r != "nil map" {
				t.Errorf("recovered %v, want the sender's panic", r)
			}
		}()
		_, _ = j.TopUp(t.Context(), account(i), card, usd("25"), client.Quote{})
	}()
	if m := only(t, j); m.Status != client.MovementUnknown || states(t, j, m.OrderID) != "intended sent unknown" {
		t.Errorf("%v", m)
	}
}

func TestSenderEndsItsGoroutine(t *testing.T) {
	j := open(t, newPath(t))
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		runtime.Goexit()
		return client.Operation{}, nil
	}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = j.TopUp(t.Context(), account(i), card, usd("25"), client.Quote{})
	}()
	<-done
	if m := only(t, j); m.Status != client.MovementUnknown {
		t.Errorf("%v", m)
	}
}

// Whatever the answer was: when it cannot be noted, the movement is unknown and the row still says sent.
func TestOutcomeCannotBeNoted(t *testing.T) {
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
				_, err := other.Exec(`CREATE TRIGGER full BEFORE UPDATE ON movements BEGIN SELECT RAISE(FAIL, 'disk trouble'); END`)
				if err != nil {
					t.Error(err)
				}
				return sender.op, sender.err
			}}
			m, err := j.TopUp(t.Context(), account(i), card, usd("25"), client.Quote{})
			if !errors.Is(err, client.ErrUnknown) || !strings.Contains(err.Error(), "disk trouble") || !strings.Contains(err.Error(), "could not be noted") {
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

// When the step to sent cannot be committed, nothing is sent.
func TestNotSentWithoutTheRow(t *testing.T) {
	path := newPath(t)
	j := open(t, path)
	if _, err := raw(t, path).Exec(`CREATE TRIGGER full BEFORE UPDATE ON movements BEGIN SELECT RAISE(FAIL, 'disk trouble'); END`); err != nil {
		t.Fatal(err)
	}
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	m, err := j.TopUp(t.Context(), account(i), card, usd("25"), client.Quote{})
	if err == nil || errors.Is(err, client.ErrUnknown) || !strings.Contains(err.Error(), "nothing was sent") {
		t.Errorf("error %v", err)
	}
	if m.Status != client.MovementFailed || len(i.orders()) != 0 || only(t, j).Status != client.MovementIntended {
		t.Errorf("returned %v, sent %v, row %v", m, i.orders(), only(t, j))
	}
}
