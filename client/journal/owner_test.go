package journal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// A row that was noted and not yet sent closes the card for as long as its owner lives, however long that takes. Once the owner is gone
// it gives way, and should the owner live after all, it can no longer send.
func TestOwnerThatWasGivenUpCannotSend(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	now := at("2026-11-05T10:00:00Z")
	clock := journal.WithClock(func() time.Time { return now })
	quick := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	slow := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	j2 := open(t, path, clock)
	var j1 *journal.Journal
	calls := 0
	j1 = open(t, path, journal.WithClock(func() time.Time {
		if calls++; calls == 2 { // between intended and sent, while this process was stopped for a while
			now = now.Add(time.Hour)
			if _, err := topUp(t.Context(), j2, account(quick), card, usd("3"), client.Quote{}); !errors.Is(err, client.ErrOpenMovement) {
				t.Errorf("while its owner lives: %v", err)
			}
			journal.Abandon(j1)
			if _, err := topUp(t.Context(), j2, account(quick), card, usd("3"), client.Quote{}); err != nil {
				t.Errorf("when its owner is gone: %v", err)
			}
		}
		return now
	}))
	m, err := topUp(t.Context(), j1, account(slow), card, usd("25"), client.Quote{})
	if err == nil || errors.Is(err, client.ErrUnknown) {
		t.Errorf("error %v", err)
	}
	if len(slow.orders()) != 0 || len(quick.orders()) != 1 {
		t.Errorf("the slow one sent %v, the quick one %v", slow.orders(), quick.orders())
	}
	if m.Status != client.MovementFailed || states(t, j1, m.OrderID) != "intended failed" {
		t.Errorf("%v: %s", m, states(t, j1, m.OrderID))
	}
}

// A dead owner's row that was sent is unknown from then on, whoever looks first: Settle, Check or Move.
func TestSentRowOfADeadOwner(t *testing.T) {
	t.Parallel()
	for name, look := range map[string]func(context.Context, *journal.Journal) error{
		"settle": func(ctx context.Context, j *journal.Journal) error {
			changed, err := j.Settle(ctx, nil)
			if len(changed) != 1 || changed[0].Status != client.MovementUnknown {
				return errors.New("Settle does not tell")
			}
			return err
		},
		"check": func(ctx context.Context, j *journal.Journal) error {
			return j.Check(ctx, account(answering(client.Operation{}, nil)), client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("1")})
		},
		"move": func(ctx context.Context, j *journal.Journal) error {
			_, err := topUp(ctx, j, account(answering(client.Operation{}, nil)), card, usd("1"), client.Quote{})
			return err
		},
		"mark": func(ctx context.Context, j *journal.Journal) error {
			_, err := j.Mark(ctx, "NONE", client.MovementFailed, "x", "")
			if errors.Is(err, client.ErrNotFound) {
				return nil
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			one, two := open(t, path), open(t, path)
			sending, release := make(chan struct{}), make(chan struct{})
			slow := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
				close(sending)
				<-release
				return client.Operation{Status: client.OperationSucceeded}, nil
			}}
			done := make(chan client.Movement)
			go func() {
				m, _ := topUp(context.WithoutCancel(t.Context()), one, account(slow), card, usd("25"), client.Quote{})
				done <- m
			}()
			<-sending
			if changed, err := two.Settle(t.Context(), nil); err != nil || len(changed) != 0 || only(t, two).Status != client.MovementSent {
				t.Errorf("while its owner lives: %v, %v", changed, err)
			}
			if changed, err := one.Settle(t.Context(), nil); err != nil || len(changed) != 0 {
				t.Errorf("its own: %v, %v", changed, err)
			}
			journal.Abandon(one)
			if err := look(t.Context(), two); err != nil && !errors.Is(err, client.ErrOpenMovement) {
				t.Error(err)
			}
			if m := only(t, two); m.Status != client.MovementUnknown ||
				!strings.Contains(m.Description, "the program ended while it was sending; the money may have moved") {
				t.Errorf("%v", m)
			}
			close(release) // it was not dead after all: what it learned counts
			if m := <-done; m.Status != client.MovementSucceeded || states(t, two, m.OrderID) != "intended sent unknown success" {
				t.Errorf("%v", m)
			}
		})
	}
}

// A handle that lost track of its own movement (noting the outcome failed) does not keep the card closed as if it were sending.
func TestOwnRowThatNobodyWorksOn(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	other := raw(t, path)
	i := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		if err := other.Break(); err != nil {
			t.Error(err)
		}
		return client.Operation{Status: client.OperationSucceeded}, nil
	}}
	if _, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{}); !errors.Is(err, client.ErrUnknown) {
		t.Fatal(err)
	}
	if err := other.Mend(); err != nil {
		t.Fatal(err)
	}
	if changed, err := j.Settle(t.Context(), nil); err != nil || len(changed) != 1 || changed[0].Status != client.MovementUnknown {
		t.Errorf("%v, %v", changed, err)
	}
}
