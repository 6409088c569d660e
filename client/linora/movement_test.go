package linora_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/linora"
	"cardwallet/client/sandbox"
)

// A path of the config may hold what nobody should read over a shoulder.
func TestPreviewOfOtherPaths(t *testing.T) {
	var asked []string
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.RequestURI)
		answer(200, `{"success":true,"data":{"cardId":"c","balance":1}}`)(w, r)
	}, func(o *linora.Options) {
		o.Paths = map[string]string{"cards": "/v2/cards?user={userId}&key=hunter2"}
	})
	order := client.Order{Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{Name: "n"}}
	wire, err := d.Preview(order)
	if err != nil || !strings.HasSuffix(wire.URL, "/v2/cards?key=[redacted]&user=[redacted]") {
		t.Errorf("%+v, %v", wire, err)
	}
	if _, err := d.Send(t.Context(), order); err != nil || strings.Join(asked, "") != "POST /v2/cards?key=hunter2&user=u1" {
		t.Errorf("asked %q, %v", asked, err)
	}
}

func TestCreateAtTheSandbox(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1, Cards: 1}) // whose one card says what all say
	terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: client.NewCard{Name: "Team"}})
	if err != nil || terms.FeeUnknown || !terms.Estimated || terms.Min.Decimal.String() != "5" || terms.Max.Decimal.String() != "2000" {
		t.Fatalf("%+v, %v", terms, err)
	}
	amount := usd("33.35")
	quote := terms.Quote(amount)
	before, err := d.Funds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, ID: "o", Amount: amount, New: client.NewCard{Name: "Team"}})
	if err != nil || got.Status != client.OperationSucceeded || got.Fee.String() != quote.Fee.String() ||
		got.Amount.String() != amount.String() {
		t.Fatalf("%+v, %v, quoted %+v", got, err, quote)
	}
	truth, _ := box.Truth(got.CardID)
	if text := fmt.Sprintf("%+v %#v", got, got); truth.PAN == "" || strings.Contains(text, truth.PAN[4:12]) {
		t.Errorf("the number shows: %s", text)
	}
	card, err := d.Card(t.Context(), got.CardID)
	if err != nil || card.Name != "Team" || card.Status != client.CardActive {
		t.Errorf("%+v, %v", card, err)
	}
	after, err := d.Funds(t.Context())
	if err != nil || after[0].Available.String() != before[0].Available.Sub(quote.Total).String() {
		t.Errorf("wallet %+v, before %+v, %v", after, before, err)
	}
	for text, want := range map[string]error{"4.99": client.ErrRefused, "2000.01": client.ErrRefused, "5.001": client.ErrRefused,
		"2000": client.ErrInsufficient} {
		if err := terms.Check(usd(text)); (err == nil) != (text == "2000") {
			t.Errorf("the terms say of %s: %v", text, err)
		}
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, Amount: usd(text),
			New: client.NewCard{Name: "n"}}); !errors.Is(err, want) || client.NotSent(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
	if _, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: client.NewCard{}}); !errors.Is(err, client.ErrTerms) ||
		!strings.Contains(err.Error(), "a new card needs a name") {
		t.Errorf("no name: %v", err)
	}
}

