package finhub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

// asSealed is the opener of an issuer that knows our key: what it sealed can be anything, so what comes out is what was sent.
type asSealed struct{}

func (asSealed) Open(_ context.Context, sealed string) (crypto.Secret, error) {
	return crypto.SecretFromString(sealed), nil
}

// answering is a driver whose issuer answers everything with what body points to.
// It is atomic because a question for card types that nobody waits for any more may still be answered.
func answering(f *testing.F, body *atomic.Pointer[[]byte]) *finhub.Driver {
	f.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(*body.Load()) }))
	f.Cleanup(server.Close)
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: server.URL, TenantID: "t", Token: secret("ready"), CardIDs: []string{"c"},
		Opener: asSealed{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(d.Close)
	return d
}

// fuzzRead asks with data as the answer: whatever comes, there is a result or a *client.Error, and no panic.
func fuzzRead(f *testing.F, read func(ctx context.Context, d *finhub.Driver) error) {
	var body atomic.Pointer[[]byte]
	d := answering(f, &body)
	f.Fuzz(func(t *testing.T, data []byte) {
		body.Store(&data)
		if err := read(t.Context(), d); !acceptable(err) {
			t.Fatalf("%q: %v is no *client.Error", data, err)
		}
	})
}

func dollars(amount string) client.Money {
	return client.NewMoney(decimal.RequireFromString(amount), "USD")
}

func acceptable(err error) bool {
	var e *client.Error
	return err == nil || errors.As(err, &e)
}

// addAnswers adds what the sandbox answers in both dialects to what drive asks, about a card that is called c as in these tests.
func addAnswers(f *testing.F, drive func(ctx context.Context, d *finhub.Driver, box *sandbox.Sandbox, card string)) {
	f.Helper()
	_, public := newOpener(f)
	for _, faults := range [][]sandbox.Fault{nil, {{Issuer: sandbox.IssuerFinHub, Path: "*", Kind: sandbox.FaultDialect}}} {
		box, err := sandbox.New(sandbox.Options{Seed: 1, FinHubKey: public, Faults: faults, RateLimit: -1, StepDelay: -1})
		if err != nil {
			f.Fatal(err)
		}
		card := ""
		for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
			if truth, _ := box.Truth(id); card == "" && truth.PAN != "" && truth.Status == "Normal" {
				card = id
			}
		}
		if card == "" {
			f.Fatal("the sandbox has no usable card")
		}
		var mu sync.Mutex // card types are asked for beside other requests
		var answers [][]byte
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorded := httptest.NewRecorder()
			box.Handler(sandbox.IssuerFinHub).ServeHTTP(recorded, r)
			mu.Lock()
			answers = append(answers, bytes.ReplaceAll(recorded.Body.Bytes(), []byte(card), []byte("c")))
			mu.Unlock()
			w.WriteHeader(recorded.Code)
			_, _ = w.Write(recorded.Body.Bytes())
		}))
		e := box.FinHub()
		d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: server.URL + e.BaseURL, LoginURL: server.URL + e.LoginURL,
			TenantID: e.TenantID, Email: e.Email, Password: secret(e.Password)})
		if err != nil {
			f.Fatal(err)
		}
		drive(f.Context(), d, box, card)
		d.Close()
		server.Close()
		for _, answer := range answers {
			f.Add(answer)
		}
	}
}

// checkField opens what was sent as if it had been sealed: it has its form, or there is an error.
func checkField(ctx context.Context, field client.Field) error {
	value, odd, err := field.Read(ctx)
	if err != nil {
		return nil
	}
	defer value.Wipe()
	// shown is what can be drawn on one line.
	shown := func(b []byte) bool {
		return len(b) > 0 && len(b) <= 64 && !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' || r > '~' })
	}
	ok := false
	value.Reveal(func(b []byte) {
		switch field.Kind() {
		case client.FieldCode:
			ok = shown(b)
		case client.FieldPAN:
			ok = shown(b) && (odd != "" || crypto.ValidPAN(b))
		case client.FieldCVV:
			ok = shown(b) && (odd != "" || crypto.ValidCVV(b))
		case client.FieldExpiry:
			_, _, month := crypto.ParseExpiry(b)
			ok = shown(b) && (odd != "" || month && len(b) == len("MM/YY"))
		case client.FieldURL:
			ok = bytes.HasPrefix(bytes.ToLower(b), []byte("http")) && !bytes.ContainsFunc(b, func(r rune) bool { return r <= ' ' || r > '~' })
		}
	})
	if !ok {
		return fmt.Errorf("a %s that has not the form of one", field.Kind())
	}
	return nil
}

