package dashboard_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

func TestDeposits(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d, _ := x.start(t, sandbox.Options{Seed: 1, Cards: 1})
		if none, err := d.Deposits(t.Context()); err != nil || len(none) != 0 {
			t.Fatalf("%v, %v", none, err)
		}
		made, err := d.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), "USDC")
		if err != nil {
			t.Fatal(err)
		}
		if made.Address == "" || made.Amount.String() != "100.00 USD" || made.Asset != "USDC" || made.Status != "waiting" ||
			!made.ExpiresAt.After(time.Unix(0, 0)) || made.Net.String() != "95.00 USD" || made.Fee.String() != "5.00 USD" || made.FeeRate != "5" {
			t.Errorf("requested: %+v", made)
		}
		listed, err := d.Deposits(t.Context())
		if err != nil || len(listed) != 1 || listed[0].ID != made.ID || listed[0].Asset != "USDC" ||
			listed[0].Amount.String() != "100.00 USD" || listed[0].CreatedAt.IsZero() {
			t.Errorf("listed: %+v, %v", listed, err)
		}
		_, err = d.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), "DOGE")
		if !errors.Is(err, client.ErrRefused) {
			t.Errorf("another asset: %v", err)
		}
	})
}

// TestDepositsAreWorthDollars: the amount is in USD whatever is sent, in the answer to a request and in the list.
func TestDepositsAreWorthDollars(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		for _, asset := range []string{"SOL", "USDT", "USDC"} {
			d, _ := x.start(t, sandbox.Options{Seed: 1, Cards: 1})
			made, err := d.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), asset)
			if err != nil || made.Amount.String() != "100.00 USD" || made.Asset != asset || made.Net.String() != "95.00 USD" ||
				made.Fee.String() != "5.00 USD" {
				t.Errorf("%s: %+v, %v", asset, made, err)
			}
			listed, err := d.Deposits(t.Context())
			if err != nil || len(listed) != 1 || listed[0].Amount.String() != "100.00 USD" || listed[0].Asset != asset {
				t.Errorf("%s: listed %+v, %v", asset, listed, err)
			}
		}
		d := x.scripted(t, answer(http.StatusOK, `{"success":true,"data":{"depositId":"d1","depositAddress":"A","status":"waiting"}}`))
		got, err := d.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), "SOL")
		if err != nil || got.Amount.String() != "100.00 USD" || got.Asset != "SOL" {
			t.Errorf("an answer without them: %+v, %v", got, err)
		}
	})
}

// TestDepositsHaveAStage: what the words of an issuer mean is the driver's to say; a word that is not known leaves a deposit open.
func TestDepositsHaveAStage(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		for word, stage := range map[string]client.Stage{"waiting": client.StageOpen, "confirmed": client.StageDone, "Failed": client.StageFailed,
			"expired": client.StageFailed, "another": client.StageOpen, "": client.StageOpen} {
			d := x.scripted(t, answer(http.StatusOK, `{"success":true,"data":{"depositId":"d1","depositAddress":"A","status":"`+word+`"}}`))
			got, err := d.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), "SOL")
			if err != nil || got.Stage != stage {
				t.Errorf("%q: stage %d, %v", word, got.Stage, err)
			}
		}
	})
}

// TestDepositIsRequestedOnce: each request makes an address of its own, so none is sent again by itself.
func TestDepositIsRequestedOnce(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		requests := 0
		d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
			requests++
			w.WriteHeader(http.StatusBadGateway)
		})
		if _, err := d.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), "USDC"); err == nil {
			t.Error("no error")
		}
		if requests != 1 {
			t.Errorf("%d requests", requests)
		}
		for name, data := range map[string]string{
			"no address": `{"depositId":"d1","amount":100,"currency":"USDC","status":"waiting"}`,
			"long address": `{"depositId":"d1","amount":100,"currency":"USDC","depositAddress":"` + strings.Repeat("A", 5000) +
				`","status":"waiting"}`,
			"two addresses":  `{"depositId":"d1","amount":100,"currency":"USDC","depositAddress":"AB CD","status":"waiting"}`,
			"turned address": `{"depositId":"d1","amount":100,"currency":"USDC","depositAddress":"AB\u202eCD","status":"waiting"}`,
			"another asset":  `{"depositId":"d1","amount":100,"currency":"SOL","depositAddress":"A","status":"waiting"}`,
			"another amount": `{"depositId":"d1","amount":1,"currency":"USDC","depositAddress":"A","status":"waiting"}`,
		} {
			d := x.scripted(t, answer(http.StatusOK, `{"success":true,"data":`+data+`}`))
			if got, err := d.RequestDeposit(t.Context(), client.NewMoney(decimal.NewFromInt(100), "USD"), "USDC"); !errors.Is(err,
				client.ErrGarbage) {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		}
	})
}
