package client

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Money is an amount in major units of a currency. The zero Money is "not known", which is not the same as zero.
type Money struct {
	Amount   decimal.Decimal `json:"amount"`
	Currency string          `json:"currency"` // ISO 4217 code or the issuer's own (USDT), upper case; empty when the amount is not known
}

// NewMoney pairs an amount with its currency.
func NewMoney(amount decimal.Decimal, currency string) Money {
	return Money{Amount: amount, Currency: strings.ToUpper(currency)}
}

// Known reports whether there is an amount at all.
func (m Money) Known() bool { return m.Currency != "" }

// Digits gives the amount with at least the currency's usual decimals, for example "100.00". It is empty when not known.
func (m Money) Digits() string {
	if !m.Known() {
		return ""
	}
	places := CurrencyDecimals(m.Currency)
	if own := -m.Amount.Exponent(); own > places && !m.Amount.Equal(m.Amount.Truncate(places)) {
		return m.Amount.String()
	}
	return m.Amount.StringFixed(places)
}

// nearness is the largest difference between two amounts that count as equal. Issuers compute with floats, which are off by up to that
// much. No currency that is paid with here has as small a unit.
var nearness = decimal.New(1, -4)

// Near reports whether two amounts are at most a ten-thousandth apart: then they are the same.
func Near(a, b decimal.Decimal) bool { return a.Sub(b).Abs().LessThanOrEqual(nearness) }

// Same reports whether m and n are one amount as issuers give them, see Near. Two that are not known are the same.
func (m Money) Same(n Money) bool { return m.Currency == n.Currency && Near(m.Amount, n.Amount) }

// Reasonable bounds what is kept and computed with: at most 15 digits before the point and 8 after it, as people may type them.
func Reasonable(d decimal.Decimal) bool {
	if d.Exponent() > 15 || d.Exponent() < -40 {
		return false // not even worth the arithmetic
	}
	return d.Abs().LessThan(decimal.New(1, 15)) && d.Equal(d.Truncate(8))
}

// Rounded gives the amount with the currency's usual decimals where it is near that: the rest is what floats left. Another one stays as it
// is.
func (m Money) Rounded() Money {
	places := CurrencyDecimals(m.Currency)
	if rounded := m.Amount.Round(places); m.Amount.Exponent() != -places && Near(rounded, m.Amount) {
		m.Amount = rounded
	}
	return m
}

// Figures is Digits for people: thousands stand apart, and a negative amount has the minus sign of typography, as in "−13,981.20".
func (m Money) Figures() string {
	digits, negative := strings.CutPrefix(m.Digits(), "-")
	whole, rest, _ := strings.Cut(digits, ".")
	var b strings.Builder
	if negative {
		b.WriteString("\u2212")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if rest != "" {
		b.WriteString("." + rest)
	}
	return b.String()
}

// String gives the amount with its currency for people, for example "13,981.20 USD", and "unknown" when not known.
func (m Money) String() string {
	if !m.Known() {
		return "unknown"
	}
	return m.Figures() + " " + m.Currency
}

// Plain is String as it is kept in the journal and the audit trail: "13981.20 USD".
func (m Money) Plain() string {
	if !m.Known() {
		return m.String()
	}
	return m.Digits() + " " + m.Currency
}

// Shown is String, but empty when not known, as in a table.
func (m Money) Shown() string {
	if !m.Known() {
		return ""
	}
	return m.String()
}

// Add returns m + n. Both must be known and of one currency, otherwise the result is not known.
func (m Money) Add(n Money) Money {
	if !m.Known() || m.Currency != n.Currency {
		return Money{}
	}
	return Money{m.Amount.Add(n.Amount), m.Currency}
}

// Sums are the known ones of some amounts added up, each currency for itself, in the order in which the currencies come.
func Sums(amounts ...Money) []Money {
	var sums []Money
	for _, m := range amounts {
		at := slices.IndexFunc(sums, func(sum Money) bool { return sum.Currency == m.Currency })
		switch {
		case !m.Known():
		case at < 0:
			sums = append(sums, m)
		default:
			sums[at] = sums[at].Add(m)
		}
	}
	return sums
}

// Sub returns m - n. Both must be known and of one currency, otherwise the result is not known.
func (m Money) Sub(n Money) Money {
	if !m.Known() || m.Currency != n.Currency {
		return Money{}
	}
	return Money{m.Amount.Sub(n.Amount), m.Currency}
}

// CurrencyDecimals is how many decimals a currency is written with (ISO 4217 minor units), 2 unless known otherwise.
func CurrencyDecimals(currency string) int32 {
	switch currency {
	case "JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "PYG", "RWF":
		return 0
	case "KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD":
		return 3
	}
	return 2
}

// ErrAmount is wrapped by every refusal of an amount that a person typed.
var ErrAmount = errors.New("not a usable amount")

var amountGrammar = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)

// ParseMoney reads an amount as a person types it: digits with at most one decimal point ("25", "25.5"), optionally followed
// by the currency ("25.00 USD"). Signs, exponents and separators are refused rather than guessed at. currency is what the
// amount is in; a different one in the text is refused. More than 15 digits before the point or 8 after it are refused.
func ParseMoney(text, currency string) (Money, error) {
	m, err := ParseMoneyOrZero(text, currency)
	if err == nil && !m.Amount.IsPositive() {
		return Money{}, fmt.Errorf("%w: it must be more than zero", ErrAmount)
	}
	return m, err
}

// ParseMoneyOrZero is ParseMoney that also takes zero: some card types are created without an initial deposit (FinHub cards page).
func ParseMoneyOrZero(text, currency string) (Money, error) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return Money{}, fmt.Errorf("%w: type an amount, for example 25.00", ErrAmount)
	}
	if len(fields) > 2 {
		return Money{}, fmt.Errorf("%w: write it as 25.00 or 25.00 %s", ErrAmount, currency)
	}
	if len(fields) == 2 && !strings.EqualFold(fields[1], currency) {
		return Money{}, fmt.Errorf("%w: this card takes %s, not %q", ErrAmount, currency, fields[1])
	}
	if !amountGrammar.MatchString(fields[0]) {
		return Money{}, fmt.Errorf("%w: only digits and one decimal point, for example 1000.50", ErrAmount)
	}
	if whole, decimals, _ := strings.Cut(fields[0], "."); len(whole) > 15 || len(decimals) > 8 {
		return Money{}, fmt.Errorf("%w: at most 15 digits before the point and 8 after it", ErrAmount)
	}
	amount, err := decimal.NewFromString(fields[0])
	if err != nil {
		return Money{}, fmt.Errorf("%w: %q", ErrAmount, fields[0])
	}
	return NewMoney(amount, currency), nil
}
