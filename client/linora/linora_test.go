package linora_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/linora"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func secret(text string) func(context.Context) (crypto.Secret, error) {
	return func(context.Context) (crypto.Secret, error) { return crypto.SecretFromString(text), nil }
}

func newDriver(t *testing.T, o linora.Options) *linora.Driver {
	t.Helper()
	d, err := linora.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func start(t *testing.T, o sandbox.Options) (*linora.Driver, *sandbox.Sandbox) {
	t.Helper()
	o.RateLimit = -1
	box, err := sandbox.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	e := box.Linora()
	return newDriver(t, linora.Options{Profile: "lin", BaseURL: e.BaseURL, UserID: e.UserID, APIKey: secret(e.APIKey), RatePerMinute: -1,
		Now: o.Now}), box
}

// scripted runs a driver against h, for what the sandbox does not do.
func scripted(t *testing.T, h http.HandlerFunc, change ...func(*linora.Options)) *linora.Driver {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	o := linora.Options{Profile: "lin", BaseURL: server.URL, UserID: "u1", APIKey: secret("key"), RatePerMinute: -1}
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

func usd(text string) client.Money { return client.NewMoney(decimal.RequireFromString(text), "USD") }

func TestNewRefusesWhatCannotWork(t *testing.T) {
	good := linora.Options{BaseURL: "https://linora.example/api", UserID: "u", APIKey: secret("k")}
	if d, err := linora.New(good); err != nil {
		t.Errorf("good: %v", err)
	} else {
		d.Close()
	}
	for name, change := range map[string]func(*linora.Options){
		"no base url": func(o *linora.Options) { o.BaseURL = "" },
		"http":        func(o *linora.Options) { o.BaseURL = "http://linora.example" },
		"no user":     func(o *linora.Options) { o.UserID = "" },
		"no key":      func(o *linora.Options) { o.APIKey = nil },
		"bad path":    func(o *linora.Options) { o.Paths = map[string]string{"card": "/cards/{id}"} },
	} {
		o := good
		change(&o)
		if _, err := linora.New(o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestCodeOfTheSandboxInAllItsForms(t *testing.T) {
	for _, form := range []sandbox.CodeForm{sandbox.LinoraISO, sandbox.LinoraEpochSeconds, sandbox.LinoraEpochMillis, sandbox.LinoraRelative} {
		now := newClock()
		d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, LinoraCode: form})
		id := box.CardIDs("linora")[0]
		if codes, err := d.Codes(t.Context(), id); err != nil || len(codes) != 0 {
			t.Errorf("%d: before a purchase: %v, %v", form, codes, err)
		}
		raised, err := box.Purchase(sandbox.Purchase{Issuer: "linora", CardID: id, Confirm: -1})
		if err != nil {
			t.Fatal(err)
		}
		now.Add(10 * time.Second)
		first, err := d.Codes(t.Context(), id)
		if err != nil || len(first) != 1 || open(t, first[0].Value) != raised.Value || !first[0].ExpiresAt.Equal(raised.Expires) ||
			first[0].ExpiryAssumed {
			t.Fatalf("%d: got %+v, %v, want %+v", form, first, err, raised)
		}
		now.Add(20 * time.Second)
		again, err := d.Codes(t.Context(), id)
		if err != nil || len(again) != 1 || again[0].Key() != first[0].Key() || again[0].ReceivedAt != first[0].ReceivedAt {
			t.Errorf("%d: again %+v, %v", form, again, err)
		}
	}
}

func TestCodeForms(t *testing.T) {
	now := newClock()
	for data, want := range map[string]string{
		`{"otp":"012345","expiresIn":300}`:                           "012345 5m0s false",
		`{"code":"012345","expiresIn":"60"}`:                         "012345 1m0s false",
		`{"otpCode":123456,"expirationTime":"2026-01-31T12:01:00Z"}`: "123456 1m0s false",
		`{"otpCode":"123456","expirationTime":1769860860000}`:        "123456 1m0s false",
		`{"otp":null,"code":"123456","expiresAt":1769860860}`:        "123456 1m0s false",
		`{"code":"123456","expiresAt":"2030-01-01T00:00:00Z"}`:       "123456 1h0m0s false",
		`{"code":"123456","expiresAt":"2026-01-31T11:59:00Z"}`:       "123456 -1m0s false",
		`{"code":"123456","expiresAt":null}`:                         "123456 2m0s true",
		`{"code":"123456"}`:                                          "123456 2m0s true",
		`{"code":null,"expiresAt":null,"cardId":"c"}`:                "none",
		`{}`:                                   "none",
		`null`:                                 "none",
		`{"code":"123456","cardId":"other"}`:   "garbage",
		`[]`:                                   "none",
		`["123456"]`:                           "garbage",
		`{"code":"123456","expiresAt":"soon"}`: "123456 2m0s true",
		`{"code":"123456","expiresIn":"5m"}`:   "123456 2m0s true",
		`{"code":"123456","expiresIn":["x"],"expiresAt":{}}`:                 "123456 2m0s true",
		`{"code":"123456","expiresIn":0}`:                                    "none",
		`{"code":"123456","expiresIn":"-1"}`:                                 "none",
		`{"code":"123456","expiresIn":0,"expiresAt":"2026-01-31T12:01:00Z"}`: "123456 1m0s false",
		`{"code":"123456","expirationTime":300}`:                             "123456 5m0s false",
		`{"code":"123456","expirationTime":"60"}`:                            "123456 1m0s false",
		`{"code":"123456","expirationTime":0}`:                               "123456 2m0s true",
		`{"code":"123456","expirationTime":999999}`:                          "123456 1h0m0s false",
		`{"code":"123456","expiresAt":"2026-01-31T12:01:00+0000"}`:           "123456 1m0s false",
		`{"code":"123456","expiresAt":"2026-01-31T13:01:00.000+0100"}`:       "123456 1m0s false",
		`{"code":"123456","expiresAt":"2026-01-31 12:01:00+00:00"}`:          "123456 1m0s false",
		`{"code":"123456","expiresAt":1769860860.75}`:                        "123456 1m0.75s false",
		`{"code":"123456","expiresAt":"1769860860000.9"}`:                    "123456 1m0s false",
	} {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", now.Now().Format(http.TimeFormat))
			answer(200, `{"success":true,"data":`+data+`}`)(w, r)
		}, func(o *linora.Options) { o.OTPTTL, o.Now = 2*time.Minute, now.Now })
		codes, err := d.Codes(t.Context(), "c")
		got := "none"
		switch {
		case errors.Is(err, client.ErrGarbage):
			got = "garbage"
		case err != nil:
			t.Errorf("%s: %v", data, err)
		case len(codes) == 1:
			got = fmt.Sprint(open(t, codes[0].Value), " ", codes[0].ExpiresAt.Sub(codes[0].ReceivedAt), " ", codes[0].ExpiryAssumed)
			if codes[0].TimeAssumed != codes[0].ExpiryAssumed { // first seen is received where the issuer says what is left
				t.Errorf("%s: time assumed %v", data, codes[0].TimeAssumed)
			}
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", data, got, want)
		}
	}
	if codes, err := scripted(t, answer(404, `{"success":false,"error":"none"}`)).Codes(t.Context(), "c"); err != nil || len(codes) != 0 {
		t.Errorf("404: %v, %v", codes, err)
	}
}

func TestTopUpAtTheSandbox(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, card := range cards {
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveTopUp, Card: card})
		if err != nil || terms.FeeUnknown || !terms.Min.Valid || !terms.Max.Valid || !terms.Estimated {
			t.Fatalf("%+v, %v", terms, err)
		}
		amount := usd("33.35")
		order := client.Order{ID: "CW20260131120000abcdef", Kind: client.MoveTopUp, CardID: card.ID, Amount: amount}
		if terms.Refusal != "" {
			refused++
			if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrRefused) || client.NotSent(err) {
				t.Errorf("%s, %s: %v", card.Name, terms.Refusal, err)
			}
			continue
		}
		if room := terms.Max.Decimal.Add(card.Balance.Amount); room.GreaterThan(decimal.NewFromInt(2000)) {
			t.Errorf("the terms let the balance go to %s", room)
		}
		got, err := d.Send(t.Context(), order)
		if err != nil || got.Status != client.OperationSucceeded || got.Fee.String() != terms.Quote(amount).Fee.String() {
			t.Errorf("got %+v, %v, quoted %+v", got, err, terms.Quote(amount))
		}
	}
	if refused == 0 || refused == len(cards) {
		t.Errorf("%d of %d cards are refused: not both cases were tested", refused, len(cards))
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

// What Linora does not say is not made up.
func TestTermsThatAreNotSaid(t *testing.T) {
	tests := map[string]string{
		`{"cardId":"c","balance":10,
			"status":"active"}`: "fee unknown, - to -, ",
		`{"cardId":"c","balance":10,"status":"active","limits":{"minTopUp":5},
			"feeSchedule":{"serviceFeeRate":0.02}}`: "fee 0.02 0, 5 to -, ",
		`{"cardId":"c","balance":10,"status":"active","limits":{"maxTopUp":50,"maxBalance":"40"},
			"feeSchedule":{"serviceFee":1}}`: "fee 0 1, - to 30, ",
		`{"cardId":"c","balance":90,"status":"active","limits":{"maxBalance":40},
			"feeSchedule":{"serviceFeeRate":3}}`: "fee unknown, - to 0, ",
		`{"cardId":"c","balance":10,
			"status":"inactive"}`: "fee unknown, - to -, the card is inactive",
		`{"cardId":"c","balance":10,"status":"active",
			"topUpSupported":false}`: "fee unknown, - to -, this card cannot be topped up",
		`{"cardId":"c","balance":10,"status":"active","limits":null,"feeSchedule":null,"fees":{"cardIssueFee":19},
			"topUpSupported":null}`: "fee unknown, - to -, ",
	}
	tests[`{"cardId":"c","balance":10,"status":"active","serviceFeeRate":"0.01","serviceFee":null,"minTopUp":1,"maxTopUp":2,
		"maxBalance":100}`] = "fee 0.01 0, 1 to 2, "
	tests[`{"cardId":"c","balance":10,"status":"enabled"}`] = "fee unknown, - to -, "
	tests[`{"cardId":"c","balance":10,"status":"frozen"}`] = "fee unknown, - to -, the card is frozen"
	// Names are guessed, so what stands under them may be anything.
	tests[`{"cardId":"c","balance":10,"status":"active","serviceFee":"3%","limits":[],"feeSchedule":"standard","createdAt":"yesterday",
		"topUpSupported":"yes"}`] = "fee unknown, - to -, "
	tests[`{"cardId":"c","balance":10,"status":"active","minTopUp":{"amount":5},"limits":{"maxTopUp":50,"minTopUp":"none"},
		"feeSchedule":{"serviceFee":1,"issuanceFee":true}}`] = "fee 0 1, - to 50, "
	limit := func(d decimal.NullDecimal) string {
		if !d.Valid {
			return "-"
		}
		return d.Decimal.String()
	}
	for data, want := range tests {
		terms, err := scripted(t, answer(200, `{"success":true,"data":`+data+`}`)).Terms(t.Context(),
			client.Intent{Kind: client.MoveTopUp, Card: client.Card{ID: "c", Status: client.CardActive}})
		got := "fee unknown"
		if !terms.FeeUnknown {
			got = "fee " + terms.Rate.String() + " " + terms.Fixed.String()
		}
		got += ", " + limit(terms.Min) + " to " + limit(terms.Max) + ", " + terms.Refusal
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v", data, got, err)
		}
	}
}

