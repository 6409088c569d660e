package aurex_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/aurex"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func secret(text string) func(context.Context) (crypto.Secret, error) {
	return func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(text), nil }
}

func newDriver(t *testing.T, o aurex.Options) *aurex.Driver {
	t.Helper()
	d, err := aurex.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func start(t *testing.T, o sandbox.Options, change ...func(*aurex.Options)) (*aurex.Driver, *sandbox.Sandbox) {
	t.Helper()
	o.RateLimit = -1 // the driver's own limiter has its test in transport
	box, err := sandbox.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	e := box.Aurex()
	options := aurex.Options{Profile: "ads", BaseURL: e.BaseURL, UserID: e.UserID, APIKey: secret(e.APIKey), RatePerMinute: -1, Now: o.Now}
	for _, f := range change {
		f(&options)
	}
	return newDriver(t, options), box
}

// scripted runs a driver against h, for what the sandbox does not do.
func scripted(t *testing.T, h http.HandlerFunc, change ...func(*aurex.Options)) *aurex.Driver {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	o := aurex.Options{Profile: "ads", BaseURL: server.URL, UserID: "u1", APIKey: secret("key"), RatePerMinute: -1}
	for _, f := range change {
		f(&o)
	}
	return newDriver(t, o)
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

func TestNewRefusesWhatCannotWork(t *testing.T) {
	if d, err := aurex.New(aurex.Options{UserID: "u", APIKey: secret("k")}); err != nil {
		t.Errorf("defaults: %v", err)
	} else {
		d.Close()
	}
	for name, o := range map[string]aurex.Options{
		"no user": {APIKey: secret("k")},
		"no key":  {UserID: "u"},
		"http":    {UserID: "u", APIKey: secret("k"), BaseURL: "http://aurex.example"},
	} {
		if _, err := aurex.New(o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestCardsOfTheSandbox(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1, Cards: 230})
	var reports []string
	cards, err := d.Cards(t.Context(), func(done, total int) { reports = append(reports, fmt.Sprintf("%d/%d", done, total)) })
	if err != nil || len(cards) != 230 {
		t.Fatalf("%d cards, %v", len(cards), err)
	}
	if diff := cmp.Diff([]string{"1/2", "2/3", "3/4", "4/4"}, reports); diff != "" {
		t.Error(diff)
	}
	for _, c := range cards[:5] {
		truth, ok := box.Truth(c.ID)
		if !ok || c.Name == "" || c.Status == client.CardUnknown || !c.Balance.Amount.Equal(truth.Balance) || c.Balance.Currency != "USD" {
			t.Errorf("got %+v", c)
		}
		one, err := d.Card(t.Context(), c.ID)
		if err != nil || one.Last4 != truth.PAN[12:] || one.Status != c.Status || !one.Balance.Amount.Equal(c.Balance.Amount) {
			t.Errorf("got %+v, %v", one, err)
		}
		details, err := d.Details(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if open(t, details.Number) != truth.PAN || open(t, details.CVV) != truth.CVV || open(t, details.Expiry) != truth.Expiry[:3]+truth.Expiry[5:] {
			t.Errorf("card %s opens to something else", c.ID)
		}
		if text := fmt.Sprintf("%v %+v %#v %v", details, details, details, one); strings.Contains(text, truth.PAN[4:12]) {
			t.Errorf("the number shows: %s", text)
		}
		if details.ActivateURL.Present() {
			t.Error("an activation link out of nothing")
		}
	}
	if _, err := d.Card(t.Context(), "card_none"); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("no such card: %v", err)
	}
}

// A list that ignores limit and offset, and one that is cut at 10 whatever is asked.
func TestListsOfOtherLengths(t *testing.T) {
	serve := func(n int, window func(offset int) (int, int)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			offset := 0
			_, _ = fmt.Sscan(r.URL.Query().Get("offset"), &offset)
			from, to := window(offset)
			var cards []string
			for i := min(from, n); i < min(to, n); i++ {
				cards = append(cards, fmt.Sprintf(`{"cardId":"card_%d","cardName":"","balance":1,"status":"active"}`, i))
			}
			_, _ = fmt.Fprintf(w, `{"success":true,"data":[%s]}`, strings.Join(cards, ","))
		}
	}
	for _, n := range []int{0, 1, 9, 10, 11, 25, 100, 250} {
		whole, err := scripted(t, serve(n, func(int) (int, int) { return 0, n })).Cards(t.Context(), nil)
		if err != nil || len(whole) != n {
			t.Errorf("all at once: %d of %d, %v", len(whole), n, err)
		}
		tens, err := scripted(t, serve(n, func(offset int) (int, int) { return offset, offset + 10 })).Cards(t.Context(), nil)
		if err != nil || len(tens) != n {
			t.Errorf("ten at a time: %d of %d, %v", len(tens), n, err)
		}
	}
}

// That a list takes limit and offset is not documented of cards.
func TestListsThatTakeNoLimit(t *testing.T) {
	var asked []string
	refused := ""
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RawQuery)
		switch {
		case r.URL.RawQuery != "" || refused == r.URL.Path:
			answer(400, `{"success":false,"error":"unknown parameter limit"}`)(w, r)
		case strings.HasSuffix(r.URL.Path, "/cards"):
			var cards []string
			for i := range 80 {
				cards = append(cards, fmt.Sprintf(`{"cardId":"c%d","balance":10}`, i))
			}
			answer(200, `{"success":true,"data":[`+strings.Join(cards, ",")+`]}`)(w, r)
		case strings.HasSuffix(r.URL.Path, "/transactions"):
			answer(200, `{"success":true,"data":[{"transactionId":"t","amount":1,"createdAt":"2026-01-31T12:00:00Z"}]}`)(w, r)
		default:
			answer(200, `{"success":true,"data":{"cardId":"c","balance":10}}`)(w, r)
		}
	})
	cards, err := d.Cards(t.Context(), nil)
	if err != nil || len(cards) != 80 || len(asked) != 2 {
		t.Errorf("%d cards after %q, %v", len(cards), asked, err)
	}
	if o, err := d.Observe(t.Context(), "c"); err != nil || len(o.Transactions) != 1 {
		t.Errorf("%+v, %v", o, err)
	}
	asked, refused = nil, "/users/u1/cards"
	if _, err := d.Cards(t.Context(), nil); !errors.Is(err, client.ErrRefused) || len(asked) != 2 {
		t.Errorf("refused without them too: %v after %q", err, asked)
	}
}