func FuzzFinHubCards(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"msg":"SUCCESS","data":{"total":1,"records":[{"cardNo":"c","status":"Normal",
		"balanceInfo":{"amount":"23","currency":"USD"},"bindTime":1770702301000}]}}`))
	f.Add([]byte(`{"success":true,"code":200,"msg":null,"data":[{"cardId":12,"cardStatus":"ACTIVE","maskedCardNumber":"**** 4242",
		"availableBalance":-1.5,"currency":"usd"}]}`))
	f.Add([]byte(`{"success":true,"data":{"total":-1,"records":[null,{}]}}`))
	f.Add([]byte(`{"success":false,"code":-1,"msg":"Card not found","data":null}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, _ *sandbox.Sandbox, card string) {
		_, _ = client.CollectCards(ctx, d.Cards)
		_, _ = d.Card(ctx, card)
		_, _ = d.Funds(ctx)
	})
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		cards, err := client.CollectCards(ctx, d.Cards)
		for _, c := range cards {
			if c.ID == "" || c.Name == "" || c.Status == "" {
				return errors.New("a card without id, name or status")
			}
			if len(c.Last4) > 4 {
				return errors.New("more than the last four digits are kept")
			}
		}
		card, errCard := d.Card(ctx, "c")
		if errCard == nil && card.ID != "c" {
			return errors.New("another card passes")
		}
		_, errFunds := d.Funds(ctx)
		for _, err := range []error{err, errCard} {
			if !acceptable(err) {
				return err
			}
		}
		return errFunds
	})
}

func FuzzFinHubDetails(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"cardNo":"c","cardNumber":"4111 1111-11111111","cvv":"123","expireDate":"2028-12"}}`))
	f.Add([]byte(`{"success":true,"code":200,"data":{"cardNo":null,"activateUrl":"HTTPS:\/\/gift.example\/r?x=1"}}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, box *sandbox.Sandbox, card string) {
		_, _ = d.Details(ctx, card)
		for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
			if truth, _ := box.Truth(id); truth.ActivateURL != "" {
				_, _ = d.Details(ctx, id)
			}
		}
	})
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		details, err := d.Details(ctx, "c")
		if err != nil {
			return err
		}
		defer details.Wipe()
		if !details.Number.Present() && !details.CVV.Present() && !details.Expiry.Present() && !details.ActivateURL.Present() {
			return errors.New("nothing at all, and no error")
		}
		for _, field := range []client.Field{details.Number, details.CVV, details.Expiry, details.ActivateURL} {
			if err := checkField(ctx, field); err != nil {
				return err
			}
		}
		return nil
	})
}

func FuzzFinHubCodes(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"total":1,"records":[{"cardNo":"c","tradeNo":"t","currency":"CNY","amount":"16.96",
		"values":"x","type":"third_3ds_otp","transactionTime":1729422898000,"expirationTime":null}]}}`))
	f.Add([]byte(`{"success":true,"data":{"records":[{"values":"https://x.example","type":"AUTH_URL","expirationTime":4102444800000}]}}`))
	f.Add([]byte(`{"success":true,"data":{"records":[{"cardNo":"c","values":"123456","expirationTime":253402300799000}]}}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, box *sandbox.Sandbox, card string) {
		for _, kind := range []string{sandbox.CodeOTP, sandbox.CodeAuthURL} {
			if _, err := box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: card, Kind: kind}); err != nil {
				f.Fatal(err)
			}
		}
		_, _ = d.AllCodes(ctx)
	})
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		codes, err := d.AllCodes(ctx)
		for i, c := range codes {
			if c.ID == "" || c.CardID == "" || !c.Value.Present() {
				return errors.New("a code without id, card or value")
			}
			if c.ReceivedAt.IsZero() || c.ExpiresAt.IsZero() || c.Remaining(c.ReceivedAt) < 0 {
				return errors.New("a code without its times")
			}
			if i > 0 && c.ReceivedAt.After(codes[i-1].ReceivedAt) {
				return errors.New("not the newest first")
			}
			if err := checkField(ctx, c.Value); err != nil {
				return err
			}
		}
		return err
	})
}

