package transport

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
)

func tokens(lifetime time.Duration, logins *atomic.Int32) func(context.Context) (Token, error) {
	return func(context.Context) (Token, error) {
		n := logins.Add(1)
		return Token{Value: newTestSecret("t" + string(rune('0'+n))), Lifetime: lifetime}, nil
	}
}

func authorization(t *testing.T, s *Session) string {
	t.Helper()
	req := &Request{Header: http.Header{}}
	if _, err := s.Authorize(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	return req.Header.Get("Authorization")
}

func TestSessionRenewsBeforeExpiry(t *testing.T) {
	tests := []struct {
		lifetime, last, renewed time.Duration
	}{
		{time.Hour, 55*time.Minute - 1, 55 * time.Minute},
		{4 * time.Minute, 2*time.Minute - 1, 2 * time.Minute},
		{10 * time.Minute, 5*time.Minute - 1, 5 * time.Minute},
	}
	for _, tt := range tests {
		var logins atomic.Int32
		start := time.Unix(1000, 0)
		now := start
		s := NewSession(func() time.Time { return now }, tokens(tt.lifetime, &logins))
		if got := authorization(t, s); got != "Bearer t1" {
			t.Errorf("%v: got %q", tt.lifetime, got)
		}
		now = start.Add(tt.last)
		if got := authorization(t, s); got != "Bearer t1" {
			t.Errorf("%v: renewed too early", tt.lifetime)
		}
		now = start.Add(tt.renewed)
		if got := authorization(t, s); got != "Bearer t2" {
			t.Errorf("%v: not renewed in time", tt.lifetime)
		}
	}
}

func TestConcurrentRequestsLogInOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logins atomic.Int32
		s := NewSession(time.Now, func(context.Context) (Token, error) {
			time.Sleep(time.Second)
			logins.Add(1)
			return Token{Value: newTestSecret("t")}, nil
		})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { authorization(t, s) })
		}
		wg.Wait()
		if logins.Load() != 1 {
			t.Errorf("%d logins", logins.Load())
		}
	})
}

func TestConcurrentRequestsShareAFailedLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logins atomic.Int32
		wrong := errors.New("wrong password")
		s := NewSession(time.Now, func(context.Context) (Token, error) {
			time.Sleep(time.Second)
			logins.Add(1)
			return Token{}, wrong
		})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := s.Authorize(t.Context(), &Request{Header: http.Header{}}); !errors.Is(err, wrong) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if logins.Load() != 1 {
			t.Errorf("%d logins: a wrong password would lock the account", logins.Load())
		}
	})
}

func TestRefusedLoginIsNotRepeated(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		held bool
	}{
		{"wrong password", &client.Error{Kind: client.ErrNotAllowed, Message: "wrong password"}, true},
		{"refused", &client.Error{Kind: client.ErrRefused, Message: "user is locked"}, true},
		{"conflict", &client.Error{Kind: client.ErrRefused, Status: http.StatusConflict}, false},
		{"unreachable", &client.Error{Kind: client.ErrUnreachable}, false},
		{"nothing was sent", errors.New("the keyring is locked"), false},
	} {
		logins := 0
		now := time.Unix(1_000_000, 0)
		s := NewSession(func() time.Time { return now }, func(context.Context) (Token, error) {
			logins++
			return Token{}, tt.err
		})
		ask := func(want int) {
			t.Helper()
			if _, err := s.Authorize(t.Context(), &Request{Header: http.Header{}}); !errors.Is(err, tt.err) {
				t.Errorf("%s: %v", tt.name, err)
			}
			if logins != want {
				t.Errorf("%s: %d logins, want %d", tt.name, logins, want)
			}
		}
		ask(1)
		if !tt.held {
			ask(2)
			continue
		}
		now = now.Add(5*time.Minute - 1)
		ask(1)
		now = now.Add(1)
		ask(2)
		ask(2)
		s.Forget()
		ask(3)
		ask(3)
	}
}

func TestOneCallerGivingUpDoesNotFailTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewSession(time.Now, func(ctx context.Context) (Token, error) {
			select {
			case <-time.After(time.Second):
				return Token{Value: newTestSecret("t")}, nil
			case <-ctx.Done():
				return Token{}, ctx.Err()
			}
		})
		impatient, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := s.Authorize(impatient, &Request{Header: http.Header{}}); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		})
		synctest.Wait()
		wg.Go(func() { authorization(t, s) })
		wg.Wait()
	})
}

func TestForgetWipesTheToken(t *testing.T) {
	secret := newTestSecret("t")
	s := NewStaticSession(time.Now, func(context.Context) (testSecret, error) { return secret, nil })
	authorization(t, s)
	s.Forget()
	if !secret.IsZero() {
		t.Error("the token is still there")
	}
}

func TestEmptyKeyIsAnError(t *testing.T) {
	c := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("a request went out") },
		func(o *Options) { o.Auth = staticKey("") })
	err := c.Do(t.Context(), movement("topup"), nil)
	if !errors.Is(err, client.ErrNotAllowed) || !client.NotSent(err) {
		t.Errorf("got %v", err)
	}
}

