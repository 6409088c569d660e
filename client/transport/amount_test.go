package transport

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
)

// What is read by plainAmount is, digit for digit, what it is read as otherwise.
func FuzzPlainAmount(f *testing.F) {
	for _, text := range []string{"23.17", "-0.10", "0", "-0", "007", "1.00000000", "1.000000001", "999999999999999999", "12345678901234567.8",
		".5", "5.", "1e3", "", "-", "1.2.3", "+1", "1,5"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		coefficient, places, ok := plainAmount([]byte(text))
		if !ok {
			return
		}
		want, err := decimal.NewFromString(text)
		if err != nil || !isAmount([]byte(text)) || int32(want.NumDigits())+want.Exponent() > maxDigits {
			t.Fatalf("%q is no amount: %v", text, err)
		}
		got := decimal.New(coefficient, -places)
		if want = withoutResidue(want); !got.Equal(want) || got.Exponent() != want.Exponent() {
			t.Errorf("%q is read as %s, not %s", text, got, want)
		}
		var a Amount
		if err := json.Unmarshal([]byte(`"`+text+`"`), &a); err != nil || !a.Set || a.Decimal.String() != got.String() {
			t.Errorf("%q: %+v, %v", text, a, err)
		}
	})
}
