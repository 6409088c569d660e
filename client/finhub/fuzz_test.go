package finhub_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"cardwallet/client"
	"cardwallet/client/finhub"
)

// answering is a driver whose issuer answers everything with what body points to.
// It is atomic because a question for card types that nobody waits for any more may still be answered.
func answering(f *testing.F, body *atomic.Pointer[[]byte]) *finhub.Driver {
	f.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(*body.Load()) }))
	f.Cleanup(server.Close)
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: server.URL, TenantID: "t", Token: secret("ready"), CardIDs: []string{"c"}})
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
		err := read(t.Context(), d)
		var e *client.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("%q: %v is no *client.Error", data, err)
		}
	})
}

func FuzzFinHubCards(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"msg":"SUCCESS","data":{"total":1,"records":[{"cardNo":"c","status":"Normal","balanceInfo":{"amount":"23","currency":"USD"},"bindTime":1770702301000}]}}`))
	f.Add([]byte(`{"success":true,"code":200,"msg":null,"data":[{"cardId":12,"cardStatus":"ACTIVE","maskedCardNumber":"**** 4242","availableBalance":-1.5,"currency":"usd"}]}`))
	f.Add([]byte(`{"success":true,"data":{"total":-1,"records":[null,{}]}}`))
	f.Add([]byte(`{"success":false,"code":-1,"msg":"Card not found","data":null}`))
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		cards, err := d.Cards(ctx, nil)
		for _, c := range cards {
			if c.ID == "" || c.Name == "" || c.Status == "" {
				return errors.New("a card without id, name or status")
			}
		}
		return err
	})
}

func FuzzFinHubCodes(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"total":1,"records":[{"cardNo":"c","tradeNo":"t","currency":"CNY","amount":"16.96","values":"x","type":"third_3ds_otp","transactionTime":1729422898000,"expirationTime":null}]}}`))
	f.Add([]byte(`{"success":true,"data":{"records":[{"values":"https://x.example","type":"AUTH_URL","expirationTime":4102444800000}]}}`))
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		codes, err := d.AllCodes(ctx)
		for _, c := range codes {
			if c.ID == "" || c.CardID == "" || !c.Value.Present() {
				return errors.New("a code without id, card or value")
			}
		}
		return err
	})
}

func FuzzFinHubOrder(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"orderNo":"1","merchantOrderNo":"` + orderID + `","cardNo":"c","currency":"USD","amount":15,"fee":0,"status":"processing"}}`))
	f.Add([]byte(`{"success":true,"code":200,"data":{"total":1,"records":[{"merchantOrderNo":"` + orderID + `","status":"fail"}]}}`))
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		if _, err := d.ReadOrder(ctx, orderID); err != nil {
			var e *client.Error
			if !errors.As(err, &e) {
				return err
			}
		}
		for _, move := range []func(context.Context, client.Order) (client.Operation, error){d.TopUp, d.Withdraw} {
			got, err := move(ctx, client.Order{ID: orderID, CardID: "c"})
			if err == nil && (got.OrderID != orderID || got.CardID != "c") {
				return errors.New("another order passes")
			}
			var e *client.Error
			if err != nil && !errors.As(err, &e) {
				return err
			}
		}
		got, err := d.Create(ctx, client.Order{ID: orderID, New: client.NewCard{TypeID: "1"}})
		if err == nil && got.OrderID != orderID {
			return errors.New("another creation passes")
		}
		return err
	})
}

func FuzzFinHubTypes(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":` + oneType + `}`))
	f.Add([]byte(`{"success":true,"code":200,"data":[{"cardTypeId":1,"rechargeDigital":99999999999,"rechargeFeeRate":"1e19"}]}`))
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		types, err := d.CardTypes(ctx)
		for _, c := range types {
			if c.TopUp.Decimals < 0 || c.TopUp.Decimals > 8 {
				return errors.New("decimals out of range")
			}
			terms, err := d.CreateTerms(ctx, client.NewCard{TypeID: c.ID})
			if err == nil && (terms.Fixed.IsNegative() || terms.Max.Valid && terms.Max.Decimal.IsNegative()) {
				return errors.New("negative terms")
			}
		}
		return err
	})
}
