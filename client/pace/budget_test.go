package pace

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
)

// told is a Budget that says one thing after the other.
type told struct {
	waits []time.Duration
	broken,
	left bool
	keys   [][sha256.Size]byte
	paused time.Duration
}

func (b *told) Queue(key [sha256.Size]byte, _ int) Place {
	b.keys = append(b.keys, key)
	return b
}

func (b *told) Pause(_ [sha256.Size]byte, d time.Duration) { b.paused = d }

func (b *told) Leave() { b.left = true }

func (b *told) Ask(context.Context) (wait, again time.Duration, ok bool) {
	if len(b.waits) == 0 {
		return 0, 0, !b.broken
	}
	wait = b.waits[0]
	b.waits = b.waits[1:]
	return wait, min(wait, 10*time.Second), true
}

// through is a gate of its own for the budget: limiters outlive a test.
func through(b Budget) *Gate { return New(rand.Text(), "", 60, b) }

// A request asks again when it is told to, and goes when it has its slot.
func TestBudgetIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &told{waits: []time.Duration{90 * time.Second, 3 * time.Second}}
		start := time.Now()
		if err := through(b).Wait(t.Context(), "k"); err != nil || time.Since(start) != 13*time.Second || b.left {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// What cannot be waited for fails at once, and gives up its place; so does what is given up.
func TestBudgetBeyondTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &told{waits: []time.Duration{30 * time.Second}}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		start := time.Now()
		err := through(b).Wait(ctx, "k")
		if e := issuerError(t, err); e.Kind != client.ErrRateLimited || !e.NotSent || e.RetryAfter != 30*time.Second || !b.left ||
			time.Since(start) != 0 {
			t.Errorf("got %+v after %v", e, time.Since(start))
		}
		b = &told{waits: []time.Duration{time.Minute}}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		err = through(b).Wait(ctx, "k")
		if e := issuerError(t, err); !e.NotSent || !errors.Is(err, context.Canceled) || !b.left {
			t.Errorf("got %+v", e)
		}
	})
}

// A budget that is away makes no request fail.
func TestBudgetAway(t *testing.T) {
	t.Parallel()
	b := &told{broken: true}
	if err := through(b).Wait(t.Context(), "k"); err != nil {
		t.Error(err)
	}
}

// Profiles share a budget by what the issuer counts by, whatever their limit is, and a pause is for all of them.
func TestBudgetIsAskedByKey(t *testing.T) {
	t.Parallel()
	b := &told{}
	for _, of := range []struct {
		base, rateKey, key string
		perMinute          int
	}{{"b", "", "k", 60}, {"b", "", "k", 30}, {"b", "k", "token", 0}, {"c", "", "k", 60}, {"b", "", "l", 60}} {
		g := New(of.base, of.rateKey, of.perMinute, b)
		if err := g.Wait(t.Context(), of.key); err != nil {
			t.Fatal(err)
		}
	}
	if b.keys[0] != b.keys[1] || b.keys[0] != b.keys[2] || slices.Contains(b.keys[3:], b.keys[0]) || b.keys[3] == b.keys[4] {
		t.Errorf("asked by %x", b.keys)
	}
	through(b).Pause("k", 5*time.Minute)
	if b.paused != longestPause {
		t.Errorf("paused for %v", b.paused)
	}
}
