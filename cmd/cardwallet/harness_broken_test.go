//go:build unix

package main

import (
	"context"
	"sync"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/team/teamtest"
)

// TestTeamGuardsOutsideTheTransactionPayTwice shows that the tests of a team see what they are there for: guards that look before the
// transaction, and not in it, let both of two people pay.
func TestTeamGuardsOutsideTheTransactionPayTwice(t *testing.T) {
	if !teamtest.CanRestart() {
		return
	}
	const n = 6
	w, all := startTeam(t, runOptions{seed: *seed, movements: n, people: 2})
	orders := make([]chan trial, len(w.homes))
	var paying sync.WaitGroup
	for i, at := range w.homes {
		p, err := startWorker(at, workLoose)
		if err != nil {
			t.Fatal(err)
		}
		orders[i] = make(chan trial, n)
		paying.Go(func() {
			for order := range orders[i] {
				if _, err := p.ask(order); err != nil {
					t.Error(err)
				}
			}
			if err := p.stop(); err != nil {
				t.Error(err)
			}
		})
	}
	for i := range n {
		for _, to := range orders {
			to <- payable(all, i)
		}
	}
	for _, to := range orders {
		close(to)
	}
	paying.Wait()
	if paid, twice := w.paid(); paid == 0 || twice == 0 {
		t.Errorf("%d paid, none twice", paid)
	}
}

// looseFor is how long a loose store waits between looking and writing: others look meanwhile.
const looseFor = 300 * time.Millisecond

// loose is a store whose guards look before the transaction that writes, and not in it.
type loose struct{ journal.Store }

// Moment is that of the store.
func (s loose) Moment() journal.Moment { return s.Store.(journal.Clock).Moment() }

// loosely opens a store as a loose one.
func loosely(open journal.Opener) journal.Opener {
	return func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
		s, o, err := open(ctx, now)
		if err != nil {
			return nil, nil, err
		}
		return loose{s}, o, nil
	}
}

// Write looks first, and writes then.
func (s loose) Write(ctx context.Context, f func(context.Context, journal.Tx) error) error {
	later := postponed{View: s.Store}
	if err := f(ctx, &later); err != nil {
		return err
	}
	pass(ctx, looseFor)
	return s.Store.Write(ctx, func(ctx context.Context, tx journal.Tx) error {
		for _, write := range later.writes {
			if err := write(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// postponed keeps what is to be written.
type postponed struct {
	journal.View
	writes []func(context.Context, journal.Tx) error
}

func (p *postponed) put(write func(context.Context, journal.Tx) error) error {
	p.writes = append(p.writes, write)
	return nil
}

// MaySend is postponed, too.
func (p *postponed) MaySend(_ context.Context, owner string) error {
	return p.put(func(ctx context.Context, tx journal.Tx) error { return tx.MaySend(ctx, owner) })
}

// Add adds later.
func (p *postponed) Add(_ context.Context, r journal.Row) error {
	return p.put(func(ctx context.Context, tx journal.Tx) error { return tx.Add(ctx, r) })
}

// Update updates later.
func (p *postponed) Update(_ context.Context, r journal.Row) error {
	return p.put(func(ctx context.Context, tx journal.Tx) error { return tx.Update(ctx, r) })
}

// Note notes later.
func (p *postponed) Note(_ context.Context, orderID string, s client.Step) error {
	return p.put(func(ctx context.Context, tx journal.Tx) error { return tx.Note(ctx, orderID, s) })
}
