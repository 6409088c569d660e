package transport

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cardwallet/client"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testSecret stands for the project's Secret, which this package knows by its methods only.
type testSecret struct {
	mu    *sync.Mutex
	bytes *[]byte
}

func newTestSecret(text string) testSecret {
	b := []byte(text)
	return testSecret{mu: &sync.Mutex{}, bytes: &b}
}

func (s testSecret) Reveal(f func([]byte)) { s.mu.Lock(); defer s.mu.Unlock(); f(*s.bytes) }
func (s testSecret) IsZero() bool          { s.mu.Lock(); defer s.mu.Unlock(); return len(*s.bytes) == 0 }
func (s testSecret) Wipe()                 { s.mu.Lock(); defer s.mu.Unlock(); clear(*s.bytes); *s.bytes = nil }

func staticKey(text string) *Session {
	return NewStaticSession(time.Now, func(context.Context) (testSecret, error) { return newTestSecret(text), nil })
}

// serve starts a server and a client for it.
func serve(t *testing.T, h http.HandlerFunc, change ...func(*Options)) *Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return clientFor(t, server.URL, change...)
}

func clientFor(t *testing.T, address string, change ...func(*Options)) *Client {
	t.Helper()
	base, err := ParseBase(address)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Profile: "ads", BaseURL: base, Auth: staticKey("key"), Unwrap: SuccessEnvelope}
	for _, f := range change {
		f(&o)
	}
	c := New(o)
	t.Cleanup(c.Close)
	return c
}

func read(path ...string) Call {
	return Call{Op: "read it", Method: http.MethodGet, Path: path, Read: true}
}

func movement(path ...string) Call {
	return Call{Op: "move it", Method: http.MethodPost, Path: path, Body: map[string]any{"amount": 1}}
}

func issuerError(t *testing.T, err error) *client.Error {
	t.Helper()
	var e *client.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a *client.Error", err)
	}
	return e
}

func TestReadDecodesData(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer key" || r.Header["Deviceid"][0] != "d1" || r.URL.Path != "/a/b/c" ||
			r.URL.RawQuery != "q=x+y" || r.RequestURI != "/a/b%2Fc?q=x+y" {
			t.Errorf("got %s %v", r.RequestURI, r.Header)
		}
		_, _ = w.Write([]byte(`{"success":true,"data":{"amount":"1.50"}}`))
	}, func(o *Options) { o.Header = http.Header{"deviceId": {"d1"}} })
	var out struct{ Amount Amount }
	call := read("a", "b/c")
	call.Query = url.Values{"q": {"x y"}}
	if err := c.Do(t.Context(), call, &out); err != nil {
		t.Fatal(err)
	}
	if got := out.Amount.Money("usd").String(); got != "1.50 USD" {
		t.Errorf("got %s", got)
	}
}

func TestDotElementsAreRefused(t *testing.T) {
	c := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("a request went out") })
	for _, id := range []string{"", ".", ".."} {
		err := c.Do(t.Context(), read("cards", id), nil)
		if !errors.Is(err, client.ErrNotFound) {
			t.Errorf("%q: got %v", id, err)
		}
	}
}

// A server that has executed a movement and then drops the connection: the one case that must never be sent again.
func TestMovementIsSentOnceWhenTheConnectionDrops(t *testing.T) {
	var executed atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = w.Write([]byte(`{"success":true,"data":null}`))
			return
		}
		for name := range r.Header {
			if name == "Idempotency-Key" || name == "X-Idempotency-Key" {
				t.Errorf("header %s makes net/http send again", name)
			}
		}
		executed.Add(1)
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.Close()
	})
	if err := c.Do(t.Context(), read("warm"), nil); err != nil { // leaves a connection that could be reused
		t.Fatal(err)
	}
	err := c.Do(t.Context(), movement("topup"), nil)
	if n := executed.Load(); n != 1 {
		t.Errorf("executed %d times", n)
	}
	if !errors.Is(err, client.ErrUnreachable) || client.NotSent(err) {
		t.Errorf("got %v (not sent: %v), want an unknown outcome", err, client.NotSent(err))
	}
}

