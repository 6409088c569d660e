package sandbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testClock is a clock that only a test moves.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *testClock {
	return &testClock{now: time.Date(2026, 3, 4, 5, 6, 7, 8_000_000, time.UTC)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var testKey = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })

func newKey(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// world is a running sandbox with a plain HTTP client.
type world struct {
	*Sandbox
	t      testing.TB
	clock  *testClock
	client *http.Client
	token  string
	orders int
}

func start(t testing.TB, opts Options) *world {
	t.Helper()
	w := &world{t: t, clock: newClock()}
	if opts.Now == nil {
		opts.Now = w.clock.Now
	}
	if opts.FinHubKey == nil {
		opts.FinHubKey = &testKey().PublicKey
	}
	s, err := Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	w.Sandbox = s
	transport := &http.Transport{DisableKeepAlives: true}
	w.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w.token = s.IssueToken()
	return w
}

// got is what came back.
type got struct {
	status int
	header http.Header
	raw    []byte
	body   map[string]any // nil unless it is a JSON object
}

func (g got) data() map[string]any {
	m, _ := g.body["data"].(map[string]any)
	return m
}

func (g got) list() []any {
	if l, ok := g.body["data"].([]any); ok {
		return l
	}
	l, _ := g.data()["records"].([]any)
	return l
}

// send makes one request as it is told.
func (w *world) send(method, url, body string, header http.Header) (got, error) {
	r, err := http.NewRequestWithContext(context.Background(), method, url, bytes.NewReader([]byte(body)))
	if err != nil {
		w.t.Fatal(err)
	}
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	r.Header = header
	res, err := w.client.Do(r)
	if err != nil {
		return got{}, err
	}
	raw, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return got{}, err
	}
	g := got{status: res.StatusCode, header: res.Header, raw: raw}
	if len(raw) > 16<<20 {
		return g, nil // huge on purpose
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&g.body); err != nil {
		g.body = nil
	}
	return g, nil
}

// headers are a right set for FinHub.
func (w *world) headers() http.Header {
	h := http.Header{}
	for name, value := range map[string]string{"Authorization": "Bearer " + w.token, "Content-Type": "application/json",
		"X-Tenant-ID":     w.FinHub().TenantID,
		"X-Forwarded-For": "203.0.113.7", "X-Forwarded-From": "test", "platform": "web", "deviceId": "device-1"} {
		h.Set(name, value)
	}
	return h
}

// post asks FinHub with the right headers.
func (w *world) post(path, body string) got {
	w.t.Helper()
	g, err := w.send(http.MethodPost, w.FinHub().BaseURL+path, body, w.headers())
	if err != nil {
		w.t.Fatalf("%s: %v", path, err)
	}
	return g
}

// ok asks FinHub and expects success.
func (w *world) ok(path, body string) got {
	w.t.Helper()
	g := w.post(path, body)
	if g.status != http.StatusOK || g.body["success"] != true {
		w.t.Fatalf("%s %s: %d %s", path, body, g.status, g.raw)
	}
	return g
}

// order is a fresh merchantOrderNo.
func (w *world) order() string {
	w.orders++
	return fmt.Sprintf("order%020d", w.orders)
}

func (w *world) deposit(cardNo, amount string) got {
	w.t.Helper()
	return w.post("/card/deposit", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"amount":%s}`, cardNo, w.order(), amount))
}

// keyed asks Aurex or Linora with the right key.
func (w *world) keyed(e Endpoint, method, path, body string) got {
	w.t.Helper()
	h := http.Header{"Authorization": {"Bearer " + e.APIKey}}
	if method == http.MethodPost {
		h.Set("Content-Type", "application/json")
	}
	g, err := w.send(method, e.BaseURL+path, body, h)
	if err != nil {
		w.t.Fatalf("%s: %v", path, err)
	}
	return g
}

func (w *world) get(e Endpoint, path string) got {
	w.t.Helper()
	return w.keyed(e, http.MethodGet, path, "")
}

// card is one of the cards that FinHub has from the start, by its place in the plan.
func (w *world) card(i int) string { return w.CardIDs(IssuerFinHub)[i] }

const (
	normalCard = iota
	holderCard
	euroCard
	frozenCard
	inactiveCard
	giftCard
	blockedCard
	wholeCard
	canceledCard
	budgetCard
	plasticCard
	pendingCard
)

// opened decrypts what FinHub sealed with the key, block by block.
func opened(t testing.TB, key *rsa.PrivateKey, options any, sealed any) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(sealed.(string))
	if err != nil || len(raw) == 0 || len(raw)%key.Size() != 0 {
		t.Fatalf("sealed value of %d bytes: %v", len(raw), err)
	}
	var plain []byte
	for ; len(raw) > 0; raw = raw[key.Size():] {
		block, err := key.Decrypt(nil, raw[:key.Size()], options)
		if err != nil {
			t.Fatal(err)
		}
		plain = append(plain, block...)
	}
	return string(plain)
}

func money(t testing.TB, v any) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(fmt.Sprint(v))
	if err != nil {
		t.Fatalf("%v is no amount: %v", v, err)
	}
	return d
}

func (w *world) audit() {
	w.t.Helper()
	if err := w.Audit(); err != nil {
		w.t.Fatal(err)
	}
}
