package documents

import (
	"time"

	"cardwallet/client"
)

// Amount is the digits of an amount of money, with at least as many decimals as its currency has: "100.00", "-8.05".
type Amount string

// Decimal is a number that is no money, as a text that keeps all its digits: "3.5".
type Decimal string

// Time is a time in RFC 3339, in UTC and to the second.
type Time string

// Day is a day without its time: "2026-11-21".
type Day string

// Money is an amount of money.
type Money struct {
	Amount   Amount `json:"amount"`   // its digits
	Currency string `json:"currency"` // ISO 4217, or the issuer's own, such as USDT
}

// MoneyOf is an amount; nil where it is not known.
func MoneyOf(m client.Money) *Money {
	if !m.Known() {
		return nil
	}
	return &Money{Amount(m.Digits()), m.Currency}
}

// Own is the row's own money; both are nil where it is not known.
func Own(m client.Money) (*Amount, *string) {
	if !m.Known() {
		return nil, nil
	}
	digits := Amount(m.Digits())
	return &digits, &m.Currency
}

// TimeOf is a time that is known.
func TimeOf(t time.Time) Time { return Time(t.UTC().Format(time.RFC3339)) }

// KnownTime is TimeOf; nil for the zero time.
func KnownTime(t time.Time) *Time {
	if t.IsZero() {
		return nil
	}
	at := TimeOf(t)
	return &at
}

// Text is a text; nil where it is empty.
func Text[S ~string](text S) *string {
	if text == "" {
		return nil
	}
	s := string(text)
	return &s
}

// Texts is a list of texts, which is never nil.
func Texts[S ~string](texts []S) []string {
	return List(texts, func(text S) string { return string(text) })
}

// List is what of makes of each value; it is never nil.
func List[T, D any](values []T, of func(T) D) []D {
	out := make([]D, 0, len(values))
	for _, v := range values {
		out = append(out, of(v))
	}
	return out
}