func TestMovementThatCannotConnectIsNotSent(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	refused := plain.URL
	plain.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler()) // its certificate is not trusted
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	for name, address := range map[string]string{"refused": refused, "tls": secure.URL} {
		err := clientFor(t, address).Do(t.Context(), movement("topup"), nil)
		if !errors.Is(err, client.ErrUnreachable) || !client.NotSent(err) {
			t.Errorf("%s: got %v (not sent: %v)", name, err, client.NotSent(err))
		}
	}
}

func TestMovementOutcomes(t *testing.T) {
	tests := []struct {
		name    string
		status  int
		body    string
		kind    error
		refused bool
		notSent bool
	}{
		{"ok", 200, `{"success":true,"data":{}}`, nil, false, false},
		{"business error", 200, `{"success":false,"error":"no"}`, client.ErrRefused, true, false},
		{"bad request", 400, `{"success":false,"error":"no"}`, client.ErrRefused, true, false},
		{"bad request by a proxy", 400, `<html>`, client.ErrGarbage, false, false},
		{"bad request that claims success", 400, `{"success":true,"data":{}}`, client.ErrGarbage, false, false},
		{"payment required by a proxy", 402, `<html>`, client.ErrGarbage, false, false},
		{"no key", 401, `{"success":false,"error":"no"}`, client.ErrNotAllowed, false, false},
		{"no key by a proxy", 401, `nope`, client.ErrNotAllowed, false, false},
		{"forbidden", 403, `{"success":false,"error":"no"}`, client.ErrNotAllowed, false, false},
		{"forbidden by a proxy", 403, `nope`, client.ErrGarbage, false, false},
		{"no such card", 404, `{"success":false,"error":"no"}`, client.ErrNotFound, false, false},
		{"not found by a proxy", 404, `nope`, client.ErrGarbage, false, false},
		{"rate limit", 429, ``, client.ErrRateLimited, false, false},
		{"server error", 500, `{"success":false,"error":"no"}`, client.ErrUnreachable, false, false},
		{"gateway", 502, `<html>`, client.ErrUnreachable, false, false},
		{"html", 200, `<html>`, client.ErrGarbage, false, false},
		{"empty", 200, ``, client.ErrGarbage, false, false},
		{"no success", 200, `{"data":{}}`, client.ErrGarbage, false, false},
		{"two amounts", 200, `{"success":true,"data":{"amount":1,"AMOUNT":9}}`, client.ErrGarbage, false, false},
		{"wrong form", 200, `{"success":true,"data":{"amount":"1,000"}}`, client.ErrGarbage, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var sent atomic.Int32
			c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				sent.Add(1)
				w.Header().Set("X-Request-Id", "req-1")
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			})
			var out struct{ Amount Amount }
			err := c.Do(t.Context(), movement("topup"), &out)
			if sent.Load() != 1 {
				t.Errorf("sent %d times", sent.Load())
			}
			if tt.kind == nil {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			e := issuerError(t, err)
			if e.Kind != tt.kind || errors.Is(err, client.ErrRefused) != tt.refused || e.NotSent != tt.notSent {
				t.Errorf("got %v, refused %v, not sent %v", e.Kind, errors.Is(err, client.ErrRefused), e.NotSent)
			}
			if e.Status != tt.status || e.RequestID != "req-1" || e.Profile != "ads" || e.Op != "move it" {
				t.Errorf("facts lost: %+v", e)
			}
			if tt.status == 429 && e.RetryAfter != 7*time.Second {
				t.Errorf("Retry-After lost: %v", e.RetryAfter)
			}
		})
	}
}

func TestRedirectsAreRefused(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s with %v went elsewhere", r.Method, r.Header)
	}))
	defer elsewhere.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, status)
		}, func(o *Options) { o.Header = http.Header{"X-Tenant-ID": {"acme"}} })
		for _, call := range []Call{movement("topup"), read("cards")} {
			err := c.Do(t.Context(), call, nil)
			if e := issuerError(t, err); e.Kind != client.ErrGarbage || e.Status != status || e.NotSent {
				t.Errorf("%d: got %v", status, err)
			}
		}
	}
}

