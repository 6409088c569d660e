package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// errValue is wrapped by what the wire types refuse. Its text never holds the value, which could be a secret in the wrong place.
var errValue = errors.New("a value has the wrong form")

// Amount is a JSON number or string on the wire, held exactly. null, "" and a missing member are not set.
type Amount struct {
	Decimal decimal.Decimal
	Set     bool
}

var wireAmount = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE](\+?[0-9]{1,2}|-[0-9]{1,3}))?$`)

// isAmount bounds what is taken for an amount: long fractions and small exponents are what binary floats become in JSON (Java writes the
// double nearest to 0.1 with 55 decimals, JavaScript what is left of 0.3-0.1*3 as 5.551115123125783e-17). A comma is not taken: 1,234 is
// another amount where it is the decimal point.
func isAmount(text []byte) bool {
	digits := bytes.TrimPrefix(text, []byte("-"))
	if exponent := bytes.IndexAny(digits, "eE"); exponent >= 0 {
		digits = digits[:exponent]
	}
	whole, decimals, _ := bytes.Cut(digits, []byte("."))
	return len(whole) <= maxDigits && len(decimals) <= 100 && wireAmount.Match(text)
}

// maxDigits is how many digits an amount may have before the point, and how many after it, once its exponent is worked in.
const maxDigits = 20

// A double holds 15 digits; what it adds behind them is no part of an amount.
const (
	doubleDigits = 15
	sentPlaces   = 8  // as many decimals as an amount in a request may have; they are never touched
	mostPlaces   = 10 // more than any currency of an issuer has
)

// UnmarshalJSON refuses everything but a number of at most 20 digits before the point. It rounds away what a binary float adds behind its
// 15 digits, and keeps at least the first eight decimals.
func (a *Amount) UnmarshalJSON(data []byte) error {
	*a = Amount{}
	text := bytes.TrimSpace(unquote(data))
	if len(text) == 0 {
		return nil
	}
	if coefficient, places, ok := plainAmount(text); ok {
		*a = Amount{Decimal: decimal.New(coefficient, -places), Set: true}
		return nil
	}
	if !isAmount(text) {
		return fmt.Errorf("%w: not an amount", errValue)
	}
	d, err := decimal.NewFromString(string(text))
	if err != nil || int32(d.NumDigits())+d.Exponent() > maxDigits {
		return fmt.Errorf("%w: not an amount", errValue)
	}
	*a = Amount{Decimal: withoutResidue(d), Set: true}
	return nil
}

// plainAmount reads what most amounts are: a minus sign or none, digits, and up to eight decimals, together as many as an int64 holds.
// There is nothing to round or refuse in them.
func plainAmount(text []byte) (coefficient int64, places int32, ok bool) {
	digits, negative := bytes.CutPrefix(text, []byte("-"))
	point := bytes.IndexByte(digits, '.')
	if point >= 0 {
		places = int32(len(digits) - point - 1)
	}
	if len(digits) > 18 || places > sentPlaces || point == 0 || point == len(digits)-1 || len(digits) == 0 {
		return 0, 0, false
	}
	for i, c := range digits {
		switch {
		case '0' <= c && c <= '9':
			coefficient = 10*coefficient + int64(c-'0')
		case i != point:
			return 0, 0, false
		}
	}
	if negative {
		coefficient = -coefficient
	}
	return coefficient, places, true
}

// withoutResidue rounds what has more digits than a double to the decimals that it can hold.
func withoutResidue(d decimal.Decimal) decimal.Decimal {
	if places := -d.Exponent(); places <= sentPlaces || places <= mostPlaces && d.NumDigits() <= doubleDigits {
		return d
	}
	whole := max(0, int32(d.NumDigits())+d.Exponent())
	return d.Round(min(mostPlaces, max(sentPlaces, doubleDigits-whole)))
}

// Money gives the amount in a currency, without what floats left of it (see client.Money.Rounded); not known where either is missing.
func (a Amount) Money(currency string) client.Money {
	if !a.Set || currency == "" {
		return client.Money{}
	}
	return client.NewMoney(a.Decimal, currency).Rounded()
}

// Null gives the amount as a nullable decimal.
func (a Amount) Null() decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: a.Decimal, Valid: a.Set}
}

// Number is an amount as issuers want it in requests: a JSON number with the digits it has, no exponent.
func Number(d decimal.Decimal) json.Number { return json.Number(d.String()) }

// unquote gives the text of a JSON string without escapes, or of a number; nil for null.
func unquote(data []byte) []byte {
	data = bytes.TrimSpace(data)
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	if n := len(data); n >= 2 && data[0] == '"' && data[n-1] == '"' {
		return data[1 : n-1]
	}
	return data
}
