package pace

import (
	"context"
	"crypto/rand"
	"testing"
	"testing/synctest"
	"time"
)

// A slot that was taken ahead is for one request, at the gate that gave it.
func TestSlotTakenAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, other := New(rand.Text(), "", 1, nil), New(rand.Text(), "", 1, nil) // one at once, then one a minute
		for _, g := range []*Gate{g, other} {
			if err := g.Wait(t.Context(), "k"); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		waits := func(g *Gate, ctx context.Context, want time.Duration) {
			t.Helper()
			if err := g.Wait(ctx, "k"); err != nil || time.Since(start) != want {
				t.Errorf("it goes after %v, want %v: %v", time.Since(start), want, err)
			}
		}
		ready, err := g.Take(t.Context(), "k")
		if err != nil || time.Since(start) != time.Minute || !g.Holds(ready) || other.Holds(ready) || g.Holds(t.Context()) {
			t.Fatalf("taken after %v: %v", time.Since(start), err)
		}
		within, cancel := context.WithCancel(ready)
		defer cancel()
		time.Sleep(30 * time.Second)
		waits(other, within, 90*time.Second)
		waits(g, within, 90*time.Second)
		if g.Holds(ready) {
			t.Error("the slot is still there")
		}
		waits(g, ready, 2*time.Minute)
		cancel()
		if _, err := g.Take(within, "k"); err == nil {
			t.Error("a slot for who has given up")
		}
	})
}
