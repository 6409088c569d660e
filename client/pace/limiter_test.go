package pace

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
)

// In any 60 s window no more than the limit goes out, however long it was quiet before.
func TestLimitHoldsInAnyMinute(t *testing.T) {
	for _, perMinute := range []int{2, 7, 60} {
		synctest.Test(t, func(t *testing.T) {
			l := newLimiter(perMinute)
			var sent []time.Time
			for range 5 * perMinute {
				if err := l.wait(t.Context()); err != nil {
					t.Fatal(err)
				}
				sent = append(sent, time.Now())
				if len(sent) == 2*perMinute {
					time.Sleep(10 * time.Minute) // the bucket fills up
				}
			}
			for i := range sent {
				n := 0
				for _, at := range sent[i:] {
					if at.Sub(sent[i]) < time.Minute {
						n++
					}
				}
				if n > perMinute {
					t.Fatalf("%d requests in the minute from %v, the limit is %d", n, sent[i], perMinute)
				}
			}
			if took := sent[2*perMinute-1].Sub(sent[0]); took > 4*time.Minute {
				t.Errorf("%d requests took %v: far below the limit", 2*perMinute, took)
			}
		})
	}
}

func issuerError(t *testing.T, err error) *client.Error {
	t.Helper()
	e, ok := errors.AsType[*client.Error](err)
	if !ok {
		t.Fatalf("got %v, want an error of the issuer", err)
	}
	return e
}

func TestWaitFailsAtOnceWhenTheDeadlineIsTooNear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(3)
		_ = l.wait(t.Context())
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		err := l.wait(ctx)
		if e := issuerError(t, err); e.Kind != client.ErrRateLimited || !e.NotSent || e.RetryAfter <= time.Second ||
			!errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %+v", e)
		}
		if time.Since(start) != 0 {
			t.Error("it waited for nothing")
		}
		// The slot that could not be used is free again.
		if err := l.wait(t.Context()); err != nil || time.Since(start) > 31*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

func TestPauseIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(rand.Text(), "key", 0, nil) // limiters outlive a test
		g.Pause("", time.Hour)
		start := time.Now()
		if err := g.Wait(t.Context(), ""); err != nil || time.Since(start) != time.Minute {
			t.Errorf("waited %v: %v", time.Since(start), err)
		}
	})
}

func TestLimiterIsSharedByKey(t *testing.T) {
	first := limiterFor("b", "k", 60)
	if again := limiterFor("b", "k", 60); again != first {
		t.Error("one key has two limiters")
	}
	if first == limiterFor("b", "l", 60) || first == limiterFor("c", "k", 60) {
		t.Error("two keys share a limiter")
	}
}
