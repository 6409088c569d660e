package plan

import (
	"errors"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

func money(digits, currency string) client.Money {
	return client.NewMoney(decimal.RequireFromString(digits), currency)
}

func TestSums(t *testing.T) {
	quote := func(amount, fee, currency string) client.Quote {
		q := client.Quote{Amount: money(amount, currency), Total: money(amount, currency)}
		if fee != "" {
			q.Fee = money(fee, currency)
			q.Total = q.Amount.Add(q.Fee)
		}
		return q
	}
	accounts, currencies := Sums([]Part{{"fin", quote("10", "1", "USD")}, {"ads", quote("20", "2", "USD")}, {"fin", quote("30", "3", "USD")},
		{"fin", quote("5", "", "EUR")}, {"fin", quote("5", "1", "EUR")}})
	said := func(sums []Sum) (out string) {
		for _, s := range sums {
			out += fmt.Sprintf("%s %d %s %s %s; ", s.Profile, s.Parts, s.Quote.Amount, s.Quote.Fee, s.Quote.Total)
		}
		return out
	}
	want := "fin 2 40.00 USD 4.00 USD 44.00 USD; ads 1 20.00 USD 2.00 USD 22.00 USD; fin 2 10.00 EUR unknown 11.00 EUR; "
	if got := said(accounts); got != want {
		t.Errorf("by account: %s", got)
	}
	if got := said(currencies); got != " 3 60.00 USD 6.00 USD 66.00 USD;  2 10.00 EUR unknown 11.00 EUR; " {
		t.Errorf("by currency: %s", got)
	}
	has := func(profile string) []client.Funds {
		return []client.Funds{{Kind: client.FundsWallet, Available: money(map[string]string{"fin": "44", "ads": "21"}[profile], "USD")}}
	}
	profile, err := ShortOf(client.MoveTopUp, accounts, has)
	if err == nil || profile != "ads" || err.Error() != "insufficient balance: the wallet has 21.00 USD, the total is 22.00 USD" {
		t.Error(err)
	}
	for _, kind := range []client.MovementKind{client.MoveWithdraw, client.MoveFreeze} {
		if _, err := ShortOf(kind, accounts, has); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// What follows the outcome of one of several movements.
func TestAfterOneOfSeveral(t *testing.T) {
	left := &client.Error{Kind: client.ErrUnreachable, NotSent: true}
	for name, tt := range map[string]struct {
		status     client.MovementStatus
		err        error
		open, over bool
	}{
		"done":                {status: client.MovementSucceeded},
		"at work":             {status: client.MovementProcessing},
		"refused":             {status: client.MovementFailed, err: &client.Error{Kind: client.ErrRefused}},
		"refused here":        {status: client.MovementFailed, err: &client.Error{Kind: client.ErrRefused, NotSent: true}},
		"unknown":             {status: client.MovementUnknown, err: client.ErrUnknown, open: true},
		"sent":                {status: client.MovementSent, open: true},
		"not noted, unknown":  {err: client.ErrUnknown, open: true, over: true},
		"never left":          {status: client.MovementFailed, err: left, over: true},
		"the journal is away": {err: errors.New("disk"), over: true},
		"an open one":         {err: &client.GuardError{Kind: client.ErrOpenMovement}},
		"a repeat":            {err: fmt.Errorf("no: %w", &client.GuardError{Kind: client.ErrRepeat})},
		"a limit":             {err: &client.GuardError{Kind: client.ErrLimit}, over: true},
	} {
		m := client.Movement{Status: tt.status}
		if got := IsOpen(m, tt.err); got != tt.open {
			t.Errorf("%s: open %v", name, got)
		}
		if got := NextAlike(m, tt.err); got != tt.over {
			t.Errorf("%s: the next ends alike: %v", name, got)
		}
	}
}

func TestMissing(t *testing.T) {
	for _, tt := range []struct {
		has, floor string
		decimals   int32
		least      string
		want       string
		raised     bool
	}{
		{"60.00", "100", 2, "", "40.00 USD", false},
		{"100.00", "100", 2, "10", "0.00 USD", false},
		{"99.99999", "100", 2, "10", "0.00 USD", false},
		{"140.00", "100", 2, "10", "0.00 USD", false},
		{"95.00", "100", 2, "10", "10.00 USD", true},
		{"90.00", "100", 2, "10", "10.00 USD", false},
		{"59.50", "100", 0, "", "41.00 USD", false},
		{"59.994999999", "100", 2, "", "40.01 USD", false},
		{"59.9900000001", "100", 2, "", "40.01 USD", false},
		{"-5", "20", 2, "", "25.00 USD", false},
		{"", "100", 2, "", "unknown", false},
	} {
		terms := client.Terms{Currency: "USD", Decimals: tt.decimals}
		if tt.least != "" {
			terms.Min = decimal.NewNullDecimal(decimal.RequireFromString(tt.least))
		}
		var has client.Money
		if tt.has != "" {
			has = money(tt.has, "USD")
		}
		if got, raised := Missing(terms, has, money(tt.floor, "USD")); got.String() != tt.want || raised != tt.raised {
			t.Errorf("from %q to %s: %s, raised: %v", tt.has, tt.floor, got, raised)
		}
	}
	if got, _ := Missing(client.Terms{}, money("1", "EUR"), money("2", "USD")); got.Known() {
		t.Error(got)
	}
}
