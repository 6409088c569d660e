package purse_test

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/purse"
)

func TestWhatComesOutIsWhatWasPutIn(t *testing.T) {
	var p purse.Purse
	var amounts []client.Money
	var coins []purse.Coin
	for _, currency := range []string{"USD", "USDT", "jpy", "€", ""} {
		for _, digits := range []string{"0", "0.00", "-0", "1.50", "1.5", "-13981.20", "100", "1e2", "1e-40", "9223372036854775807",
			"-9223372036854775808", "9223372036854775808", "0.123456789012345678901234567890"} {
			amounts = append(amounts, client.Money{Amount: decimal.RequireFromString(digits), Currency: currency})
		}
		amounts = append(amounts, client.Money{Currency: currency}, client.Money{Amount: decimal.New(math.MinInt64, 15), Currency: currency})
	}
	for _, m := range amounts {
		coins = append(coins, p.Put(m))
	}
	for i, m := range amounts {
		got := p.Get(coins[i])
		known := m.Currency != "" || !m.Amount.IsZero()
		if got.Currency != m.Currency || !got.Amount.Equal(m.Amount) || known && got.Amount.Exponent() != m.Amount.Exponent() {
			t.Errorf("%#v came out as %#v", m, got)
		}
	}
	if (purse.Coin{}) != p.Put(client.Money{}) || p.Get(purse.Coin{}) != (client.Money{}) {
		t.Error("the zero coin is not the unknown amount")
	}
}

func TestUsualAmountsNeedNoMemory(t *testing.T) {
	var p purse.Purse
	m := client.NewMoney(decimal.RequireFromString("13981.20"), "USD")
	p.Put(m)
	if n := testing.AllocsPerRun(100, func() { p.Put(m) }); n > 1 { // the module copies the coefficient
		t.Errorf("%v allocations for a coin", n)
	}
}
