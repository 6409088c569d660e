package client

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// Terms are what an issuer asks of a movement: limits and fee.
type Terms struct {
	Currency string
	Min, Max decimal.NullDecimal // in Currency, inclusive; null when the issuer gives none
	Decimals int32               // how many an amount may have
	Rate     decimal.Decimal     // fee as a fraction of the amount: 0.03 is 3 %
	Fixed    decimal.Decimal     // fee on top of the rate, in Currency
	RoundUp  bool                // the fee is rounded up to the cent, else half away from zero
	// FeeUnknown is set where the issuer says only in its answer what it took.
	FeeUnknown bool
	// Estimated is set where figures are documented ones rather than the issuer's answer.
	Estimated bool
	// MaxReason says where Max comes from when it is not the issuer's limit but what is there, for example "the card must keep
	// 5.00 USD".
	MaxReason string
	// Refusal says why no movement is possible at all; empty when it is.
	Refusal string
	ByType  bool // see ChangeTerms.ByType
}

// Least is the smallest amount, not known where the issuer gives none.
func (t Terms) Least() Money { return bound(t.Min, t.Currency) }

// Most is the largest amount, not known where the issuer gives none.
func (t Terms) Most() Money { return bound(t.Max, t.Currency) }

func bound(d decimal.NullDecimal, currency string) Money {
	if !d.Valid {
		return Money{}
	}
	return NewMoney(d.Decimal, currency)
}

// ErrTerms is wrapped by every refusal that the issuer's terms call for before anything is sent.
var ErrTerms = errors.New("outside the issuer's terms")

// Quote is what a movement would cost.
type Quote struct {
	Amount    Money
	Fee       Money // not known where Terms.FeeUnknown
	Total     Money // what leaves the wallet: amount and fee; the amount alone where the fee is not known
	Estimated bool
}

// Short reports whether the wallet certainly cannot pay: it is known to have less than the total, or than the bare amount where the
// fee is only an estimate. The issuer decides what is not certain.
func (q Quote) Short(wallet Money) bool {
	need := q.Total
	if q.Estimated {
		need = q.Amount
	}
	left := wallet.Sub(need)
	return left.Known() && left.Amount.IsNegative()
}

// Check refuses an amount that the terms do not allow: wrong currency, too many decimals (never rounded), below the minimum, above
// the maximum. Its error wraps ErrTerms.
func (t Terms) Check(amount Money) error {
	switch {
	case t.Refusal != "":
		return fmt.Errorf("%w: %s", ErrTerms, t.Refusal)
	case amount.Currency != t.Currency:
		return fmt.Errorf("%w: this card takes %s, not %s", ErrTerms, t.Currency, amount.Currency)
	case !amount.Amount.Equal(amount.Amount.Truncate(t.Decimals)):
		return fmt.Errorf("%w: %s", ErrTerms, decimals(t.Decimals))
	case t.Min.Valid && amount.Amount.LessThan(t.Min.Decimal):
		return fmt.Errorf("%w: at least %s", ErrTerms, NewMoney(t.Min.Decimal, t.Currency))
	case t.Max.Valid && amount.Amount.GreaterThan(t.Max.Decimal):
		why := ""
		if t.MaxReason != "" {
			why = ", " + t.MaxReason
		}
		return fmt.Errorf("%w: at most %s%s", ErrTerms, NewMoney(t.Max.Decimal, t.Currency), why)
	}
	return nil
}

// Quote computes fee and total for an amount that passed Check.
func (t Terms) Quote(amount Money) Quote {
	if t.FeeUnknown {
		return Quote{Amount: amount, Total: amount, Estimated: true}
	}
	fee := amount.Amount.Mul(t.Rate).Add(t.Fixed)
	places := CurrencyDecimals(t.Currency)
	if t.RoundUp {
		fee = fee.RoundCeil(places)
	} else {
		fee = fee.Round(places)
	}
	money := NewMoney(fee, t.Currency)
	return Quote{Amount: amount, Fee: money, Total: amount.Add(money), Estimated: t.Estimated}
}

// decimals are the words for how many an amount may have at most.
func decimals(n int32) string {
	switch n {
	case 0:
		return "whole units only, no decimals"
	case 1:
		return "at most 1 decimal"
	}
	return fmt.Sprintf("at most %d decimals", n)
}
