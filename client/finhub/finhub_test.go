package finhub_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testKey is the merchant's key pair, made once: that takes a while.
var testKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// opener opens what the sandbox sealed for testKey.
type opener struct{ key *crypto.PrivateKey }

func (o opener) Open(_ context.Context, sealed string) (crypto.Secret, error) {
	return o.key.Open(sealed, crypto.PKCS1v15)
}

func newOpener(t testing.TB) (opener, *rsa.PublicKey) {
	t.Helper()
	key, err := testKey()
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := crypto.ParsePrivateKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil)
	if err != nil {
		t.Fatal(err)
	}
	return opener{parsed}, &key.PublicKey
}

func secret(text string) func(context.Context) (crypto.Secret, error) {
	return func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(text), nil }
}

// start runs the sandbox and a driver that logs in there.
func start(t *testing.T, o sandbox.Options, change ...func(*finhub.Options, sandbox.Endpoint)) (*finhub.Driver, *sandbox.Sandbox) {
	t.Helper()
	open, public := newOpener(t)
	o.FinHubKey = public
	box, err := sandbox.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	e := box.FinHub()
	options := finhub.Options{Profile: "fin", BaseURL: e.BaseURL, LoginURL: e.LoginURL, TenantID: e.TenantID, Email: e.Email,
		Password: secret(e.Password), Opener: open, Now: o.Now}
	for _, f := range change {
		f(&options, e)
	}
	return newDriver(t, options), box
}

func newDriver(t *testing.T, o finhub.Options) *finhub.Driver {
	t.Helper()
	d, err := finhub.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// scripted runs a driver with a ready token against h, for what the sandbox does not do.
func scripted(t *testing.T, h http.HandlerFunc, change ...func(*finhub.Options)) *finhub.Driver {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	o := finhub.Options{Profile: "fin", BaseURL: server.URL, TenantID: "t", Token: secret("ready")}
	for _, f := range change {
		f(&o)
	}
	return newDriver(t, o)
}

func issuerError(t *testing.T, err error) *client.Error {
	t.Helper()
	var e *client.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a *client.Error", err)
	}
	return e
}

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) Add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

func open(t *testing.T, f client.Field) string {
	t.Helper()
	s, err := f.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Wipe()
	return s.RevealString()
}

func count(box *sandbox.Sandbox, path string) (n int) {
	for _, r := range box.Requests() {
		if r.Path == path {
			n++
		}
	}
	return n
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	good := finhub.Options{TenantID: "t", Email: "e", Password: secret("p")}
	if d, err := finhub.New(good); err != nil {
		t.Errorf("defaults: %v", err)
	} else {
		d.Close()
	}
	for name, change := range map[string]func(*finhub.Options){
		"tenant":      func(o *finhub.Options) { o.TenantID = "" },
		"http":        func(o *finhub.Options) { o.BaseURL = "http://finhub.example" },
		"no sign-in":  func(o *finhub.Options) { o.Password = nil },
		"no email":    func(o *finhub.Options) { o.Email = "" },
		"login url":   func(o *finhub.Options) { o.LoginURL = "nowhere" },
		"session url": func(o *finhub.Options) { o.SessionURL = "http://finhub.example/sessions" },
	} {
		o := good
		change(&o)
		if _, err := finhub.New(o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