func TestRejectedTokenIsReplacedOnceForReads(t *testing.T) {
	var logins, asked, answered atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Header.Get("Authorization") == "Bearer t1" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		answered.Add(1)
		_, _ = w.Write([]byte(`{"success":true,"data":null}`))
	}, func(o *Options) { o.Auth = NewSession(time.Now, tokens(time.Hour, &logins)) })
	if err := c.Do(t.Context(), movement("topup"), nil); !errors.Is(err, client.ErrNotAllowed) || client.NotSent(err) {
		t.Errorf("movement: %v", err)
	}
	if logins.Load() != 1 || asked.Load() != 1 {
		t.Errorf("movement: %d logins, sent %d times", logins.Load(), asked.Load())
	}
	if err := c.Do(t.Context(), read("cards"), nil); err != nil || logins.Load() != 2 || asked.Load() != 2 {
		t.Errorf("the token that a movement was turned down with is used again: %v, %d logins, %d requests", err, logins.Load(), asked.Load())
	}
	logins.Store(0)
	c = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer t1" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"success":true,"data":null}`))
	}, func(o *Options) { o.Auth = NewSession(time.Now, tokens(time.Hour, &logins)) })
	if err := c.Do(t.Context(), read("cards"), nil); err != nil || logins.Load() != 2 {
		t.Errorf("read: %v, %d logins", err, logins.Load())
	}
}

func TestSecondRejectionIsFinal(t *testing.T) {
	var logins, asked atomic.Int32
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
	}, func(o *Options) { o.Auth = NewSession(time.Now, tokens(time.Hour, &logins)) })
	err := c.Do(t.Context(), read("cards"), nil)
	if !errors.Is(err, client.ErrNotAllowed) || asked.Load() != 2 {
		t.Errorf("got %v after %d requests", err, asked.Load())
	}
}

// A session can end at the issuer without a word. What is sent once goes out with a token that was proved a moment ago.
func TestTokenIsRenewedBeforeAMovement(t *testing.T) {
	var logins atomic.Int32
	var used []string
	now := time.Unix(1_000_000, 0)
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		used = append(used, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		_, _ = w.Write([]byte(`{"success":true,"data":null}`))
	}, func(o *Options) {
		o.Now = func() time.Time { return now }
		o.Auth = NewSession(o.Now, tokens(time.Hour, &logins))
	})
	for _, step := range []struct {
		wait time.Duration
		call Call
		want string
	}{
		{0, movement("topup"), "t1"},
		{time.Minute, movement("topup"), "t1"},         // proved by the one before
		{time.Minute + 1, read("cards"), "t1"},         // reads can be sent again
		{time.Minute, movement("topup"), "t1"},         // proved by the read
		{time.Minute + 1, movement("topup"), "t2"},     // proved by nothing
		{20 * time.Minute, read("cards"), "t2"},        //
		{-10 * time.Minute, movement("topup"), "t3"},   // the clock was set back: nobody knows
		{59 * time.Second, movement("topup"), "t3"},    //
		{56 * time.Minute, read("cards"), "t4"},        // at its end
		{30 * time.Second, movement("withdraw"), "t4"}, //
	} {
		now = now.Add(step.wait)
		if err := c.Do(t.Context(), step.call, nil); err != nil {
			t.Fatal(err)
		}
		if got := used[len(used)-1]; got != step.want {
			t.Errorf("%s after %v: token %s, want %s", step.call.Op, step.wait, got, step.want)
		}
	}
}

// A key that was issued elsewhere cannot be renewed, so it is kept.
func TestKeyIsKeptBeforeAMovement(t *testing.T) {
	now, asked := time.Unix(1_000_000, 0), 0
	s := NewStaticSession(func() time.Time { return now }, func(context.Context) (testSecret, error) {
		asked++
		return newTestSecret("key"), nil
	})
	for range 3 {
		s.Refresh()
		if got := authorization(t, s); got != "Bearer key" || asked != 1 {
			t.Errorf("got %q after it was asked for %d times", got, asked)
		}
		now = now.Add(time.Hour)
	}
}

func TestManyRejectionsCauseOneLogin(t *testing.T) {
	var logins atomic.Int32
	var together sync.WaitGroup
	together.Add(10)
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer t1" {
			together.Done()
			together.Wait() // all are turned down at the same moment
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"success":true,"data":null}`))
	}, func(o *Options) { o.Auth = NewSession(time.Now, tokens(time.Hour, &logins)) })
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if err := c.Do(t.Context(), read("cards"), nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if logins.Load() != 2 {
		t.Errorf("%d logins, want the first and one for all rejections", logins.Load())
	}
}

func TestTokenInAnotherHeader(t *testing.T) {
	s := staticKey("key").In("X-Api-Key", "")
	req := &Request{Header: http.Header{}}
	if _, err := s.Authorize(t.Context(), req); err != nil || req.Header.Get("X-Api-Key") != "key" || len(req.Header) != 1 {
		t.Errorf("got %v, %v", req.Header, err)
	}
	if req.Key == "" || strings.Contains(req.Key, "key") {
		t.Errorf("got key %q", req.Key)
	}
}