func TestCreateTermsFromWhatCardsSay(t *testing.T) {
	for cards, want := range map[string]string{
		``:                           "fee unknown, - to -",
		`{"cardId":"a","balance":1}`: "fee unknown, - to -",
		`{"cardId":"a","issuanceFee":7,"serviceFeeRate":0.02,"minBalance":5,
			"maxBalance":2000}`: "fee 0.02 and 7, 5 to 2000",
		`{"cardId":"a","issuanceFee":"7.00","serviceFeeRate":"0.02"},{"cardId":"b","feeSchedule":{"issuanceFee":7,"serviceFeeRate":0.020}},
			{"cardId":"c"}`: "fee 0.02 and 7, - to -",
		`{"cardId":"a","issuanceFee":7,"serviceFeeRate":0.02,"minBalance":10,"maxBalance":2000},{"cardId":"b","issuanceFee":5,"minBalance":5,
			"maxBalance":500}`: "fee unknown, 5 to 2000",
		`{"cardId":"a","issuanceFee":7,"serviceFee":1.5,"limits":{"minBalance":"3",
			"maxBalance":null}}`: "fee 0 and 8.5, 3 to -",
		`{"cardId":"a","issuanceFee":7}`:                                                                "fee unknown, - to -",
		`{"cardId":"a","serviceFeeRate":0.02}`:                                                          "fee unknown, - to -",
		`{"cardId":"a","issuanceFee":7,"serviceFeeRate":2}`:                                             "fee unknown, - to -",
		`{"cardId":"a","issuanceFee":-7,"serviceFeeRate":0.02}`:                                         "fee unknown, - to -",
		`{"cardId":"a","balance":1,"currency":"EUR","issuanceFee":7,"serviceFeeRate":0,"maxBalance":9}`: "fee unknown, - to -",
	} {
		terms, err := scripted(t, answer(200, `{"success":true,"data":[`+cards+`]}`)).Terms(t.Context(),
			client.Intent{Kind: client.MoveCreate, New: client.NewCard{Name: "n"}})
		limit := func(d decimal.NullDecimal) string {
			if !d.Valid {
				return "-"
			}
			return d.Decimal.String()
		}
		got := "fee " + terms.Rate.String() + " and " + terms.Fixed.String()
		if terms.FeeUnknown {
			got = "fee unknown"
		}
		if got += ", " + limit(terms.Min) + " to " + limit(terms.Max); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", cards, got, err, want)
		}
		if terms.FeeUnknown && (!terms.Rate.IsZero() || !terms.Fixed.IsZero()) {
			t.Errorf("%s: figures of a fee that is not known", cards)
		}
	}
	if _, err := scripted(t, answer(503, ``)).Terms(t.Context(),
		client.Intent{Kind: client.MoveCreate, New: client.NewCard{Name: "n"}}); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("unreachable: %v", err)
	}
}

// Neither the names in a history nor an id are documented.
func TestObserveReadsWhatComes(t *testing.T) {
	for entry, want := range map[string]string{
		`{"transactionId":"t1","amount":5,"status":"COMPLETED","createdAt":"2026-01-31T12:00:00Z"}`: "t1 5.00 USD completed 12:00:00",
		`{"id":1852379830190366720,"amount":"-5.5","currency":"eur","timestamp":1769860800}`:        "1852379830190366720 −5.50 EUR  12:00:00",
		`{"amount":5,"timestamp":"2026-01-31T12:00:00Z",
			"status":null}`: "1769860800000 5.00 USD #1 5.00 USD  12:00:00",
		`{"id":"t","amount":"five","timestamp":1769860800}`: "t unknown  12:00:00",
	} {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/ledger") {
				answer(200, `{"success":true,"data":[`+entry+`]}`)(w, r)
				return
			}
			answer(200, `{"success":true,"data":{"cardId":"c","balance":10}}`)(w, r)
		}, func(o *linora.Options) { o.Paths = map[string]string{"transactions": "/cards/{cardId}/ledger"} })
		o, err := d.Observe(t.Context(), "c")
		got := "garbage"
		if err == nil && len(o.Transactions) == 1 {
			tx := o.Transactions[0]
			got = fmt.Sprintf("%s %s %s %s", tx.ID, tx.Amount, tx.Status, tx.At.Format(time.TimeOnly))
		} else if !errors.Is(err, client.ErrGarbage) {
			t.Errorf("%s: %+v, %v", entry, o, err)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", entry, got, want)
		}
	}
	// A history that there is, but that cannot be read, is not taken for one that there is not.
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/transactions") {
			answer(403, `{"success":false,"error":"Not yours"}`)(w, r)
			return
		}
		answer(200, `{"success":true,"data":{"cardId":"c","balance":10}}`)(w, r)
	})
	if o, err := d.Observe(t.Context(), "c"); !errors.Is(err, client.ErrNotAllowed) || o.Card.Known() {
		t.Errorf("no history: %+v, %v", o, err)
	}
}
