package transport

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/pace"
)

// doorman is a Budget that tells how many asked for a slot. before is called with each.
type doorman struct {
	mu     sync.Mutex
	asked  int
	before func(ctx context.Context, asked int) (wait time.Duration)
	left   bool
}

func (d *doorman) Queue([sha256.Size]byte, int) pace.Place { return d }

func (d *doorman) Pause([sha256.Size]byte, time.Duration) {}

func (d *doorman) Ask(ctx context.Context) (wait, again time.Duration, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	if d.before != nil {
		wait = d.before(ctx, d.asked)
	}
	return wait, wait, true
}

func (d *doorman) Leave() { d.left = true }

func (d *doorman) times() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked
}

// Whoever was ready sends at once, with the token that was renewed before it waited: an order waits for nothing but its answer.
func TestReadyTakesTheSlot(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	var logins, sent atomic.Int32
	var used string
	d := &doorman{}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent.Add(1)
		used = r.Header.Get("Authorization")
		_, _ = w.Write([]byte(`{"success":true,"data":null}`))
	}, func(o *Options) {
		o.Budget, o.RateKey, o.Now = d, "account", func() time.Time { return now }
		o.Auth = NewSession(o.Now, tokens(time.Hour, &logins))
	})
	if err := c.Do(t.Context(), read("cards"), nil); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Minute) // nothing has proved the token since
	d.before = func(context.Context, int) time.Duration {
		now = now.Add(2 * time.Minute) // the slot comes late
		return 0
	}
	ready, err := c.Ready(t.Context())
	if err != nil || logins.Load() != 2 || sent.Load() != 1 || d.times() != 2 {
		t.Fatalf("%d logins, %d requests, %d asked for a slot, %v", logins.Load(), sent.Load(), d.times(), err)
	}
	if err := c.Do(ready, movement("topup"), nil); err != nil || logins.Load() != 2 || used != "Bearer t2" || sent.Load() != 2 ||
		d.times() != 2 {
		t.Errorf("%d logins, %q, %d requests, %d asked for a slot, %v", logins.Load(), used, sent.Load(), d.times(), err)
	}
	if err := c.Do(ready, movement("topup"), nil); err != nil || d.times() != 3 {
		t.Errorf("the slot was used twice: %d asked for one, %v", d.times(), err)
	}
}

// A login takes a slot of its own, also where the token got lost while the order waited.
func TestReadyLogsInBeforeItHasTheSlot(t *testing.T) {
	var c *Client
	var sent []string
	d := &doorman{before: func(_ context.Context, asked int) time.Duration {
		if asked == 2 { // after the login
			c.Forget()
		}
		return 0
	}}
	c = serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.URL.Path)
		_, _ = w.Write([]byte(`{"success":true,"data":null}`))
	}, func(o *Options) {
		o.Budget, o.RateKey = d, "account"
		o.Auth = NewSession(time.Now, func(ctx context.Context) (Token, error) {
			u := *o.BaseURL
			u.Path = "/login"
			return Token{Value: newTestSecret("t")}, c.Login(ctx, &u, []byte(`{}`), nil)
		})
	})
	ready, err := c.Ready(t.Context())
	if err != nil || len(sent) != 2 || d.times() != 3 {
		t.Fatalf("sent %v, %d asked for a slot, %v", sent, d.times(), err)
	}
	if err := c.Do(ready, movement("topup"), nil); err != nil || len(sent) != 3 || sent[2] != "/topup" || d.times() != 3 {
		t.Errorf("sent %v, %d asked for a slot, %v", sent, d.times(), err)
	}
}

// Who gives up, cannot wait that long, or has no credentials, has sent nothing.
func TestNeverReady(t *testing.T) {
	t.Parallel()
	none := func(t *testing.T, change func(*Options)) *Client {
		return serve(t, func(http.ResponseWriter, *http.Request) { t.Error("a request went out") }, change)
	}
	d := &doorman{before: func(context.Context, int) time.Duration { return time.Minute }}
	c := none(t, func(o *Options) { o.Budget = d })
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := c.Ready(ctx)
	if e := issuerError(t, err); e.Kind != client.ErrRateLimited || !e.NotSent || e.Profile != "ads" || !d.left {
		t.Errorf("the slot comes too late: %v", err)
	}
	d.before = func(context.Context, int) time.Duration { cancel(); return time.Second }
	if _, err := c.Ready(ctx); !errors.Is(err, context.Canceled) || !client.NotSent(err) {
		t.Errorf("given up: %v", err)
	}
	c = none(t, func(o *Options) { o.Auth = staticKey("") })
	if _, err := c.Ready(t.Context()); !errors.Is(err, client.ErrNotAllowed) || !client.NotSent(err) {
		t.Errorf("without a key: %v", err)
	}
}
