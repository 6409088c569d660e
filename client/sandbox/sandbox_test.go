package sandbox

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestFirstMinute(t *testing.T) {
	w := start(t, Options{Seed: 1})
	list := w.ok("/card/list", `{"pageNum":1,"pageSize":100}`)
	if n := len(list.list()); n != 12 {
		t.Fatalf("%d cards, want 12", n)
	}
	no := w.card(normalCard)
	truth, _ := w.Truth(no)
	data := w.ok("/card/info/sensitive", `{"cardNo":"`+no+`"}`).data()
	for name, want := range map[string]string{"cardNumber": truth.PAN, "cvv": truth.CVV, "expireDate": truth.Expiry} {
		if got := opened(t, testKey(), nil, data[name]); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	code, err := w.Purchase(Purchase{Issuer: IssuerFinHub, CardID: no})
	if err != nil {
		t.Fatal(err)
	}
	record := w.ok("/card/3ds/transaction", `{"pageNum":1,"pageSize":10,"cardNo":"`+no+`"}`).list()[0].(map[string]any)
	if got := opened(t, testKey(), nil, record["values"]); got != code.Value {
		t.Errorf("code %q, want %q", got, code.Value)
	}

	before := truth.Balance
	steps := []string{"wait_process", "processing", "success"}
	order := w.deposit(no, "25.50").data()
	for _, want := range steps {
		got := w.ok("/card/v2/transaction",
			`{"pageNum":1,"pageSize":1,"merchantOrderNo":"`+order["merchantOrderNo"].(string)+`"}`).list()[0].(map[string]any)
		if got["status"] != want {
			t.Errorf("status %v, want %s", got["status"], want)
		}
		w.audit()
		w.clock.Add(1500 * time.Millisecond)
	}
	after, _ := w.Truth(no)
	if got := after.Balance.Sub(before); got.String() != "25.5" {
		t.Errorf("the card gained %s, want 25.5", got)
	}
	if order["fee"] == nil || money(t, order["fee"]).String() != "0.26" {
		t.Errorf("fee %v, want 0.26", order["fee"])
	}
	w.audit()
}

func TestCloseStopsEverything(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan struct{}, 100)
	s, err := Start(ctx, Options{
		Now:    func() time.Time { asked <- struct{}{}; return time.Now() },
		Faults: []Fault{{Issuer: "*", Path: "*", Kind: FaultLatency, Delay: time.Minute}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for len(asked) > 0 {
		<-asked
	}
	failed := make(chan error, 1)
	go func() {
		res, err := http.Get(s.Aurex().BaseURL + "/users")
		if err == nil {
			err = res.Body.Close()
		}
		failed <- err
	}()
	<-asked // the request has arrived
	cancel()
	if err := <-failed; err == nil {
		t.Error("a request was answered by a sandbox whose context is done")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error("closing twice:", err)
	}
	if _, err := net.DialTimeout("tcp", strings.TrimPrefix(strings.TrimSuffix(s.Aurex().BaseURL, dashboardBase), "http://"),
		time.Second); err == nil {
		t.Error("still listening")
	}
}

func TestStartRefuses(t *testing.T) {
	for _, listen := range []string{"0.0.0.0:0", "192.0.2.1:80", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:65534", "[::]:0",
		"example.com:80", "127.0.0.1:-1"} {
		if s, err := Start(t.Context(), Options{Listen: listen}); err == nil {
			t.Errorf("listens on %s", listen)
			_ = s.Close()
		} else if !strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: no hint in %q", listen, err)
		}
	}
	if _, err := New(Options{Cards: -1}); err == nil {
		t.Error("takes -1 cards")
	}
	if _, err := New(Options{Faults: []Fault{{Issuer: "nobody", Path: "*", Kind: FaultHuge}}}); err == nil {
		t.Error("takes a fault for nobody")
	}
}

func TestPortsInARow(t *testing.T) {
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	taken := probe.Addr().String()
	if s, err := Start(t.Context(), Options{Listen: taken}); err == nil {
		t.Error("listens on a port that is taken")
		_ = s.Close()
	}
	if err := probe.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestHandlerWithoutListening(t *testing.T) {
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler(IssuerLinora))
	defer server.Close()
	client := server.Client()
	res, err := client.Get(server.URL + s.Linora().BaseURL + "/users/x")
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusUnauthorized || res.Header.Get("X-Request-Id") == "" {
		t.Errorf("status %d, request id %q", res.StatusCode, res.Header.Get("X-Request-Id"))
	}
	if s.Handler("nobody") != nil {
		t.Error("a handler for nobody")
	}
	if _, err := s.WriteConfig(t.TempDir(), nil); err == nil {
		t.Error("a configuration without addresses")
	}
}

func TestRequestsHoldNoSecrets(t *testing.T) {
	w := start(t, Options{Seed: 5})
	inactive := w.mustTruth(w.card(inactiveCard))
	w.ok("/card/activate",
		fmt.Sprintf(`{"merchantOrderNo":%q,"cardNo":%q,"pin":"482915","activeCode":%q}`, w.order(), inactive.CardID, inactive.ActiveCode))
	w.ok("/card/updatePin", fmt.Sprintf(`{"merchantOrderNo":%q,"cardNo":%q,"pin":"837261"}`, w.order(), w.card(plasticCard)))
	h := w.headers()
	h.Del("Authorization")
	e := w.FinHub()
	if _, err := w.send(http.MethodPost, e.LoginURL,
		fmt.Sprintf(`{"email":%q,"password":%q,"tenantId":%q}`, e.Email, e.Password, e.TenantID), h); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", w.Requests())
	for _, secret := range []string{"482915", inactive.ActiveCode, "837261", e.Password, w.token} {
		if secret == "" || strings.Contains(text, secret) {
			t.Errorf("%q is kept", secret)
		}
	}
	if strings.Count(text, "pin:******") != 2 || !strings.Contains(text, "password:******") || !strings.Contains(text, "activeCode:******") {
		t.Errorf("what was given does not show: %s", text)
	}
	w.clock.Add(time.Minute)
	if got := w.mustTruth(w.card(plasticCard)); got.PIN != "837261" {
		t.Error("the PIN did not arrive")
	}
}

func TestPurchaseSoonBuysOnceWithACardThatCan(t *testing.T) {
	w := start(t, Options{Seed: 1})
	no := w.card(normalCard)
	codes := func() int {
		truth, _ := w.Truth(no)
		return len(truth.Codes)
	}
	w.PurchaseSoon(no, 2*time.Second)
	w.PurchaseSoon(no, 3*time.Second)
	w.PurchaseSoon("nobody's", 0)
	for _, step := range []struct {
		wait time.Duration
		want int
	}{{1999 * time.Millisecond, 0}, {time.Millisecond, 1}, {time.Minute, 1}} {
		w.clock.Add(step.wait)
		if got := codes(); got != step.want {
			t.Errorf("after another %s: %d codes, want %d", step.wait, got, step.want)
		}
	}
	w.audit()
}
