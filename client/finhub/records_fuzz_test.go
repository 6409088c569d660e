package finhub_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

func FuzzFinHubRecords(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"total":1,"records":[{"cardNo":"c","tradeNo":"t","originTradeNo":null,"currency":"SGD",
		"amount":16.96,"authorizedAmount":"2.45","authorizedCurrency":"USD",
		"merchantData":{"name":"x","categoryCode":"5811","mid":213028402482045},"settleDate":1729422898000,"type":"auth","status":"authorized",
			"transactionTime":1729422898000}]}}`))
	f.Add([]byte(`{"success":true,"data":{"total":-1,"records":[null,{},{"tradeNo":"t","values":"https://x.example","type":"AUTH_URL",
		"merchantData":[]}]}}`))
	f.Add([]byte(`{"success":true,"data":{"total":"9999999999999999999999","records":[{"orderNo":1,"merchantOrderNo":"m","cardNo":"c",
		"type":"create","cardFee":"1","depositAmount":null}]}}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, _ *sandbox.Sandbox, card string) {
		kinds, _ := d.RecordKinds()
		for _, kind := range kinds {
			if _, err := d.Records(ctx, client.RecordQuery{Kind: kind, CardID: card, Size: 10}); err != nil {
				f.Fatal(err)
			}
		}
	})
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		kinds, _ := d.RecordKinds()
		for _, kind := range kinds {
			page, err := d.Records(ctx, client.RecordQuery{Kind: kind, CardID: "c", Since: time.UnixMilli(1), Size: 10})
			if err != nil {
				var e *client.Error
				if !errors.As(err, &e) {
					return err
				}
				continue
			}
			seen := map[string]bool{}
			for _, r := range page.Records {
				if r.ID == "" || r.Kind != kind || r.CardID != "" && r.CardID != "c" || seen[r.Key()] {
					return errors.New("a record without id, twice, or of another card")
				}
				seen[r.Key()] = true
			}
		}
		return nil
	})
}

func FuzzFinHubHolders(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"total":1,"records":[{"cardholderId":1,"cardholderStatus":"pass_audit",
		"personalInfo":{"firstName":"Ana"},"residentialAddress":{"country":"BR"}}]}}`))
	f.Add([]byte(`{"success":true,"data":{"total":2,"records":[{"holderId":"1","personalInfo":[],"mobile":81999},{}]}}`))
	addAnswers(f, func(ctx context.Context, d *finhub.Driver, _ *sandbox.Sandbox, _ string) {
		if _, err := d.Holders(ctx); err != nil {
			f.Fatal(err)
		}
	})
	fuzzRead(f, func(ctx context.Context, d *finhub.Driver) error {
		holders, err := d.Holders(ctx)
		for _, h := range holders {
			if h.ID == "" {
				return errors.New("a holder without an id")
			}
		}
		return err
	})
}

func FuzzFinHubChange(f *testing.F) {
	f.Add([]byte(`{"success":true,"code":200,"data":{"merchantOrderNo":"`+orderID+`","cardNo":"c","type":"card_activated",
		"status":"wait_process","remark":null}}`), 5)
	f.Add([]byte(`{"success":true,"code":200,"data":{"cardId":"c","operationType":"FREEZE","operationStatus":"COMPLETED","transactionId":"9",
		"newCardStatus":"FROZEN"}}`), 0)
	f.Add([]byte(`{"success":false,"code":-1,"msg":"PIN 482915 must not repeat a digit"}`), 3)
	kinds := slices.DeleteFunc(client.Kinds(), func(kind client.MovementKind) bool { return !kind.IsChange() })
	change := client.Change{PIN: crypto.SecretFromString(goodPIN), ActivationCode: crypto.SecretFromString("20834698"),
		Limits: client.Limits{AllowedMCC: []string{}}}
	var body atomic.Pointer[[]byte]
	d := answering(f, &body)
	f.Fuzz(func(t *testing.T, data []byte, kind int) {
		body.Store(&data)
		order := client.Order{ID: orderID, Kind: kinds[uint(kind)%uint(len(kinds))], CardID: "c", Change: change}
		got, err := d.Send(t.Context(), order)
		var e *client.Error
		switch {
		case err == nil && (got.OrderID != orderID || got.CardID != "c" || got.Status == ""):
			t.Fatalf("%q: %+v", data, got)
		case err != nil && !errors.As(err, &e):
			t.Fatalf("%q: %v is no *client.Error", data, err)
		case order.Kind == client.MovePIN && (strings.Contains(got.Description, goodPIN) || e != nil && strings.Contains(e.Message, goodPIN)):
			t.Fatalf("%q: the PIN shows: %+v %v", data, got, err)
		}
	})
}
