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

// wireAmount bounds what is taken for an amount. Exponents are small because they are Java's way to write zeros ("0E-8").
var wireAmount = regexp.MustCompile(`^-?[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?$`)

// maxDigits is how many digits an amount may have before the point, and how many after it, once its exponent is worked in.
const maxDigits = 20

// UnmarshalJSON refuses everything but a number of at most 20 + 20 digits.
func (a *Amount) UnmarshalJSON(data []byte) error {
	*a = Amount{}
	text := unquote(data)
	if len(text) == 0 {
		return nil
	}
	if !wireAmount.Match(text) {
		return fmt.Errorf("%w: not an amount", errValue)
	}
	d, err := decimal.NewFromString(string(text))
	if err != nil || int32(d.NumDigits())+d.Exponent() > maxDigits || d.Exponent() < -maxDigits {
		return fmt.Errorf("%w: not an amount", errValue)
	}
	*a = Amount{Decimal: d, Set: true}
	return nil
}

// Money gives the amount in a currency; not known where either is missing.
func (a Amount) Money(currency string) client.Money {
	if !a.Set || currency == "" {
		return client.Money{}
	}
	return client.NewMoney(a.Decimal, currency)
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
