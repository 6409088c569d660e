package linora_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/linora"
	"cardwallet/client/sandbox"
)

// orders are one order of each kind that the sandbox accepts.
func orders(box *sandbox.Sandbox) []client.Order {
	return []client.Order{
		{ID: "o1", Kind: client.MoveTopUp, CardID: box.CardIDs("linora")[0], Amount: usd("20.50")},
		{ID: "o2", Kind: client.MoveCreate, Amount: usd("33.35"), New: client.NewCard{Name: "Реклама"}},
	}
}

func TestPreviewIsWhatIsSent(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	for _, order := range orders(box) {
		before := len(box.Requests())
		wire, err := d.Preview(order)
		if err != nil || len(box.Requests()) != before {
			t.Fatalf("%s: %v, %d requests", order.Kind, err, len(box.Requests())-before)
		}
		if _, err := d.Send(t.Context(), order); err != nil {
			t.Fatalf("%s: %v", order.Kind, err)
		}
		got := box.Requests()[before]
		var body any
		decoder := json.NewDecoder(strings.NewReader(string(wire.Body)))
		decoder.UseNumber()
		if err := decoder.Decode(&body); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got.Body, body); diff != "" || wire.Method != got.Method || wire.URL != box.Linora().BaseURL+got.Path {
			t.Errorf("%s %s was %s %s (-sent +preview):\n%s", wire.Method, wire.URL, got.Method, got.Path, diff)
		}
	}
	for name, order := range map[string]client.Order{
		"withdraw": {Kind: client.MoveWithdraw, CardID: "c", Amount: usd("20")},
		"no card":  {Kind: client.MoveTopUp, Amount: usd("20")},
		"no name":  {Kind: client.MoveCreate, Amount: usd("50")},
		"type":     {Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{Name: "n", TypeID: "1"}},
		"lines":    {Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{Name: "a\nb"}},
	} {
		if _, err := d.Preview(order); !client.NotSent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

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
	if err != nil || got.Status != client.OperationSucceeded || got.Fee.String() != quote.Fee.String() || got.Amount.String() != amount.String() {
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
	for text, want := range map[string]error{"4.99": client.ErrRefused, "2000.01": client.ErrRefused, "5.001": client.ErrRefused, "2000": client.ErrInsufficient} {
		if err := terms.Check(usd(text)); (err == nil) != (text == "2000") {
			t.Errorf("the terms say of %s: %v", text, err)
		}
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, Amount: usd(text), New: client.NewCard{Name: "n"}}); !errors.Is(err, want) || client.NotSent(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
	if _, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: client.NewCard{}}); !errors.Is(err, client.ErrTerms) || !strings.Contains(err.Error(), "a new card needs a name") {
		t.Errorf("no name: %v", err)
	}
}

func TestCreateTermsFromWhatCardsSay(t *testing.T) {
	for cards, want := range map[string]string{
		``:                           "fee unknown, - to -",
		`{"cardId":"a","balance":1}`: "fee unknown, - to -",
		`{"cardId":"a","issuanceFee":7,"serviceFeeRate":0.02,"minBalance":5,"maxBalance":2000}`:                                                                 "fee 0.02 and 7, 5 to 2000",
		`{"cardId":"a","issuanceFee":"7.00","serviceFeeRate":"0.02"},{"cardId":"b","feeSchedule":{"issuanceFee":7,"serviceFeeRate":0.020}},{"cardId":"c"}`:      "fee 0.02 and 7, - to -",
		`{"cardId":"a","issuanceFee":7,"serviceFeeRate":0.02,"minBalance":10,"maxBalance":2000},{"cardId":"b","issuanceFee":5,"minBalance":5,"maxBalance":500}`: "fee unknown, 5 to 2000",
		`{"cardId":"a","issuanceFee":7,"serviceFee":1.5,"limits":{"minBalance":"3","maxBalance":null}}`:                                                         "fee 0 and 8.5, 3 to -",
		`{"cardId":"a","issuanceFee":7}`:                                                                "fee unknown, - to -",
		`{"cardId":"a","serviceFeeRate":0.02}`:                                                          "fee unknown, - to -",
		`{"cardId":"a","issuanceFee":7,"serviceFeeRate":2}`:                                             "fee unknown, - to -",
		`{"cardId":"a","issuanceFee":-7,"serviceFeeRate":0.02}`:                                         "fee unknown, - to -",
		`{"cardId":"a","balance":1,"currency":"EUR","issuanceFee":7,"serviceFeeRate":0,"maxBalance":9}`: "fee unknown, - to -",
	} {
		terms, err := scripted(t, answer(200, `{"success":true,"data":[`+cards+`]}`)).Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: client.NewCard{Name: "n"}})
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
	if _, err := scripted(t, answer(503, ``)).Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: client.NewCard{Name: "n"}}); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("unreachable: %v", err)
	}
}

