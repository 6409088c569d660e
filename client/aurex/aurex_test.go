package aurex_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

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
	if got.Status != client.OperationSucceeded || got.Fee.String() != quote.Fee.String() || got.Amount.String() != amount.String() ||
		got.OrderID == "" {
		t.Errorf("got %+v", got)
	}
	after, err := d.Funds(t.Context())
	if err != nil || after[0].Available.String() != before[0].Available.Sub(quote.Total).String() {
		t.Errorf("wallet %+v, before %+v, %v", after, before, err)
	}
	for text, want := range map[string]error{"9999": client.ErrInsufficient, "9.99": client.ErrRefused, "10000.01": client.ErrRefused} {
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, CardID: card.ID, Amount: usd(text)}); !errors.Is(err, want) ||
			client.NotSent(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveTopUp, CardID: "card_none", Amount: usd("20")}); !errors.Is(err,
		client.ErrNotFound) {
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
	if terms, err := d.Terms(t.Context(),
		client.Intent{Kind: client.MoveTopUp, Card: client.Card{Status: client.CardUnknown}}); err != nil || terms.Check(usd("20")) != nil {
		t.Errorf("a word that is not known: %+v, %v", terms, err)
	}
	types, err := d.CardTypes(t.Context())
	if err != nil || len(types) != 1 || !types[0].Estimated || types[0].Price.String() != "19.00 USD" ||
		types[0].OpenMin.String() != "25.00 USD" || types[0].OpenMax.String() != "100,000.00 USD" {
		t.Errorf("%+v, %v", types, err)
	}
}
