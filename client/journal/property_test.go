package journal_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// Whatever issuers answer, in whatever order people and processes act: each order is sent at most once, every history is legal, a
// settled movement never changes again, and a card has at most one open movement unless that was overridden.
func TestAnySequence(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	now := at("2026-11-05T10:00:00Z")
	clock := journal.WithClock(func() time.Time { return now })
	polling := journal.WithPolling(time.Microsecond, 100*time.Microsecond)
	handles := []*journal.Journal{open(t, path, clock, polling), open(t, path, clock, polling)}
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		// A profile of its own keeps each run apart from the others in the file.
		w := &world{profile: fmt.Sprintf("run%d", runs), sent: map[string]int{}, settled: map[string]client.Movement{}}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 60).Draw(rt, "seconds")) * time.Second)
			j := rapid.SampledFrom(handles).Draw(rt, "process")
			if rapid.Bool().Draw(rt, "follow") {
				w.follow(rt, j)
			} else {
				w.topUp(rt, j)
			}
			w.check(rt, handles[0])
		}
	})
}

// world is the model that the journal is compared with.
type world struct {
	profile    string
	sent       map[string]int             // orders that reached the sender
	settled    map[string]client.Movement // as first seen
	overridden bool
}

func (w *world) answer(rt *rapid.T) (client.Operation, error) {
	if rapid.Bool().Draw(rt, "error") {
		return client.Operation{}, rapid.SampledFrom([]error{
			context.DeadlineExceeded, io.EOF,
			&client.Error{Kind: client.ErrUnreachable, Status: 502}, &client.Error{Kind: client.ErrUnreachable, NotSent: true},
			&client.Error{Kind: client.ErrRefused, Status: 200, Message: "no"}, &client.Error{Kind: client.ErrNotFound, Status: 404},
			&client.Error{Kind: client.ErrGarbage, Status: 200},
		}).Draw(rt, "which error")
	}
	op := client.Operation{
		Status: rapid.SampledFrom([]client.OperationStatus{
			client.OperationProcessing, client.OperationSucceeded, client.OperationFailed, "paused",
		}).Draw(rt, "status"),
		Description: rapid.StringN(0, 400, -1).Draw(rt, "description"),
	}
	if rapid.Bool().Draw(rt, "fee") {
		op.Fee = client.NewMoney(decimal.New(rapid.Int64Range(-10, 10_000).Draw(rt, "fee amount"), -2), "USD")
	}
	if rapid.IntRange(0, 5).Draw(rt, "other") == 0 {
		op.CardID = "other"
	}
	return op, nil
}

func (w *world) topUp(rt *rapid.T, j *journal.Journal) {
	before := total(w.sent)
	i := &issuer{topUp: func(_ context.Context, o client.Order) (client.Operation, error) {
		w.sent[o.ID]++
		return w.answer(rt)
	}}
	c := client.Card{Profile: w.profile}
	c.ID = rapid.SampledFrom([]string{"1", "2"}).Draw(rt, "card")
	amount := client.NewMoney(decimal.New(rapid.Int64Range(1, 99_999_999).Draw(rt, "amount"), rapid.Int32Range(-8, 2).Draw(rt, "exponent")),
		"USD")
	act := topUp
	if rapid.IntRange(0, 4).Draw(rt, "override") == 0 {
		act, w.overridden = topUpOverriding, true
	}
	m, err := act(context.Background(), j, client.Account{Profile: w.profile, Issuer: i}, c, amount, client.Quote{})
	if errors.Is(err, client.ErrOpenMovement) {
		if total(w.sent) != before {
			rt.Fatalf("sent although the card is blocked")
		}
		return
	}
	if !m.Amount.Amount.Equal(amount.Amount) {
		rt.Fatalf("%s was asked for, %s noted", amount, m.Amount)
	}
	if good := m.Status == client.MovementSucceeded || m.Status == client.MovementProcessing; good != (err == nil) {
		rt.Fatalf("%v with error %v", m, err)
	}
	if (m.Status == client.MovementUnknown) != errors.Is(err, client.ErrUnknown) {
		rt.Fatalf("%v with error %v", m, err)
	}
}

func (w *world) follow(rt *rapid.T, j *journal.Journal) {
	open, err := j.Unsettled(context.Background(), w.profile, "")
	if err != nil {
		rt.Fatal(err)
	}
	if len(open) == 0 {
		return
	}
	before := total(w.sent)
	reader := askable{&issuer{}, func(context.Context, string) (client.Operation, error) { return w.answer(rt) }}
	// Its error says how the asking went, which check does not depend on.
	_, _ = j.Follow(context.Background(), client.Account{Profile: w.profile, Issuer: reader}, rapid.SampledFrom(open).Draw(rt, "which"))
	if total(w.sent) != before {
		rt.Fatal("following sent something")
	}
}

func total(sent map[string]int) int {
	total := 0
	for _, n := range sent {
		total += n
	}
	return total
}

var legal = []string{
	" intended", "intended sent", "intended failed", "sent processing", "sent success", "sent failed", "sent unknown",
	"processing success", "processing failed", "unknown processing", "unknown success", "unknown failed",
}

func (w *world) check(rt *rapid.T, j *journal.Journal) {
	rows, err := j.Movements(context.Background(), client.MovementFilter{Profile: w.profile})
	if err != nil {
		rt.Fatal(err)
	}
	open := map[string]int{}
	for _, m := range rows {
		if w.sent[m.OrderID] != 1 {
			rt.Fatalf("order %s was sent %d times", m.OrderID, w.sent[m.OrderID])
		}
		steps, err := j.History(context.Background(), m.OrderID)
		if err != nil {
			rt.Fatal(err)
		}
		last := client.MovementStatus("")
		for _, s := range steps {
			if s.From != last || !slices.Contains(legal, fmt.Sprintf("%s %s", s.From, s.To)) {
				rt.Fatalf("order %s: step from %q to %q after %q", m.OrderID, s.From, s.To, last)
			}
			last = s.To
		}
		if last != m.Status || m.SettledAt.IsZero() == m.Status.Settled() {
			rt.Fatalf("row %+v after %v", m, steps)
		}
		if !m.Status.Settled() {
			open[m.CardID]++
		} else if first, seen := w.settled[m.OrderID]; !seen {
			w.settled[m.OrderID] = m
		} else if diff := cmp.Diff(first, m); diff != "" {
			rt.Fatalf("a settled movement changed:\n%s", diff)
		}
	}
	if len(rows) != len(w.sent) {
		rt.Fatalf("%d rows, %d orders sent", len(rows), len(w.sent))
	}
	for id, n := range open {
		if n > 1 && !w.overridden {
			rt.Fatalf("%d movements are open on card %s", n, id)
		}
	}
}