// One card with an odd field does not hide the others.
func TestOddFieldsDoNotHideTheList(t *testing.T) {
	d := scripted(t, answer(200,
		`{"success":true,"data":[{"cardId":"c1","balance":10,"status":"active","serviceFee":"3%","limits":[],"feeSchedule":"standard",
			"createdAt":"yesterday"},{"cardId":"c2"}]}`))
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil || len(cards) != 2 || cards[0].Balance.String() != "10.00 USD" || !cards[0].CreatedAt.IsZero() {
		t.Errorf("%+v, %v", cards, err)
	}
}

func TestOtherPathsAndHeader(t *testing.T) {
	var asked []string
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.RequestURI+" "+r.Header.Get("X-Api-Key")+r.Header.Get("Authorization"))
		answer(200, `{"success":true,"data":{"balance":1}}`)(w, r)
	}, func(o *linora.Options) {
		o.UserID, o.AuthHeader = "u/1", "X-Api-Key"
		o.Paths = map[string]string{"card": "/v2/cards/{cardId}.json?user={userId}", "cards": "/v2/cards/", "otp": "/v2/cards/{cardId}/otp",
			"wallet": "/v2/wallet", "topup": "/v2/cards/{cardId}/load"}
	})
	_, _ = d.Card(t.Context(), "c 1")
	_, _ = client.CollectCards(t.Context(), d.Cards)
	_, _ = d.Codes(t.Context(), "c1")
	_, _ = d.Funds(t.Context())
	_, _ = d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, CardID: "c1", Amount: usd("10")})
	want := "GET /v2/cards/c%201.json?user=u%2F1 key|GET /v2/cards/?limit=100&offset=0 key|GET /v2/cards/c1/otp key|GET /v2/wallet key|" +
		"POST /v2/cards/c1/load key"
	if got := strings.Join(asked, "|"); got != want {
		t.Errorf("got %s", got)
	}
}

