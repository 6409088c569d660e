package journal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
)

func issuerError(kind error, status int, message string) *client.Error {
	return &client.Error{Kind: kind, Profile: "fin", Op: "top up", Status: status, Message: message,
		Duplicate: strings.HasPrefix(message, "Duplicate")}
}

func TestTopUpOutcome(t *testing.T) {
	t.Parallel()
	notSent := issuerError(client.ErrUnreachable, 0, "")
	notSent.NotSent = true
	unauthorized := issuerError(client.ErrNotAllowed, 401, "token s3cr3t expired")
	untouched := issuerError(client.ErrInsufficient, 200, "Insufficient balance")
	untouched.Untouched = true
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
		{"success", client.Operation{Status: client.OperationSucceeded, CardID: card.ID, Amount: usd("25"), Fee: usd("0.75")}, nil,
			client.MovementSucceeded, nil, "", "0.75"},
		{"success, echo with trailing zeros", client.Operation{Status: client.OperationSucceeded, Amount: usd("25.0000")}, nil,
			client.MovementSucceeded, nil, "", "1"},
		{"success without echo keeps the estimate", client.Operation{Status: client.OperationSucceeded}, nil, client.MovementSucceeded, nil,
			"", "1"},
		{"success, no fee after all", client.Operation{Status: client.OperationSucceeded, Fee: usd("0")}, nil, client.MovementSucceeded, nil,
			"", "0"},
		{"processing", client.Operation{Status: client.OperationProcessing, IssuerOrderID: "77", Description: "Deposit"}, nil,
			client.MovementProcessing, nil, "Deposit", "1"},
		{"failed", client.Operation{Status: client.OperationFailed, Description: "card type offline"}, nil, client.MovementFailed,
			client.ErrRefused, "card type offline", "1"},

		{"never sent", client.Operation{}, notSent, client.MovementFailed, client.ErrUnreachable, "it never reached the issuer", "1"},
		{"never sent, wrapped", client.Operation{}, fmt.Errorf("login: %w", notSent), client.MovementFailed, client.ErrUnreachable,
			"it never reached the issuer", "1"},
		{"bad token", client.Operation{}, unauthorized, client.MovementUnknown, client.ErrUnknown,
			"http 401 (not allowed), which does not prove that nothing was done: it is being found out", "1"},
		{"refused", client.Operation{}, issuerError(client.ErrRefused, 200, "exceeds limit"), client.MovementUnknown, client.ErrUnknown,
			"the issuer said \"exceeds limit\", which does not prove that nothing was done: it is being found out", "1"},
		{"refused in hostile words", client.Operation{}, issuerError(client.ErrRefused, 200, "no\x1b[2J\u202e"), client.MovementUnknown,
			client.ErrUnknown, `said "no\x1b[2J\u202e"`, "1"},
		{"insufficient", client.Operation{}, issuerError(client.ErrInsufficient, 409, ""), client.MovementUnknown, client.ErrUnknown,
			"http 409 (insufficient balance)", "1"},
		{"no such card", client.Operation{}, issuerError(client.ErrNotFound, 404, ""), client.MovementUnknown, client.ErrUnknown,
			"http 404 (not found)", "1"},
		{"forbidden", client.Operation{}, issuerError(client.ErrNotAllowed, 403, "key s3cr3t"), client.MovementUnknown, client.ErrUnknown,
			"http 403 (not allowed)", "1"},
		{"untouched, and nobody can be asked", client.Operation{}, untouched, client.MovementUnknown, client.ErrUnknown,
			"it is being found out", "1"},

		{"refused with a server error", client.Operation{}, issuerError(client.ErrRefused, 500, "exceeds limit"), client.MovementUnknown,
			client.ErrUnknown, "http 500", "1"},
		{"refused without an answer", client.Operation{}, issuerError(client.ErrRefused, 0, ""), client.MovementUnknown, client.ErrUnknown,
			"no usable answer", "1"},
		{"refused by a redirect", client.Operation{}, issuerError(client.ErrRefused, 302, ""), client.MovementUnknown, client.ErrUnknown,
			"no usable answer", "1"},
		{"refused, but cut off", client.Operation{}, interrupted, client.MovementUnknown, client.ErrUnknown, "no answer came in time", "1"},
		{"duplicate order", client.Operation{}, issuerError(client.ErrRefused, 200, "Duplicate merchantOrderNo"), client.MovementUnknown,
			client.ErrUnknown, "already has this order", "1"},
		{"timeout", client.Operation{}, context.DeadlineExceeded, client.MovementUnknown, client.ErrUnknown, "no answer came in time", "1"},
		{"timeout of the network", client.Operation{}, &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, client.MovementUnknown,
			client.ErrUnknown, "no answer came in time", "1"},
		{"broken connection", client.Operation{}, io.ErrUnexpectedEOF, client.MovementUnknown, client.ErrUnknown, "no usable answer", "1"},
		{"broken connection, explained", client.Operation{}, issuerError(client.ErrUnreachable, 0, ""), client.MovementUnknown,
			client.ErrUnknown, "the connection broke", "1"},
		{"server error", client.Operation{}, issuerError(client.ErrUnreachable, 502, ""), client.MovementUnknown, client.ErrUnknown,
			"http 502", "1"},
		{"garbage", client.Operation{}, issuerError(client.ErrGarbage, 200, ""), client.MovementUnknown, client.ErrUnknown,
			"could not be read", "1"},
		{"rate limited", client.Operation{}, issuerError(client.ErrRateLimited, 429, ""), client.MovementUnknown, client.ErrUnknown,
			"http 429 (rate limited)", "1"},

		{"answer about another card", otherCard, nil, client.MovementUnknown, client.ErrUnknown, "another card", "1"},
		{"answer about another order", client.Operation{Status: client.OperationFailed, OrderID: "OTHER"}, nil, client.MovementUnknown,
			client.ErrUnknown, "another order", "1"},
		{"answer about another amount", client.Operation{Status: client.OperationSucceeded, Amount: usd("2500")}, nil, client.MovementUnknown,
			client.ErrUnknown, "another amount", "1"},
		{"answer a cent off", client.Operation{Status: client.OperationSucceeded, Amount: usd("25.01")}, nil, client.MovementUnknown,
			client.ErrUnknown, "another amount", "1"},
		{"answer off by what floats leave", client.Operation{Status: client.OperationSucceeded, Amount: usd("25.0000003")}, nil,
			client.MovementSucceeded, nil, "", "1"},
		{"answer in another currency", client.Operation{Status: client.OperationSucceeded,
			Amount: client.NewMoney(decimal.NewFromInt(25), "EUR")}, nil, client.MovementUnknown, client.ErrUnknown, "another amount", "1"},
		{"absurd amount", client.Operation{Status: client.OperationSucceeded, Amount: client.NewMoney(decimal.New(1, 9000), "USD")}, nil,
			client.MovementUnknown, client.ErrUnknown, "another amount", "1"},
		{"negative fee", client.Operation{Status: client.OperationSucceeded, Fee: usd("-1")}, nil, client.MovementUnknown, client.ErrUnknown,
			"fee that makes no sense", "1"},
		{"unheard-of status", client.Operation{Status: "paused"}, nil, client.MovementUnknown, client.ErrUnknown, "does not know", "1"},
		{"empty answer", client.Operation{}, nil, client.MovementUnknown, client.ErrUnknown, "does not know", "1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			created := at("2026-11-05T10:00:00Z")
			clock := created
			j := open(t, newPath(t), journal.WithClock(func() time.Time { clock = clock.Add(time.Second); return clock.Add(-time.Second) }))
			i := answering(test.answer, test.err)
			m, err := topUp(t.Context(), j, account(i), card, usd("25"), estimate(usd("25")))

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
