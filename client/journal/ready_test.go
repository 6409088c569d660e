package journal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// slotKey is where a context has the slot of a crowded issuer.
type slotKey struct{}

// crowded is an issuer whose rate limit has no slot at first.
type crowded struct {
	*issuer
	waits chan struct{} // gets one when an order waits
	slots chan struct{} // an order gets a slot with each one
}

// crowdedIssuer succeeds in what is sent with a slot.
func crowdedIssuer(t *testing.T) crowded {
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	succeed := i.topUp
	i.topUp = func(ctx context.Context, o client.Order) (client.Operation, error) {
		if ctx.Value(slotKey{}) == nil {
			t.Error("it was sent without the slot that was waited for")
		}
		return succeed(ctx, o)
	}
	return crowded{i, make(chan struct{}, 1), make(chan struct{}, 1)}
}

func (c crowded) Ready(ctx context.Context) (context.Context, error) {
	c.waits <- struct{}{}
	select {
	case <-c.slots:
		return context.WithValue(ctx, slotKey{}, true), nil
	case <-ctx.Done():
		return nil, &client.Error{Kind: client.ErrUnreachable, Cause: ctx.Err(), NotSent: true}
	}
}

// moved is what Move gave.
type moved struct {
	client.Movement
	err error
}

// topUpCrowded tops up by a crowded issuer, and returns when that waits for its slot.
func topUpCrowded(ctx context.Context, t *testing.T, j *journal.Journal, c crowded) <-chan moved {
	t.Helper()
	end := make(chan moved, 1)
	go func() {
		m, err := topUp(ctx, j, account(c), card, usd("25"), client.Quote{})
		end <- moved{m, err}
	}()
	select {
	case <-c.waits:
	case <-time.After(20 * time.Second):
		t.Fatal("it does not wait for a slot")
	}
	return end
}

// While a movement waits for its slot it is noted and not sent. With the slot it is sent, once.
func TestSlotIsWaitedForBeforeItIsSent(t *testing.T) {
	t.Parallel()
	path, c := newPath(t), crowdedIssuer(t)
	j, other := open(t, path), open(t, path)
	end := topUpCrowded(t.Context(), t, j, c)
	m := only(t, other)
	if changed, err := other.Settle(t.Context(), nil); err != nil || len(changed) != 0 || states(t, other, m.OrderID) != "intended" {
		t.Errorf("while it waits: %s, changed %v, %v", states(t, other, m.OrderID), changed, err)
	}
	if len(c.orders()) != 0 {
		t.Errorf("sent %v", c.orders())
	}
	c.slots <- struct{}{}
	got := <-end
	if got.err != nil || got.Status != client.MovementSucceeded || len(c.orders()) != 1 ||
		states(t, other, m.OrderID) != "intended sent success" {
		t.Errorf("%v, sent %v, %s, %v", got.Movement, c.orders(), states(t, other, m.OrderID), got.err)
	}
}

// Who gives up while it waits is told that nothing was sent, and may send the same at once.
func TestCanceledWhileItWaitsForASlot(t *testing.T) {
	t.Parallel()
	c := crowdedIssuer(t)
	j := open(t, newPath(t))
	ctx, cancel := context.WithCancel(t.Context())
	end := topUpCrowded(ctx, t, j, c)
	cancel()
	m := <-end
	if m.Status != client.MovementFailed || !errors.Is(m.err, context.Canceled) || !strings.HasPrefix(m.err.Error(), "nothing was sent: ") ||
		!client.NotSent(m.err) || len(c.orders()) != 0 || states(t, j, m.OrderID) != "intended failed" {
		t.Errorf("%v, sent %v, %s, %v", m.Movement, c.orders(), states(t, j, m.OrderID), m.err)
	}
	c.slots <- struct{}{}
	again := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25")}
	if _, err := j.Move(t.Context(), account(c), again); err != nil || len(c.orders()) != 1 {
		t.Errorf("the next one: sent %v, %v", c.orders(), err)
	}
}

// Whose program dies while it waits has sent nothing.
func TestKilledWhileItWaitsForASlot(t *testing.T) {
	t.Parallel()
	path, c := newPath(t), crowdedIssuer(t)
	j, other := open(t, path), open(t, path)
	end := topUpCrowded(t.Context(), t, j, c)
	journal.Abandon(j)
	journaltest.Bury(t, path)
	m := only(t, other)
	if _, err := other.Settle(t.Context(), nil); err != nil || states(t, other, m.OrderID) != "intended failed" {
		t.Errorf("%s, %v", states(t, other, m.OrderID), err)
	}
	c.slots <- struct{}{} // it was only asleep, and goes on
	if got := <-end; got.err == nil || len(c.orders()) != 0 || states(t, other, m.OrderID) != "intended failed" {
		t.Errorf("%v, sent %v, %s, %v", got.Movement, c.orders(), states(t, other, m.OrderID), got.err)
	}
}