// sealOpener stands for the account's private key.
type sealOpener struct{}

func (sealOpener) Open(_ context.Context, sealed string) (crypto.Secret, error) {
	if sealed != strings.Repeat("A", 172) {
		return crypto.Secret{}, errors.New("something else was sealed")
	}
	return crypto.SecretFromString("4111111111111111"), nil
}

func TestSealedCardDataIsOpened(t *testing.T) {
	d := scripted(t, answer(200, `{"success":true,"data":{"cardId":"c","status":"active","cardNumber":"`+strings.Repeat("A", 172)+`"}}`),
		func(o *linora.Options) { o.Opener = sealOpener{} })
	details, err := d.Details(t.Context(), "c")
	if err != nil || open(t, details.Number) != "4111111111111111" {
		t.Errorf("%v", err)
	}
	if card, err := d.Card(t.Context(), "c"); err != nil || card.Last4 != "" {
		t.Errorf("last four out of a sealed number: %+v, %v", card, err)
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		want   error
	}{
		{400, `{"success":false,"error":"invalid card"}`, client.ErrRefused},
		{401, `{"success":false,"error":"x"}`, client.ErrNotAllowed},
		{404, `{"success":false,"error":"x"}`, client.ErrNotFound},
		{409, `{"success":false,"error":"insufficient balance"}`, client.ErrInsufficient},
		{409, `{"success":false,"error":"card is frozen"}`, client.ErrRefused},
		{422, `{"success":false,"error":"not enough funds"}`, client.ErrInsufficient},
		{429, `{"success":false,"error":"x"}`, client.ErrRateLimited},
		{503, ``, client.ErrUnreachable},
		// Bodies that are not Aurex's: the documents show none.
		{409, `{"error":"Insufficient balance"}`, client.ErrInsufficient},
		{409, `{"statusCode":409,"message":"Insufficient balance","error":"Conflict"}`, client.ErrInsufficient},
		{409, `{"statusCode":409,"message":["card is frozen"],"error":"Conflict"}`, client.ErrRefused},
		{409, `{"success":false,"error":{"message":"Insufficient balance"}}`, client.ErrInsufficient},
		{409, `{"error":{"code":12,"details":[]}}`, client.ErrInsufficient},
		{409, ``, client.ErrInsufficient},
		{409, " \n", client.ErrInsufficient},
		{400, `{"message":"amount must be a number"}`, client.ErrRefused},
		{400, ``, client.ErrRefused},
		{404, ``, client.ErrNotFound},
		{404, `{"message":"Card not found"}`, client.ErrNotFound},
		{422, `{"errors":["x"],"message":"not enough funds"}`, client.ErrInsufficient},
		{401, ``, client.ErrNotAllowed},
		{429, ``, client.ErrRateLimited},
		// No proof of anything.
		{418, ``, client.ErrGarbage},
		{409, `<html>`, client.ErrGarbage},
		{409, `{}`, client.ErrGarbage},
		{409, `"Insufficient balance"`, client.ErrGarbage},
		{409, `{"error":null,"data":{"cardId":"c"}}`, client.ErrGarbage},
		{409, `{"success":true,"message":"Insufficient balance"}`, client.ErrGarbage},
		{409, `{"error":"Insufficient balance","Error":"still working"}`, client.ErrGarbage},
		{400, `{"statusCode":500,"message":"Internal error"}`, client.ErrGarbage},
		{200, `{"message":"Accepted"}`, client.ErrGarbage},
		{200, `{"error":"Insufficient balance"}`, client.ErrGarbage},
		{200, ``, client.ErrGarbage},
		{200, `{"success":true,"data":{"cardId":"other"}}`, client.ErrGarbage},
		{200, `{"success":true,"data":{}}`, client.ErrGarbage},
		{200, `{"data":{"cardId":"c"}}`, client.ErrGarbage},
	} {
		_, err := scripted(t, answer(tt.status, tt.body)).Send(t.Context(), client.Order{Kind: client.MoveTopUp, CardID: "c", Amount: usd("10")})
		var e *client.Error
		if !errors.As(err, &e) || e.Kind != tt.want {
			t.Errorf("%d %s: %v", tt.status, tt.body, err)
		}
	}
}
