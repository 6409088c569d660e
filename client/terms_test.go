package client

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func usd(s string) Money { return NewMoney(decimal.RequireFromString(s), "USD") }

func some(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

func TestTermsRefuseInWords(t *testing.T) {
	terms := Terms{Currency: "USD", Min: some("10"), Max: some("10000"), Decimals: 2}
	for _, c := range []struct {
		amount Money
		want   string
	}{
		{usd("9.99"), "at least 10.00 USD"},
		{usd("10000.01"), "at most 10,000.00 USD"},
		{usd("10.005"), "at most 2 decimals"},
		{NewMoney(decimal.NewFromInt(50), "EUR"), "this card takes USD, not EUR"},
	} {
		err := terms.Check(c.amount)
		if !errors.Is(err, ErrTerms) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", c.amount, err, c.want)
		}
	}
	for _, ok := range []string{"10", "10000", "10.10", "10.100"} {
		if err := terms.Check(usd(ok)); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
	whole := Terms{Currency: "USD"}
	if err := whole.Check(usd("1.5")); err == nil || !strings.HasSuffix(err.Error(), ": whole units only, no decimals") {
		t.Errorf("decimals where none are allowed: %v", err)
	}
	closed := Terms{Currency: "USD", Decimals: 2, Refusal: "this card type takes no top-ups"}
	if err := closed.Check(usd("50")); err == nil || !strings.Contains(err.Error(), "takes no top-ups") {
		t.Errorf("a closed card: %v", err)
	}
}

func TestQuoteFollowsTheIssuersRounding(t *testing.T) {
	aurex := Terms{Currency: "USD", Rate: decimal.RequireFromString("0.03"), RoundUp: true, Estimated: true, Decimals: 2}
	finhub := Terms{Currency: "USD", Rate: decimal.RequireFromString("0.015"), Fixed: decimal.RequireFromString("0.5"), Decimals: 2}
	for _, c := range []struct {
		terms              Terms
		amount, fee, total string
	}{
		{aurex, "100", "3.00 USD", "103.00 USD"},
		{aurex, "10.01", "0.31 USD", "10.32 USD"},
		{finhub, "15", "0.73 USD", "15.73 USD"},
		{finhub, "100", "2.00 USD", "102.00 USD"},
	} {
		q := c.terms.Quote(usd(c.amount))
		if q.Fee.String() != c.fee || q.Total.String() != c.total || q.Estimated != c.terms.Estimated {
			t.Errorf("%s: fee %s, total %s, estimated %v; want %s, %s", c.amount, q.Fee, q.Total, q.Estimated, c.fee, c.total)
		}
	}
	if q := (Terms{Currency: "USD", FeeUnknown: true}).Quote(usd("5")); q.Fee.Known() || q.Total.String() != "5.00 USD" || !q.Estimated {
		t.Errorf("an unknown fee is quoted as %+v", q)
	}
}

func TestShortIsSaidOnlyWhenItIsCertain(t *testing.T) {
	sure := Quote{Amount: usd("100"), Fee: usd("3"), Total: usd("103")}
	guess := sure
	guess.Estimated = true
	for _, c := range []struct {
		quote  Quote
		wallet Money
		want   bool
	}{
		{sure, usd("103"), false}, {sure, usd("102.99"), true}, {guess, usd("102.99"), false}, {guess, usd("99.99"), true},
		{sure, Money{}, false}, {sure, NewMoney(decimal.Zero, "EUR"), false},
	} {
		if got := c.quote.Short(c.wallet); got != c.want {
			t.Errorf("%s with %s, estimated %v: short %v", c.wallet, c.quote.Total, c.quote.Estimated, got)
		}
	}
}

func TestQuoteAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := Terms{
			Currency: "USD", Decimals: 2, RoundUp: rapid.Bool().Draw(t, "up"),
			Rate:  decimal.New(rapid.Int64Range(0, 2000).Draw(t, "rate"), -4),
			Fixed: decimal.New(rapid.Int64Range(0, 500).Draw(t, "fixed"), -2),
		}
		amount := NewMoney(decimal.New(rapid.Int64Range(1, 1<<40).Draw(t, "cents"), -2), "USD")
		q := terms.Quote(amount)
		exact := amount.Amount.Mul(terms.Rate).Add(terms.Fixed)
		off := q.Fee.Amount.Sub(exact)
		switch {
		case !q.Amount.Add(q.Fee).Amount.Equal(q.Total.Amount):
			t.Fatalf("%s + %s is not %s", q.Amount, q.Fee, q.Total)
		case !q.Fee.Amount.Equal(q.Fee.Amount.Truncate(2)):
			t.Fatalf("the fee %s is no whole cent", q.Fee)
		case terms.RoundUp && (off.IsNegative() || off.GreaterThanOrEqual(decimal.New(1, -2))):
			t.Fatalf("%s rounded up is %s", exact, q.Fee)
		case off.Abs().GreaterThanOrEqual(decimal.New(1, -2)):
			t.Fatalf("%s rounded is %s", exact, q.Fee)
		}
	})
}
