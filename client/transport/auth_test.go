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

func TestRejectedTokenIsReplacedOnce(t *testing.T) {
	for _, call := range []Call{read("cards"), movement("topup")} {
		var logins, applied atomic.Int32
		handler := func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "Bearer t1" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			applied.Add(1)
			_, _ = w.Write([]byte(`{"success":true,"data":null}`))
		}
		c := serve(t, handler, func(o *Options) { o.Auth = NewSession(time.Now, tokens(time.Hour, &logins)) })
		if err := c.Do(t.Context(), call, nil); err != nil {
			t.Errorf("%s: %v", call.Op, err)
		}
		if logins.Load() != 2 || applied.Load() != 1 {
			t.Errorf("%s: %d logins, applied %d times", call.Op, logins.Load(), applied.Load())
		}
	}
}

func TestSecondRejectionIsFinal(t *testing.T) {
	var logins, asked atomic.Int32
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
	}, func(o *Options) { o.Auth = NewSession(time.Now, tokens(time.Hour, &logins)) })
	err := c.Do(t.Context(), movement("topup"), nil)
	if !errors.Is(err, client.ErrNotAllowed) || !client.NotSent(err) || asked.Load() != 2 {
		t.Errorf("got %v after %d requests", err, asked.Load())
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
