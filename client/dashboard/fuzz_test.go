package dashboard_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/dashboard"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

// addAnswers adds what the sandbox answers to each question, about a card that is called c as in these tests.
func (x dialect) addAnswers(f *testing.F) {
	f.Helper()
	box, err := sandbox.New(sandbox.Options{Seed: 1, RateLimit: -1})
	if err != nil {
		f.Fatal(err)
	}
	code, err := box.Purchase(sandbox.Purchase{Issuer: x.name})
	if err != nil {
		f.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		box.Handler(x.name).ServeHTTP(recorded, r)
		f.Add(recorded.Code, bytes.ReplaceAll(recorded.Body.Bytes(), []byte(code.CardID), []byte("c")))
		w.WriteHeader(recorded.Code)
		_, _ = w.Write(recorded.Body.Bytes())
	}))
	defer server.Close()
	e := x.endpoint(box)
	d := x.driver(f, dashboard.Options{BaseURL: server.URL + e.BaseURL, UserID: e.UserID, APIKey: secret(e.APIKey), RatePerMinute: -1})
	_ = askAll(f.Context(), d, code.CardID)
	// more than there is
	_, _ = d.Send(f.Context(), client.Order{Kind: client.MoveTopUp, ID: "o", CardID: code.CardID, Amount: usd("1000000")})
}

// asked is what all questions were answered with.
type asked struct {
	cards    []client.Card
	details  client.Details
	codes    []client.Code
	records  client.RecordPage
	deposits []client.Deposit
	deposit  client.Deposit
	topUp    client.Operation
	created  client.Operation
	terms    []client.Terms
	errs     []error
}

func askAll(ctx context.Context, d *dashboard.Driver, card string) (got asked) {
	var err error
	keep := func(err error) { got.errs = append(got.errs, err) }
	got.cards, err = client.CollectCards(ctx, d.Cards)
	keep(err)
	one, err := d.Card(ctx, card)
	keep(err)
	if err == nil {
		got.cards = append(got.cards, one)
	}
	got.details, err = d.Details(ctx, card)
	keep(err)
	got.codes, err = d.Codes(ctx, card)
	keep(err)
	_, err = d.Funds(ctx)
	keep(err)
	for _, move := range []func() (client.Terms, error){
		func() (client.Terms, error) {
			return d.Terms(ctx, client.Intent{Kind: client.MoveTopUp, Card: client.Card{ID: card, Status: client.CardActive}})
		},
		func() (client.Terms, error) {
			return d.Terms(ctx, client.Intent{Kind: client.MoveCreate, New: client.NewCard{Name: "n"}})
		},
	} {
		terms, err := move()
		keep(err)
		got.terms = append(got.terms, terms)
	}
	got.topUp, err = d.Send(ctx, client.Order{Kind: client.MoveTopUp, ID: "o", CardID: card, Amount: usd("10")})
	keep(err)
	got.created, err = d.Send(ctx, client.Order{Kind: client.MoveCreate, ID: "o", Amount: usd("30"), New: client.NewCard{Name: "n"}})
	keep(err)
	_, err = d.Observe(ctx, card)
	keep(err)
	_, err = d.Observe(ctx, "")
	keep(err)
	got.records, err = d.Records(ctx, client.RecordQuery{Kind: client.RecordHistory, CardID: card})
	keep(err)
	got.deposits, err = d.Deposits(ctx)
	keep(err)
	got.deposit, err = d.RequestDeposit(ctx, usd("25"), "USDC")
	if err != nil {
		got.deposit = client.Deposit{ID: "none", Address: "none"}
	}
	keep(err)
	return got
}

func FuzzAurex(f *testing.F) {
	fuzzAnswers(f, aurexDialect,
		`{"success":true,"data":{"otp":"123456","expiresIn":300,"cardId":"c"}}`,
		`{"success":true,"data":[{"cardId":"c","cardName":"n","balance":100,"status":"active"}]}`,
		`{"success":true,"data":{"cardId":"c","cardNumber":"4111 1111 1111 1111","expiryDate":"12/28","cvv":"123","balance":"1",
			"status":"active","fees":{"totalFees":1}}}`,
		`{"success":true,"data":{"userId":"u","balance":150.50,"pendingBalance":25.00,"inCardsBalance":100,"currency":"USD"}}`,
		`{"success":true,"data":[{"transactionId":1852379830190366720,"amount":"25.50","currency":"USD","status":"completed",
			"createdAt":"2026-01-31T12:00:00Z"},null]}`,
	)
}