func TestCreateAnswers(t *testing.T) {
	for _, tt := range []struct {
		status int
		body   string
		want   error
		facts  string
	}{
		{200, `{"success":true,"data":{"cardId":"c","balance":100,"cardNumber":"4111 1111 1111 1234","cvv":"987","fees":{"totalFees":24,"cardBalance":100}}}`, nil, "c 100.00 USD fee 24.00 USD"},
		{200, `{"success":true,"data":{"cardId":9007199254740993,"fees":{"issuanceFee":"7","serviceFee":2}}}`, nil, "9007199254740993 unknown fee 9.00 USD"},
		{200, `{"success":true,"data":{"cardId":"c","fees":{"issuanceFee":7}}}`, nil, "c unknown fee unknown"},
		{200, `{"success":true,"data":{"cardId":"c","currency":"EUR","fees":3}}`, nil, "c unknown fee 3.00 EUR"},
		{200, `{"success":true,"data":null}`, client.ErrGarbage, ""},
		{400, `{"success":false,"error":"x"}`, client.ErrRefused, ""},
		{401, `{"success":false,"error":"x"}`, client.ErrNotAllowed, ""},
		{409, `{"success":false,"error":"insufficient balance"}`, client.ErrInsufficient, ""},
		{429, `{"success":false,"error":"x"}`, client.ErrRateLimited, ""},
		{500, `{"success":false,"error":"x"}`, client.ErrUnreachable, ""},
	} {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPost || r.URL.Path != "/users/u1/cards" || string(body) != `{"cardName":"n","initialBalance":100}` {
				t.Errorf("sent %s %s %s", r.Method, r.URL, body)
			}
			answer(tt.status, tt.body)(w, r)
		})
		got, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, ID: "o", Amount: usd("100.00"), New: client.NewCard{Name: "n"}})
		if facts := fmt.Sprintf("%s %s fee %s", got.CardID, got.Amount, got.Fee); tt.want == nil && (err != nil || facts != tt.facts) {
			t.Errorf("%s: %s, %v", tt.body, facts, err)
		}
		if tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%d %s: %v", tt.status, tt.body, err)
		}
		if client.NotSent(err) { // it left, whatever the answer says
			t.Errorf("%d %s: not sent %v", tt.status, tt.body, client.NotSent(err))
		}
	}
}

func TestFaultsOnEveryMovement(t *testing.T) {
	for _, tt := range []struct {
		fault   sandbox.Fault
		kind    error
		applied bool
	}{
		{sandbox.Fault{Kind: sandbox.FaultDropBefore}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultDropAfter}, client.ErrUnreachable, true},
		{sandbox.Fault{Kind: sandbox.FaultStatus, Status: 401}, client.ErrNotAllowed, false},
		{sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 503}, client.ErrUnreachable, true},
		{sandbox.Fault{Kind: sandbox.FaultTooMany, Delay: time.Second}, client.ErrRateLimited, false},
		{sandbox.Fault{Kind: sandbox.FaultRedirect}, client.ErrGarbage, false},
		{sandbox.Fault{Kind: sandbox.FaultHTML}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultGarbage}, client.ErrGarbage, true},
		{sandbox.Fault{Kind: sandbox.FaultTruncated}, client.ErrGarbage, true},
		{sandbox.Fault{Kind: sandbox.FaultHuge}, client.ErrGarbage, true},
		{sandbox.Fault{Kind: sandbox.FaultFail}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultContentType}, nil, true},
	} {
		d, box := start(t, sandbox.Options{Seed: 1})
		for _, order := range orders(box) {
			tt.fault.Issuer, tt.fault.Path, tt.fault.Count = "linora", "/cards", 1
			if order.Kind == client.MoveTopUp {
				tt.fault.Path = "/topup"
			}
			if err := box.SetFault(tt.fault); err != nil {
				t.Fatal(err)
			}
			before := box.Ledger("linora")
			_, err := d.Send(t.Context(), order)
			if tt.kind == nil && err != nil || tt.kind != nil && !errors.Is(err, tt.kind) || client.NotSent(err) {
				t.Errorf("%s, %s: %v, not sent %v", order.Kind, tt.fault.Kind, err, client.NotSent(err))
			}
			want := len(before.Movements)
			if tt.applied {
				want++
			}
			if after := box.Ledger("linora"); len(after.Movements) != want || after.Wallets[0].Available.Equal(before.Wallets[0].Available) == tt.applied {
				t.Errorf("%s, %s: %d movements, before %d", order.Kind, tt.fault.Kind, len(after.Movements), len(before.Movements))
			}
		}
	}
}