func TestOddTimesDoNotHideTheList(t *testing.T) {
	d := scripted(t, answer(200, `{"success":true,"data":[{"cardId":"c1","balance":10,"status":"active","createdAt":"yesterday"},{"cardId":"c2","createdAt":"2026-01-31T12:00:00Z"}]}`))
	cards, err := d.Cards(t.Context(), nil)
	if err != nil || len(cards) != 2 || !cards[0].CreatedAt.IsZero() || cards[1].CreatedAt.IsZero() {
		t.Errorf("%+v, %v", cards, err)
	}
}

func TestCodeOfTheSandbox(t *testing.T) {
	for _, notFound := range []bool{false, true} {
		now := newClock()
		d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, NoCode404: notFound})
		id := box.CardIDs("aurex")[0]
		if codes, err := d.Codes(t.Context(), id); err != nil || len(codes) != 0 {
			t.Errorf("before a purchase: %v, %v", codes, err)
		}
		raised, err := box.Purchase(sandbox.Purchase{Issuer: "aurex", CardID: id, Confirm: -1})
		if err != nil {
			t.Fatal(err)
		}
		now.Add(10 * time.Second)
		first, err := d.Codes(t.Context(), id)
		if err != nil || len(first) != 1 || open(t, first[0].Value) != raised.Value || !first[0].ExpiresAt.Equal(raised.Expires) || first[0].ExpiryAssumed {
			t.Fatalf("got %+v, %v, want %+v", first, err, raised)
		}
		// Asked again it is the same code, and its countdown goes on.
		now.Add(30*time.Second + 400*time.Millisecond)
		again, err := d.Codes(t.Context(), id)
		if err != nil || len(again) != 1 || again[0].Key() != first[0].Key() || again[0].ExpiresAt != first[0].ExpiresAt || again[0].ReceivedAt != first[0].ReceivedAt {
			t.Errorf("again: %+v, %v", again, err)
		}
		if _, err := box.Purchase(sandbox.Purchase{Issuer: "aurex", CardID: id, Confirm: -1}); err != nil {
			t.Fatal(err)
		}
		next, err := d.Codes(t.Context(), id)
		if err != nil || len(next) != 1 || next[0].Key() == first[0].Key() {
			t.Errorf("next: %+v, %v", next, err)
		}
		now.Add(time.Hour)
		if codes, err := d.Codes(t.Context(), id); err != nil || len(codes) != 0 {
			t.Errorf("an hour later: %v, %v", codes, err)
		}
	}
}

