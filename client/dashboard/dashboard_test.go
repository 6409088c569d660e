package dashboard_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/dashboard"
	"cardwallet/client/linora"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// dialect is an issuer whose driver is the flow with its own wire format.
type dialect struct {
	name     string // as the sandbox has it
	open     func(dashboard.Options) (*dashboard.Driver, error)
	endpoint func(*sandbox.Sandbox) sandbox.Endpoint
	// showsOver says that a code may be shown whose time is over by an absolute time of the issuer's.
	showsOver bool
}

var aurexDialect = dialect{
	name: sandbox.IssuerAurex,
	open: func(o dashboard.Options) (*dashboard.Driver, error) {
		d, err := aurex.New(o)
		if err != nil {
			return nil, err
		}
		return d.Driver, nil
	},
	endpoint: (*sandbox.Sandbox).Aurex,
}

var linoraDialect = dialect{name: sandbox.IssuerLinora, open: linora.New, endpoint: (*sandbox.Sandbox).Linora, showsOver: true}

// each runs a test for every dialect.
func each(t *testing.T, test func(*testing.T, dialect)) {
	t.Helper()
	for _, x := range []dialect{aurexDialect, linoraDialect} {
		t.Run(x.name, func(t *testing.T) { test(t, x) })
	}
}

func secret(text string) func(context.Context) (crypto.Secret, error) {
	return func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(text), nil }
}

func (x dialect) driver(t testing.TB, o dashboard.Options) *dashboard.Driver {
	t.Helper()
	d, err := x.open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func (x dialect) start(t *testing.T, o sandbox.Options, change ...func(*dashboard.Options)) (*dashboard.Driver, *sandbox.Sandbox) {
	t.Helper()
	o.RateLimit = -1 // the driver's own limiter has its test in transport
	box, err := sandbox.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	e := x.endpoint(box)
	options := dashboard.Options{Profile: "p", BaseURL: e.BaseURL, UserID: e.UserID, APIKey: secret(e.APIKey), RatePerMinute: -1, Now: o.Now}
	for _, f := range change {
		f(&options)
	}
	return x.driver(t, options), box
}

// scripted runs a driver against h, for what the sandbox does not do.
func (x dialect) scripted(t *testing.T, h http.HandlerFunc, change ...func(*dashboard.Options)) *dashboard.Driver {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	o := dashboard.Options{Profile: "p", BaseURL: server.URL, UserID: "u1", APIKey: secret("key"), RatePerMinute: -1}
	for _, f := range change {
		f(&o)
	}
	return x.driver(t, o)
}

// orders are one order of each kind that the sandbox accepts, and names of more than plain letters.
func (x dialect) orders(box *sandbox.Sandbox) []client.Order {
	return []client.Order{
		{ID: "o1", Kind: client.MoveTopUp, CardID: box.CardIDs(x.name)[0], Amount: usd("20.50")},
		{ID: "o2", Kind: client.MoveCreate, Amount: usd("33.35"), New: client.NewCard{Name: " Ads & <more> "}},
		{ID: "o3", Kind: client.MoveCreate, Amount: usd("33.35"), New: client.NewCard{Name: "Реклама"}},
	}
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

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

func usd(text string) client.Money { return client.NewMoney(decimal.RequireFromString(text), "USD") }

func TestRateLimitIsSharedByDriversWithOneKey(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		var mu sync.Mutex
		served := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			served++
			_, _ = w.Write([]byte(`{"success":true,"data":[]}`))
		}))
		defer server.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		limited := 0
		for range 2 {
			d := x.driver(t, dashboard.Options{Profile: "p", BaseURL: server.URL, UserID: "u", APIKey: secret("same key")})
			for range 25 {
				if _, err := client.CollectCards(ctx, d.Cards); errors.Is(err, client.ErrRateLimited) {
					limited++
				} else if err != nil {
					t.Fatal(err)
				}
			}
		}
		if served > 25 || limited == 0 { // the burst of 20, and a little that is refilled meanwhile
			t.Errorf("%d requests went out at once, %d were held back", served, limited)
		}
	})
}