func FuzzFinHubOrder(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"orderNo":"1","merchantOrderNo":"` + orderID +
		`","cardNo":"c","currency":"USD","amount":15,"fee":0,"status":"processing"}}`))
	f.Add([]byte(`{"success":true,"code":200,"data":{"total":1,"records":[{"merchantOrderNo":"` + orderID + `","status":"fail"}]}}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, _ *sandbox.Sandbox, card string) {
		_, _ = d.Send(ctx, client.Order{Kind: client.MoveTopUp, ID: orderID, CardID: card, Amount: dollars("50")})
		_, _ = d.ReadOrder(ctx, orderID)
		_, _ = d.Send(ctx, client.Order{Kind: client.MoveWithdraw, ID: orderID, CardID: card, Amount: dollars("1")}) // the number is taken
		_, _ = d.Send(ctx, client.Order{Kind: client.MoveWithdraw, ID: orderID + "2", CardID: card, Amount: dollars("1")})
		_, _ = d.ReadOrder(ctx, orderID+"3")
	})
	known := func(s client.OperationStatus) bool {
		return s == client.OperationProcessing || s == client.OperationSucceeded || s == client.OperationFailed
	}
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		read, err := d.ReadOrder(ctx, orderID)
		if err == nil && (read.OrderID != orderID || !known(read.Status)) {
			return errors.New("another order, or no outcome, passes")
		}
		if !acceptable(err) {
			return err
		}
		for _, kind := range []client.MovementKind{client.MoveTopUp, client.MoveWithdraw} {
			got, err := d.Send(ctx, client.Order{ID: orderID, Kind: kind, CardID: "c"})
			if err == nil && (got.OrderID != orderID || got.CardID != "c" || !known(got.Status)) {
				return errors.New("another order, or no outcome, passes")
			}
			if !acceptable(err) {
				return err
			}
		}
		got, err := d.Send(ctx, client.Order{Kind: client.MoveCreate, ID: orderID, New: client.NewCard{TypeID: "1"}})
		if err == nil && (got.OrderID != orderID || !known(got.Status)) {
			return errors.New("another creation passes")
		}
		return err
	})
}

func FuzzFinHubTypes(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":` + oneType + `}`))
	f.Add([]byte(`{"success":true,"code":200,"data":[{"cardTypeId":1,"rechargeDigital":99999999999,"rechargeFeeRate":"1e19"}]}`))
	f.Add([]byte(`{"success":true,"code":200,"data":[{"cardTypeId":1,"rechargeFeeRate":-3,"rechargeFixedFee":"-1","cardPrice":-5}]}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, _ *sandbox.Sandbox, _ string) { _, _ = d.CardTypes(ctx) })
	amount := dollars("25")
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		types, err := d.CardTypes(ctx)
		for _, c := range types {
			if c.TopUp.Decimals < 0 || c.TopUp.Decimals > 8 {
				return errors.New("decimals out of range")
			}
			open, err := d.Terms(ctx, client.Intent{Kind: client.MoveCreate, New: client.NewCard{TypeID: c.ID}})
			if err != nil {
				open = client.Terms{}
			}
			if open.Max.Valid && open.Max.Decimal.IsNegative() {
				return errors.New("a negative limit")
			}
			for _, terms := range []client.Terms{c.TopUp, open} {
				amount.Currency = terms.Currency
				if fee := terms.Quote(amount).Fee; terms.Rate.IsNegative() || terms.Fixed.IsNegative() || fee.Amount.IsNegative() {
					return fmt.Errorf("a fee of %s", fee)
				}
			}
		}
		return err
	})
}

// Whatever a login is answered with, no token is used that was not sent, and an error is one that says what failed.
func FuzzFinHubLogin(f *testing.F) {
	f.Add([]byte(`{"accessToken":"eyJ","expiresIn":3600}`))
	f.Add([]byte(`{"success":true,"code":200,"data":{"accessToken":"eyJ","expiresIn":"1e9"}}`))
	f.Add([]byte(`{"success":false,"code":401,"msg":"Bad credentials"}`))
	f.Add([]byte(`{"accessToken":"a\r\nX-Evil: 1"}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, _ *sandbox.Sandbox, card string) { _, _ = d.Card(ctx, card) })
	var body atomic.Pointer[[]byte]
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/login" {
			_, _ = w.Write(*body.Load())
			return
		}
		if r.Header.Get("Authorization") == "" || len(r.Header["X-Evil"]) > 0 {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		success(w, `{"total":0,"records":[]}`)
	}))
	f.Cleanup(server.Close)
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: server.URL, LoginURL: server.URL + "/login", TenantID: "t", Email: "e",
		Password: secret("p")})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(d.Close)
	f.Fuzz(func(t *testing.T, data []byte) {
		body.Store(&data)
		d.Forget()
		_, err := d.AllCodes(t.Context())
		var e *client.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%q: %v is no *client.Error", data, err)
		}
		if e != nil && e.Status == http.StatusTeapot {
			t.Fatalf("%q: asked without a token, or with more than one header made of it", data)
		}
	})
}