// The receipt of a code is stamped with the issuer's time, which its Date header tells.
func TestCodeWithALocalClockThatIsFarOff(t *testing.T) {
	issuer := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: issuer.Now}, func(o *aurex.Options) {
		o.Now = func() time.Time { return issuer.Now().Add(-time.Hour) }
	})
	id := box.CardIDs("aurex")[0]
	if _, err := box.Purchase(sandbox.Purchase{Issuer: "aurex", CardID: id, Confirm: -1}); err != nil {
		t.Fatal(err)
	}
	codes, err := d.Codes(t.Context(), id)
	if err != nil || len(codes) != 1 || codes[0].ReceivedAt.Sub(issuer.Now()).Abs() > time.Second {
		t.Errorf("got %+v, %v at %v", codes, err, issuer.Now())
	}
}

func TestCodeForms(t *testing.T) {
	for body, want := range map[string]string{
		`{"success":true,"data":{"otp":"012345","expiresIn":300,"cardId":"c"}}`:     "012345 5m0s false",
		`{"success":true,"data":{"otp":123456,"expiresIn":"60"}}`:                   "123456 1m0s false",
		`{"success":true,"data":{"otp":"123456","expiresIn":99999999999999999999}}`: "123456 1h0m0s false",
		`{"success":true,"data":{"otp":"123456","expiresIn":null}}`:                 "123456 2m0s true",
		`{"success":true,"data":{"otp":"123456"}}`:                                  "123456 2m0s true",
		`{"success":true,"data":{"otp":null,"expiresIn":null,"cardId":"c"}}`:        "none",
		`{"success":true,"data":{"otp":"123456","expiresIn":"300"}}`:                "123456 5m0s false",
		`{"success":true,"data":{"otp":"123456","expiresIn":"5m"}}`:                 "123456 2m0s true",
		`{"success":true,"data":{"otp":"123456","expiresIn":""}}`:                   "123456 2m0s true",
		`{"success":true,"data":{"otp":"123456","expiresIn":[300]}}`:                "123456 2m0s true",
		`{"success":true,"data":{"otp":"123456","expiresIn":{"seconds":300}}}`:      "123456 2m0s true",
		`{"success":true,"data":{"otp":"123456","expiresIn":true}}`:                 "123456 2m0s true",
		`{"success":true,"data":{"otp":"123456","expiresIn":0.4}}`:                  "123456 1s false",
		`{"success":true,"data":{"otp":"123456","expiresIn":0}}`:                    "none",
		`{"success":true,"data":{"otp":"123456","expiresIn":"-5"}}`:                 "none",
		`{"success":true,"data":{"otp":""}}`:                                        "none",
		`{"success":true,"data":null}`:                                              "none",
		`{"success":true,"data":[]}`:                                                "none",
		`{"success":true,"data":["123456"]}`:                                        "garbage",
		`{"success":true}`:                                                          "none",
		`{"success":true,"data":{"otp":"123456","cardId":"other"}}`:                 "garbage",
		`{"success":true,"data":{"otp":"123456","otp":"654321"}}`:                   "garbage",
		`{"success":true,"data":{"otp":["123456"]}}`:                                "garbage",
	} {
		d := scripted(t, answer(200, body), func(o *aurex.Options) { o.OTPTTL = 2 * time.Minute })
		codes, err := d.Codes(t.Context(), "c")
		got := "none"
		switch {
		case errors.Is(err, client.ErrGarbage):
			got = "garbage"
		case err != nil:
			t.Errorf("%s: %v", body, err)
		case len(codes) == 1:
			got = fmt.Sprint(open(t, codes[0].Value), " ", codes[0].ExpiresAt.Sub(codes[0].ReceivedAt), " ", codes[0].ExpiryAssumed)
			if codes[0].TimeAssumed != codes[0].ExpiryAssumed { // first seen is received where the issuer says what is left
				t.Errorf("%s: time assumed %v", body, codes[0].TimeAssumed)
			}
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", body, got, want)
		}
	}
}