func TestBodiesAreReadWithALimit(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fill := make([]byte, maxBody-len(`{"success":true,"data":""}`))
		for i := range fill {
			fill[i] = 'x'
		}
		_, _ = w.Write([]byte(`{"success":true,"data":"` + string(fill) + `"}`))
		if r.URL.Path == "/over" {
			_, _ = w.Write([]byte(" "))
		}
	})
	var out string
	if err := c.Do(t.Context(), read("at"), &out); err != nil || len(out) < maxBody-100 {
		t.Errorf("at the limit: %v", err)
	}
	if err := c.Do(t.Context(), read("over"), &out); !errors.Is(err, client.ErrGarbage) {
		t.Errorf("over the limit: %v", err)
	}
}

func TestTruncatedAnswerKeepsItsStatus(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.Header().Set("X-Request-Id", "req-9")
		_, _ = w.Write([]byte(`{"success":`))
	})
	e := issuerError(t, c.Do(t.Context(), movement("topup"), nil))
	if e.Kind != client.ErrGarbage || e.Status != 200 || e.RequestID != "req-9" || e.NotSent {
		t.Errorf("got %+v", e)
	}
}

func TestContextErrorsStayVisible(t *testing.T) {
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	handler := func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-release
	}
	c := serve(t, handler)
	slow := serve(t, handler, func(o *Options) { o.Timeouts.Whole = time.Second }) // enough to have sent it, on a busy machine also
	defer close(release)

	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	err := c.Do(ctx, movement("topup"), nil)
	if !errors.Is(err, context.Canceled) || client.NotSent(err) {
		t.Errorf("canceled after sending: got %v, not sent %v", err, client.NotSent(err))
	}
	err = c.Do(ctx, movement("topup"), nil)
	if !errors.Is(err, context.Canceled) || !client.NotSent(err) {
		t.Errorf("canceled before sending: got %v, not sent %v", err, client.NotSent(err))
	}
	err = slow.Do(t.Context(), movement("topup"), nil)
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, client.ErrUnreachable) || client.NotSent(err) {
		t.Errorf("no answer: got %v", err)
	}
}

func TestErrorsDoNotShowQueries(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	call := movement("topup")
	call.Query = url.Values{"apikey": {"CANARY"}}
	err := clientFor(t, address).Do(t.Context(), call, nil)
	for e := err; e != nil; e = errors.Unwrap(e) {
		if text := e.Error(); text == "" || strings.Contains(text, "CANARY") {
			t.Errorf("the query shows in %q", text)
		}
	}
}

// The body of a login holds a password, that of another call may hold a PIN.
func TestSecretBodiesAreWiped(t *testing.T) {
	const text = `{"password":"CANARY"}`
	release := make(chan struct{})
	handlers := map[string]http.HandlerFunc{
		"answered": func(w http.ResponseWriter, r *http.Request) {
			if got, _ := io.ReadAll(r.Body); string(got) != text || r.ContentLength != int64(len(text)) {
				t.Errorf("got %s", got)
			}
			_, _ = w.Write([]byte(`{"success":true,"data":null}`))
		},
		"refused":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"no answer": func(http.ResponseWriter, *http.Request) { <-release },
	}
	for name, h := range handlers {
		c := serve(t, h, func(o *Options) {
			if name == "no answer" {
				o.Timeouts.Whole = 20 * time.Millisecond
			}
		})
		for way, call := range map[string]func(body []byte) error{
			"login": func(body []byte) error { return c.Login(t.Context(), c.options.BaseURL, body, &struct{}{}) },
			"call": func(body []byte) error {
				return c.Do(t.Context(), Call{Op: "set it", Method: http.MethodPost, Path: []string{"pin"}, Body: Encoded(body)}, nil)
			},
		} {
			body := []byte(text)
			if err := call(body); (err == nil) != (name == "answered") {
				t.Errorf("%s, %s: %v", way, name, err)
			}
			if string(body) != string(make([]byte, len(text))) {
				t.Errorf("%s, %s: %q is left", way, name, body)
			}
		}
	}
	close(release)
}