func TestObserveBeforeAndAfter(t *testing.T) {
	now := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now})
	for _, order := range orders(box) {
		before, err := d.Observe(t.Context(), order.CardID)
		if err != nil {
			t.Fatal(err)
		}
		if order.CardID != "" {
			if _, err := box.Purchase(sandbox.Purchase{Issuer: "linora", CardID: order.CardID, Amount: decimal.RequireFromString("7.77"), Confirm: time.Second}); err != nil {
				t.Fatal(err)
			}
			now.Add(2 * time.Second)
		}
		got, err := d.Send(t.Context(), order)
		if err != nil {
			t.Fatal(err)
		}
		after, err := d.Observe(t.Context(), order.CardID)
		if err != nil || after.Wallet.String() != before.Wallet.Sub(order.Amount).Sub(got.Fee).String() || after.At.Sub(now.Now()).Abs() > time.Second {
			t.Errorf("%s: before %+v, after %+v, %v", order.Kind, before, after, err)
		}
		if order.CardID == "" {
			fresh := 0
			for _, id := range after.CardIDs {
				if id == got.CardID {
					fresh++
				}
			}
			if fresh != 1 || len(after.CardIDs) != len(before.CardIDs)+1 || after.Card.Known() {
				t.Errorf("before %v, after %v", before.CardIDs, after.CardIDs)
			}
			continue
		}
		spent := usd("7.77")
		if len(after.Transactions) != len(before.Transactions)+1 || after.Transactions[0].Amount.String() != spent.String() || after.Card.String() != before.Card.Add(order.Amount).Sub(spent).String() {
			t.Errorf("before %+v, after %+v", before, after)
		}
	}
}

// Neither the names in a history nor an id are documented.
func TestObserveReadsWhatComes(t *testing.T) {
	for entry, want := range map[string]string{
		`{"transactionId":"t1","amount":5,"status":"COMPLETED","createdAt":"2026-01-31T12:00:00Z"}`: "t1 5.00 USD completed 12:00:00",
		`{"id":1852379830190366720,"amount":"-5.5","currency":"eur","timestamp":1769860800}`:        "1852379830190366720 -5.50 EUR  12:00:00",
		`{"amount":5,"timestamp":"2026-01-31T12:00:00Z","status":null}`:                             "1769860800000 5.00 USD #1 5.00 USD  12:00:00",
		`{"id":"t","amount":"five","timestamp":1769860800}`:                                         "t unknown  12:00:00",
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

// Without the card's history its balance must not decide: what was spent meanwhile would pass for a top-up that was not carried out.
func TestObserveWithoutAPageForTransactions(t *testing.T) {
	missing := map[string]bool{"/transactions": true}
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
		for end := range missing {
			if strings.HasSuffix(r.URL.Path, end) {
				answer(404, `{"success":false,"error":"Not found"}`)(w, r)
				return
			}
		}
		answer(200, `{"success":true,"data":{"cardId":"c","balance":10,"status":"active"}}`)(w, r)
	})
	o, err := d.Observe(t.Context(), "c")
	if err != nil || o.Card.Known() || o.Wallet.String() != "10.00 USD" || len(o.Transactions) != 0 || o.At.IsZero() {
		t.Errorf("got %+v, %v", o, err)
	}
	for _, other := range []string{"/cards/c", "/wallet"} {
		missing = map[string]bool{"/transactions": true, other: true}
		if o, err := d.Observe(t.Context(), "c"); !errors.Is(err, client.ErrNotFound) {
			t.Errorf("%s: got %+v, %v", other, o, err)
		}
	}
}
