package journal_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/journal"
)

func TestOpenMovementBlocksTheCard(t *testing.T) {
	for name, sender := range map[string]*issuer{
		"processing": answering(client.Operation{Status: client.OperationProcessing}, nil),
		"unknown":    answering(client.Operation{}, context.DeadlineExceeded),
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			j := open(t, path)
			first, _ := j.TopUp(t.Context(), account(sender), card, usd("25"), client.Quote{})

			second := open(t, path)
			ready := answering(client.Operation{Status: client.OperationSucceeded}, nil)
			_, err := second.TopUp(t.Context(), account(ready), card, usd("25"), client.Quote{})
			var open *journal.OpenMovementError
			if !errors.Is(err, journal.ErrOpenMovement) || !errors.As(err, &open) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(first, open.Movement); diff != "" {
				t.Errorf("the movement in the way:\n%s", diff)
			}
			if !strings.Contains(err.Error(), first.OrderID) || !strings.Contains(err.Error(), "25.00 USD") {
				t.Errorf("error %v", err)
			}
			if only(t, j).OrderID != first.OrderID || len(ready.orders()) != 0 {
				t.Errorf("a refused movement left a row or was sent: %v", ready.orders())
			}

			elsewhere := card
			elsewhere.ID = "another"
			if _, err := second.TopUp(t.Context(), account(ready), elsewhere, usd("25"), client.Quote{}); err != nil {
				t.Errorf("another card is blocked too: %v", err)
			}
			if m, err := second.TopUpOverriding(t.Context(), account(ready), card, usd("25"), client.Quote{}); err != nil || m.Status != client.MovementSucceeded {
				t.Errorf("with override: %v, %v", m, err)
			}
			unsettled, err := j.Unsettled(t.Context(), "fin", card.ID)
			if diff := cmp.Diff([]client.Movement{first}, unsettled); diff != "" || err != nil {
				t.Errorf("unsettled: %v\n%s", err, diff)
			}
		})
	}
}

func TestSettledMovementDoesNotBlock(t *testing.T) {
	j := open(t, newPath(t))
	for _, i := range []*issuer{
		answering(client.Operation{Status: client.OperationFailed}, nil),
		answering(client.Operation{}, &client.Error{Kind: client.ErrUnreachable, NotSent: true}),
		answering(client.Operation{Status: client.OperationSucceeded}, nil),
	} {
		if _, err := j.TopUp(t.Context(), account(i), card, usd("25"), client.Quote{}); errors.Is(err, journal.ErrOpenMovement) {
			t.Error(err)
		}
		if len(i.orders()) != 1 {
			t.Errorf("sent %v", i.orders())
		}
	}
}

// One card, two journals on one file, many at once: one sends, and all others are told which movement is in the way.
func TestOneSenderForEachCard(t *testing.T) {
	const racers = 50
	path := newPath(t)
	handles := []*journal.Journal{open(t, path), open(t, path)}
	refused := make(chan error, racers)
	var first atomic.Bool
	i := &issuer{}
	i.topUp = func(ctx context.Context, o client.Order) (client.Operation, error) {
		if first.Swap(true) {
			refused <- errors.New("a second movement was sent")
			return client.Operation{Status: client.OperationSucceeded}, nil
		}
		for range racers - 1 { // the request lasts until everybody else has tried
			if err := <-refused; !errors.Is(err, journal.ErrOpenMovement) {
				t.Errorf("error %v", err)
			} else if open := (*journal.OpenMovementError)(nil); errors.As(err, &open) && open.Movement.OrderID != o.ID {
				t.Errorf("told of %v, want %v", open.Movement, o.ID)
			}
		}
		return client.Operation{Status: client.OperationSucceeded}, nil
	}
	var wg sync.WaitGroup
	for n := range racers {
		wg.Go(func() {
			if _, err := handles[n%2].TopUp(t.Context(), account(i), card, usd("25"), client.Quote{}); err != nil {
				refused <- err
			}
		})
	}
	wg.Wait()
	if len(i.orders()) != 1 {
		t.Errorf("%d sent, want 1", len(i.orders()))
	}
	if m := only(t, handles[0]); m.Status != client.MovementSucceeded {
		t.Errorf("%v", m)
	}
}

func TestManyOpenANewJournalAtOnce(t *testing.T) {
	path := newPath(t)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			j, err := journal.Open(t.Context(), path)
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			defer j.Close()
			for {
				_, err = j.TopUp(t.Context(), account(i), card, usd("1"), client.Quote{})
				if !errors.Is(err, journal.ErrOpenMovement) {
					break
				}
			}
			if err != nil {
				t.Errorf("top up: %v", err)
			}
		})
	}
	wg.Wait()
	rows, err := open(t, path).Movements(t.Context(), journal.Filter{})
	if err != nil || len(rows) != 12 || len(i.orders()) != 12 {
		t.Errorf("%d rows, %d sent, %v; want 12", len(rows), len(i.orders()), err)
	}
}

// A row that was noted and never marked as sent belongs to a process that died. It gives way after half a minute, and should its
// owner live after all, it can no longer send.
func TestAbandonedMovementGivesWay(t *testing.T) {
	path := newPath(t)
	start := at("2026-11-05T10:00:00Z")
	slow := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	quick := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	later := start.Add(29 * time.Second)
	j2 := open(t, path, journal.WithClock(func() time.Time { return later }))

	calls := 0
	j1 := open(t, path, journal.WithClock(func() time.Time {
		if calls++; calls == 2 { // between intended and sent, while this process was stopped for a while
			if _, err := j2.TopUp(t.Context(), account(quick), card, usd("3"), client.Quote{}); !errors.Is(err, journal.ErrOpenMovement) {
				t.Errorf("after 29 s: %v", err)
			}
			later = start.Add(31 * time.Second)
			if _, err := j2.TopUp(t.Context(), account(quick), card, usd("3"), client.Quote{}); err != nil {
				t.Errorf("after 31 s: %v", err)
			}
		}
		return start
	}))
	m, err := j1.TopUp(t.Context(), account(slow), card, usd("25"), client.Quote{})
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
