package journal

import (
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

func TestAnAnswerThatNamesTheOrderMayNameAnotherCurrency(t *testing.T) {
	t.Parallel()
	m := client.Movement{OrderID: "CW1", Amount: client.NewMoney(decimal.NewFromInt(25), "USD")}
	euros := client.NewMoney(decimal.NewFromInt(25), "EUR")
	for _, c := range []struct {
		answer   client.Operation
		mismatch bool
	}{
		{client.Operation{OrderID: "CW1", Amount: euros}, false},
		{client.Operation{OrderID: "CW1", Amount: client.NewMoney(decimal.NewFromInt(26), "EUR")}, true},
		{client.Operation{Amount: euros}, true},
	} {
		if got := mismatch(m, c.answer); (got != "") != c.mismatch {
			t.Errorf("%+v: %q", c.answer, got)
		}
	}
}