func FuzzLinora(f *testing.F) {
	fuzzAnswers(f, linoraDialect,
		`{"success":true,"data":{"code":"123456","expiresAt":"2026-01-31T12:00:00Z","cardId":"c"}}`,
		`{"success":true,"data":{"otpCode":123456,"expirationTime":1769860860000}}`,
		`{"success":true,"data":{"cardId":"c","balance":"10","status":"active","limits":{"maxBalance":1e3},
			"feeSchedule":{"serviceFeeRate":0.02},"topUpSupported":true,"fees":{}}}`,
		`{"success":true,"data":[{"cardId":"c","id":"t","balance":1,"issuanceFee":7,"serviceFeeRate":"0.02","limits":{"minBalance":5},
			"amount":1,"timestamp":1769860800}]}`,
	)
}

// fuzzAnswers: whatever the issuer answers to every question, with whatever status: there is a result that keeps to its ranges or a
// *client.Error.
func fuzzAnswers(f *testing.F, x dialect, seeds ...string) {
	f.Helper()
	type answer struct {
		status int
		body   []byte
	}
	var now atomic.Pointer[answer]
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(now.Load().status)
		_, _ = w.Write(now.Load().body)
	}))
	f.Cleanup(server.Close)
	d := x.driver(f, dashboard.Options{BaseURL: server.URL, UserID: "u", APIKey: secret("k"), RatePerMinute: -1})
	for _, body := range seeds {
		f.Add(200, []byte(body))
	}
	f.Add(409, []byte(`{"success":false,"error":"insufficient balance"}`))
	f.Add(404, []byte(nil))
	x.addAnswers(f)
	f.Fuzz(func(t *testing.T, status int, data []byte) {
		// Those that are tried again after a while would take the time, and they are not decoded.
		if status < 200 || status >= 500 || status == http.StatusNoContent || status == http.StatusNotModified ||
			status == http.StatusTooManyRequests {
			return
		}
		now.Store(&answer{status, data})
		got := askAll(t.Context(), d, "c")
		for i, err := range got.errs {
			var e *client.Error
			if err != nil && !errors.As(err, &e) {
				t.Fatalf("%d: %d %q: %v is no *client.Error", i, status, data, err)
			}
		}
		if problem := got.wrong(t.Context(), x); problem != "" {
			t.Fatalf("%d %q: %s", status, data, problem)
		}
		got.details.Wipe()
	})
}

// wrong says what is out of its range.
func (a asked) wrong(ctx context.Context, x dialect) string {
	for _, c := range a.cards {
		if c.ID == "" || c.Name == "" || c.Status == "" || len(c.Last4) > 4 {
			return "a card without id, name or status, or with more of its number than the end"
		}
	}
	for _, field := range []client.Field{a.details.Number, a.details.CVV, a.details.Expiry} {
		if value, odd, err := field.Read(ctx); err == nil {
			ok := false
			value.Reveal(func(b []byte) {
				_, _, expiry := crypto.ParseExpiry(b)
				ok = odd != "" || map[client.FieldKind]bool{client.FieldPAN: len(b) >= 12 && len(b) <= 19, client.FieldCVV: crypto.ValidCVV(b),
					client.FieldExpiry: expiry}[field.Kind()]
				ok = ok && len(b) <= 64 && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' || r > '~' })
			})
			value.Wipe()
			if !ok {
				return "a " + string(field.Kind()) + " that has not the form of one"
			}
		}
	}
	for _, c := range a.codes {
		if left := c.ExpiresAt.Sub(c.ReceivedAt); c.ID == "" || !c.Value.Present() || left <= 0 && !x.showsOver || left > time.Hour {
			return "a code without id or value, or that lives " + left.String()
		}
	}
	for _, terms := range a.terms {
		if terms.Rate.IsNegative() || terms.Fixed.IsNegative() {
			return "a negative fee"
		}
	}
	for _, op := range []client.Operation{a.topUp, a.created} {
		if op.Status != "" && op.OrderID != "o" || op.Status != "" && op.CardID == "" {
			return "an outcome of another order, or of no card"
		}
	}
	if a.topUp.Status != "" && a.topUp.CardID != "c" {
		return "another card's top-up passes"
	}
	for i, r := range a.records.Records {
		if r.CardID != "c" || i > 0 && r.At.After(a.records.Records[i-1].At) {
			return "another card's record, or not the newest first"
		}
	}
	for _, deposit := range append(a.deposits, a.deposit) {
		if deposit.ID == "" {
			return "a deposit without an id"
		}
	}
	if a.deposit.Address == "" {
		return "a deposit to nowhere"
	}
	return ""
}
