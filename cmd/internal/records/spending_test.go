package records

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/run"
)

func TestSpentAmountsAreWrittenForPeople(t *testing.T) {
	var out bytes.Buffer
	a := &command{&run.App{Out: &out}}
	usd := func(amount string) client.Money { return client.NewMoney(decimal.RequireFromString(amount), "USD") }
	day := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	chart := &statement.Chart{Currency: "USD", Total: usd("13981.2"), Days: []statement.Spent{
		{Day: day, Amount: usd("-18.8")}, {Day: day.AddDate(0, 0, 1), Amount: usd("14000")}}}
	if err := a.printSpending(accountSpent{where: "fin", Chart: chart}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"fin  spent 13,981.20 USD, 2026-11-30 to 2026-12-01", "  −18.80\n", " 14,000.00  ##"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in:\n%s", want, out.String())
		}
	}
}