func TestFundsOfTheSandbox(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	funds, err := d.Funds(t.Context())
	ledger := box.Ledger("aurex")
	inCards := decimal.Zero
	for _, balance := range ledger.Cards {
		inCards = inCards.Add(balance)
	}
	if err != nil || len(funds) != 1 || !funds[0].Available.Amount.Equal(ledger.Wallets[0].Available) || !funds[0].InCards.Amount.Equal(inCards) || !funds[0].Pending.Known() {
		t.Errorf("got %+v, %v", funds, err)
	}
	if wallet, ok := client.FundingWallet(funds, "USD"); !ok || wallet.ID == "" {
		t.Errorf("got %+v", wallet)
	}
}

func usd(text string) client.Money { return client.NewMoney(decimal.RequireFromString(text), "USD") }

func TestTopUpAtTheSandbox(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	card, err := d.Card(t.Context(), box.CardIDs("aurex")[0])
	if err != nil {
		t.Fatal(err)
	}
	terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: card})
	if err != nil || terms.Refusal != "" || !terms.Estimated {
		t.Fatalf("%+v, %v", terms, err)
	}
	amount := usd("33.35")
	quote := terms.Quote(amount)
	if quote.Fee.String() != "1.01 USD" { // 1.0005, rounded up
		t.Errorf("fee %s", quote.Fee)
	}
	before, err := d.Funds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, ID: "CW20260131120000abcdef", CardID: card.ID, Amount: amount})
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != client.OperationSucceeded || got.Fee.String() != quote.Fee.String() || got.Amount.String() != amount.String() || got.OrderID == "" {
		t.Errorf("got %+v", got)
	}
	after, err := d.Funds(t.Context())
	if err != nil || after[0].Available.String() != before[0].Available.Sub(quote.Total).String() {
		t.Errorf("wallet %+v, before %+v, %v", after, before, err)
	}
	for text, want := range map[string]error{"9999": client.ErrInsufficient, "9.99": client.ErrRefused, "10000.01": client.ErrRefused} {
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, CardID: card.ID, Amount: usd(text)}); !errors.Is(err, want) || client.NotSent(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, CardID: "card_none", Amount: usd("20")}); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("no such card: %v", err)
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

func TestTopUpTermsOfACardThatCannot(t *testing.T) {
	d, _ := start(t, sandbox.Options{Seed: 1})
	for _, status := range []client.CardStatus{client.CardFrozen, client.CardBlocked, client.CardExpired} {
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: client.Card{Status: status}})
		if err != nil || terms.Check(usd("20")) == nil {
			t.Errorf("%s: %+v, %v", status, terms, err)
		}
	}
	if terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: client.Card{Status: client.CardUnknown}}); err != nil || terms.Check(usd("20")) != nil {
		t.Errorf("a word that is not known: %+v, %v", terms, err)
	}
	types, err := d.CardTypes(t.Context())
	if err != nil || len(types) != 1 || !types[0].Estimated || types[0].Price.String() != "19.00 USD" || types[0].OpenMin.String() != "25.00 USD" || types[0].OpenMax.String() != "100000.00 USD" {
		t.Errorf("%+v, %v", types, err)
	}
}

