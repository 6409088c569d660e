package transport

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
	"cardwallet/client/pace"
)

func TestPauseHoldsEveryone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := func(_ context.Context, req *Request) (*Response, error) {
			if req.Op == "first" {
				return &Response{Status: 429, Header: http.Header{"Retry-After": {"20"}}}, nil
			}
			return &Response{Status: 200}, nil
		}
		base := rand.Text() // limiters outlive a test
		layer := paced(pace.New(base, "key", 0, nil), time.Now, next)
		other := paced(pace.New(base, "other key", 0, nil), time.Now, next)
		start := time.Now()
		_, _ = layer(t.Context(), &Request{Op: "first"})
		if _, err := other(t.Context(), &Request{}); err != nil || time.Since(start) != 0 {
			t.Errorf("another key waited %v: %v", time.Since(start), err)
		}
		if _, err := layer(t.Context(), &Request{}); err != nil || time.Since(start) != 20*time.Second {
			t.Errorf("waited %v: %v", time.Since(start), err)
		}
	})
}

// slow is a Budget without a slot for the time that it says.
type slow struct{ wait, paused time.Duration }

func (b *slow) Queue([sha256.Size]byte, int) pace.Place { return b }

func (b *slow) Pause(_ [sha256.Size]byte, d time.Duration) { b.paused = d }

func (b *slow) Ask(context.Context) (wait, again time.Duration, ok bool) {
	wait, b.wait = b.wait, 0
	return wait, wait, true
}

func (*slow) Leave() {}

// All processes that share a budget hear of a pause.
func TestPauseIsShared(t *testing.T) {
	t.Parallel()
	b := &slow{}
	next := func(context.Context, *Request) (*Response, error) {
		return &Response{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}}, nil
	}
	if _, err := paced(pace.New(rand.Text(), "", 60, b), time.Now, next)(t.Context(), &Request{Key: "k"}); err != nil {
		t.Fatal(err)
	}
	if b.paused != 7*time.Second {
		t.Errorf("paused for %v", b.paused)
	}
}

// A read that failed and finds no slot to be tried again in time tells its own failure.
func TestFailureOutlivesTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &slow{}
		fails := func(context.Context, *Request) (*Response, error) {
			b.wait = time.Minute
			return nil, &client.Error{Kind: client.ErrUnreachable, NotSent: true}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := retried(time.Now, paced(pace.New(rand.Text(), "", 60, b), time.Now, fails))(ctx, &Request{Key: "k"})
		if e := issuerError(t, err); e.Kind != client.ErrUnreachable {
			t.Errorf("got %v", err)
		}
	})
}
