package journal_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/journal"
)

func TestOpenMovementBlocksTheCard(t *testing.T) {
	t.Parallel()
	for name, sender := range map[string]*issuer{
		"processing": answering(client.Operation{Status: client.OperationProcessing}, nil),
		"unknown":    answering(client.Operation{}, context.DeadlineExceeded),
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			j := open(t, path)
			first, _ := topUp(t.Context(), j, account(sender), card, usd("25"), client.Quote{})

			second := open(t, path)
			ready := answering(client.Operation{Status: client.OperationSucceeded}, nil)
			_, err := topUp(t.Context(), second, account(ready), card, usd("25"), client.Quote{})
			var open *client.GuardError
			if !errors.Is(err, client.ErrOpenMovement) || !errors.As(err, &open) {
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
			if _, err := topUp(t.Context(), second, account(ready), elsewhere, usd("25"), client.Quote{}); err != nil {
				t.Errorf("another card is blocked too: %v", err)
			}
			if m, err := topUpOverriding(t.Context(), second, account(ready), card, usd("25"), client.Quote{}); err != nil ||
				m.Status != client.MovementSucceeded {
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
	t.Parallel()
	j := open(t, newPath(t))
	for _, i := range []*issuer{
		answering(client.Operation{Status: client.OperationFailed}, nil),
		answering(client.Operation{}, &client.Error{Kind: client.ErrUnreachable, NotSent: true}),
		answering(client.Operation{Status: client.OperationSucceeded}, nil),
	} {
		if _, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{}); errors.Is(err, client.ErrOpenMovement) {
			t.Error(err)
		}
		if len(i.orders()) != 1 {
			t.Errorf("sent %v", i.orders())
		}
	}
}

// One card, two journals on one file, many at once: one sends, and all others are told which movement is in the way.
func TestOneSenderForEachCard(t *testing.T) {
	t.Parallel()
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
			if err := <-refused; !errors.Is(err, client.ErrOpenMovement) {
				t.Errorf("error %v", err)
			} else if open := (*client.GuardError)(nil); errors.As(err, &open) && open.Movement.OrderID != o.ID {
				t.Errorf("told of %v, want %v", open.Movement, o.ID)
			}
		}
		return client.Operation{Status: client.OperationSucceeded}, nil
	}
	var wg sync.WaitGroup
	for n := range racers {
		wg.Go(func() {
			if _, err := topUp(t.Context(), handles[n%2], account(i), card, usd("25"), client.Quote{}); err != nil {
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
	t.Parallel()
	path := newPath(t)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			j, err := openAt(t.Context(), path)
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			defer j.Close()
			for {
				_, err = topUp(t.Context(), j, account(i), card, usd("1"), client.Quote{})
				if !errors.Is(err, client.ErrOpenMovement) {
					break
				}
			}
			if err != nil {
				t.Errorf("top up: %v", err)
			}
		})
	}
	wg.Wait()
	rows, err := open(t, path).Movements(t.Context(), client.MovementFilter{})
	if err != nil || len(rows) != 12 || len(i.orders()) != 12 {
		t.Errorf("%d rows, %d sent, %v; want 12", len(rows), len(i.orders()), err)
	}
}
