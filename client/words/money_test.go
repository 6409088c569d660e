package words_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/words"
)

func TestASignSaysWhichWayMoneyWent(t *testing.T) {
	for amount, want := range map[string]string{
		"13981.2": "+13,981.20", "-8.05": "−8.05", "0": "0.00", "-1000": "−1,000.00", "0.00001": "+0.00001",
	} {
		m := client.NewMoney(decimal.RequireFromString(amount), "USD")
		if words.Figures(m) != want || words.Signed(m) != want+" USD" {
			t.Errorf("%s: got %q and %q", amount, words.Figures(m), words.Signed(m))
		}
	}
	if got := words.Figures(client.Money{}) + words.Signed(client.Money{}); got != "" {
		t.Errorf("what is not known is %q", got)
	}
}
