package journal_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
	"cardwallet/client/journal/spool"
)

// line is the way to a store that is on another machine. A test cuts it.
type line struct {
	journal.Store
	write func(n int) error // what the n-th write meets; nil passes
	after func(n int) error // the same when it was written
	n     int
	dir   string // of this machine, for what is kept meanwhile
}

func (l *line) Write(ctx context.Context, f func(context.Context, journal.Tx) error) error {
	l.n++
	if l.write != nil {
		if err := l.write(l.n); err != nil {
			return err
		}
	}
	if err := l.Store.Write(ctx, f); err != nil {
		return err
	}
	if l.after != nil {
		return l.after(l.n)
	}
	return nil
}

var errAway = fmt.Errorf("the team's journal does not answer\ndb: %w", client.ErrUnreachable)

// remote opens the journal at path over a line.
func remote(t *testing.T, path string, l *line, options ...journal.Option) *journal.Journal {
	t.Helper()
	if l.dir == "" {
		l.dir = t.TempDir()
	}
	opener := func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
		s, o, err := journaltest.At(path)(ctx, now)
		l.Store = s
		return l, o, err
	}
	j := journal.New(opener, append(options, journal.WithSpool(spool.In(filepath.Join(l.dir, "outcomes"))))...)
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return j
}

// TestTheStoreIsAway: cut at each write of a movement, before it is written and after, and for how long. Nothing is sent where the store
// did not take it, and what was sent gets its outcome as soon as the store is back.
func TestTheStoreIsAway(t *testing.T) {
	t.Parallel()
	const always = 1 << 20
	maybe := fmt.Errorf("%w: the connection broke", journal.ErrMaybe)
	for _, test := range []struct {
		name        string
		from, until int // the writes that are cut off
		after       bool
		sent        int
		status      client.MovementStatus // that Move tells
		waits       int
		states      string // when the store is back; empty: there is no row
	}{
		{"before the row is written", 1, always, false, 0, "", 0, ""},
		{"when the row was written", 1, 1, true, 0, client.MovementFailed, 0, "intended failed"},
		{"when the row was written, and it stays away", 1, always, true, 0, client.MovementFailed, 0, "intended failed"},
		{"before it is marked as sent", 2, always, false, 0, client.MovementFailed, 1, "intended failed"},
		{"when it was marked as sent", 2, 2, true, 0, client.MovementFailed, 0, "intended sent failed"},
		{"when it was marked as sent, and it stays away", 2, always, true, 0, client.MovementFailed, 0, "intended sent failed"},
		{"for a moment after sending", 3, 3, false, 1, client.MovementSucceeded, 0, "intended sent success"},
		{"after sending", 3, always, false, 1, client.MovementSucceeded, 1, "intended sent success"},
		{"when the outcome was written", 3, 3, true, 1, client.MovementSucceeded, 0, "intended sent success"},
		{"when the outcome was written, and it stays away", 3, always, true, 1, client.MovementSucceeded, 0, "intended sent success"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := newPath(t)
			l := &line{}
			cut := func(err error) func(int) error {
				return func(n int) error {
					if n >= test.from && n <= test.until {
						return err
					}
					return nil
				}
			}
			if test.after {
				l.after = cut(maybe)
			} else {
				l.write = cut(errAway)
			}
			i := answering(client.Operation{Status: client.OperationSucceeded, IssuerOrderID: "9"}, nil)
			j := remote(t, path, l)
			m, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
			if len(i.orders()) != test.sent || m.Status != test.status {
				t.Fatalf("sent %d, %q, %v", len(i.orders()), m.Status, err)
			}
			if nothing := strings.Contains(fmt.Sprint(err), "nothing was sent"); nothing != (test.sent == 0) || (err == nil) != (test.sent == 1) {
				t.Errorf("told %v", err)
			}
			if waiting, err := j.Waiting(); err != nil || len(waiting) != test.waits {
				t.Errorf("waiting: %v, %v", waiting, err)
			}
			_, err = j.Movements(t.Context(), client.MovementFilter{})
			if says := strings.Contains(fmt.Sprint(err), "1 outcome waits for it on this machine"); says != (test.waits == 1 && !test.after) {
				t.Errorf("a reader is told: %v", err)
			}
			l.write, l.after = nil, nil
			other := remote(t, path, &line{dir: l.dir}) // another process of this machine finds it
			if _, err := other.Settle(t.Context(), nil); err != nil {
				t.Error(err)
			}
			if waiting, err := j.Waiting(); err != nil || len(waiting) != 0 {
				t.Errorf("still waiting: %v, %v", waiting, err)
			}
			rows, err := other.Movements(t.Context(), client.MovementFilter{})
			if err != nil || len(rows) != min(1, len(test.states)) {
				t.Fatalf("%v, %v", rows, err)
			}
			if len(rows) == 1 && states(t, other, rows[0].OrderID) != test.states {
				t.Errorf("%s, want %s", states(t, other, rows[0].OrderID), test.states)
			}
		})
	}
}

// TestAKeptOutcomeIsBetterThanADoubt: the others have taken the movement for unknown meanwhile.
func TestAKeptOutcomeIsBetterThanADoubt(t *testing.T) {
	t.Parallel()
	for as, want := range map[client.MovementStatus]string{
		"":                       "intended sent unknown success",
		client.MovementFailed:    "intended sent unknown failed failed", // a person has said so: the late word is in the history
		client.MovementSucceeded: "intended sent unknown success",
	} {
		path := newPath(t)
		l := &line{}
		l.write = func(n int) error {
			if n >= 3 {
				return errAway
			}
			return nil
		}
		i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
		j := remote(t, path, l)
		m, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
		if err != nil || m.Status != client.MovementSucceeded || !strings.Contains(m.Description, "kept on this machine") {
			t.Fatalf("%v, %v", m, err)
		}
		journal.Abandon(j)
		others := open(t, path) // on another machine: it knows nothing of what is kept here
		if _, err := others.Settle(t.Context(), nil); err != nil || states(t, others, m.OrderID) != "intended sent unknown" {
			t.Fatalf("%v, %s", err, states(t, others, m.OrderID))
		}
		if as != "" {
			if _, err := others.Mark(t.Context(), m.OrderID, as, "seen", ""); err != nil {
				t.Fatal(err)
			}
		}
		l.write = nil
		if _, err := j.Settle(t.Context(), nil); err != nil {
			t.Error(err)
		}
		if got := states(t, others, m.OrderID); got != want {
			t.Errorf("marked as %q: %s, want %s", as, got, want)
		}
	}
}

// TestOpeningAnAwayStore: what cannot be asked is told as that, and with it that nothing was sent.
func TestOpeningAnAwayStore(t *testing.T) {
	t.Parallel()
	j := journal.New(func(context.Context, func() time.Time) (journal.Store, journal.Owner, error) {
		return nil, nil, errAway
	})
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	_, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
	if !errors.Is(err, client.ErrUnreachable) || len(i.orders()) != 0 ||
		!strings.HasPrefix(err.Error(), "the team's journal does not answer: nothing was sent\n") {
		t.Errorf("%v, sent %v", err, i.orders())
	}
}