func TestTopUpAnswers(t *testing.T) {
	tests := []struct {
		status int
		body   string
		want   error
	}{
		{200, `{"success":true,"data":{"cardId":"c","newBalance":200,"rechargeAmount":100,"fees":3}}`, nil},
		{200, `{"success":true,"data":{"cardId":"c","newBalance":"200","rechargeAmount":"100","fees":{"totalFees":"3","ourFee":3}}}`, nil},
		{200, `{"success":true,"error":{},"message":5,"data":{"cardId":"c","newBalance":200,"rechargeAmount":100,"fees":3}}`, nil}, // words decide nothing
		{200, `{"success":true,"data":{"cardId":"other","newBalance":200}}`, client.ErrGarbage},
		{200, `{"success":true,"data":{}}`, client.ErrGarbage},
		{200, `{"success":true,"data":{"cardId":"c","rechargeAmount":100,"RechargeAmount":1}}`, client.ErrGarbage},
		{200, `{"success":false,"error":"no"}`, client.ErrRefused},
		{400, `{"success":false,"error":"invalid"}`, client.ErrRefused},
		{401, `{"success":false,"error":"key"}`, client.ErrNotAllowed},
		{402, `{"success":false,"error":"x"}`, client.ErrInsufficient},
		{404, `{"success":false,"error":"x"}`, client.ErrNotFound},
		{409, `{"success":false,"error":"Insufficient balance"}`, client.ErrInsufficient},
		{409, `{"success":false}`, client.ErrRefused}, // which of its two meanings it has is not said
		{422, `{"success":false}`, client.ErrRefused},
		{409, `{"success":false,"error":"balance is being updated"}`, client.ErrRefused},
		{409, `{"success":false,"error":"operation in progress"}`, client.ErrRefused},
		{422, `{"success":false,"error":"not enough"}`, client.ErrInsufficient},
		{429, `{"success":false,"error":"slow down"}`, client.ErrRateLimited},
		{500, `{"success":false,"error":"x"}`, client.ErrUnreachable},
		{502, `<html>`, client.ErrUnreachable},
		{200, `<html>`, client.ErrGarbage},
	}
	for _, tt := range tests {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPost || r.URL.Path != "/users/u1/cards/c/topup" || string(body) != `{"amount":100}` || r.Header.Get("Authorization") != "Bearer key" {
				t.Errorf("sent %s %s %s", r.Method, r.URL, body)
			}
			answer(tt.status, tt.body)(w, r)
		})
		got, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, ID: "o", CardID: "c", Amount: usd("100.00")})
		if tt.want == nil {
			if err != nil || got.Fee.String() != "3.00 USD" {
				t.Errorf("%s: %+v, %v", tt.body, got, err)
			}
			continue
		}
		if !errors.Is(err, tt.want) || tt.want == client.ErrRefused && errors.Is(err, client.ErrInsufficient) {
			t.Errorf("%d %s: %v", tt.status, tt.body, err)
		}
		if client.NotSent(err) { // it left, whatever the answer says
			t.Errorf("%d %s: not sent %v", tt.status, tt.body, client.NotSent(err))
		}
	}
}

func TestRateLimitIsSharedByDriversWithOneKey(t *testing.T) {
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
		d := newDriver(t, aurex.Options{Profile: "ads", BaseURL: server.URL, UserID: "u", APIKey: secret("same key")})
		for range 25 {
			if _, err := d.Cards(ctx, nil); errors.Is(err, client.ErrRateLimited) {
				limited++
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	if served > 25 || limited == 0 { // the burst of 20, and a little that is refilled meanwhile
		t.Errorf("%d requests went out at once, %d were held back", served, limited)
	}
}
