package statement

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// Charts are what was spent from Since, a midnight, to Until, by currency, while records come in.
type Charts struct {
	Since, Until time.Time
	Start        time.Time // what came from there to Since is told for comparison; zero is none
	ByCurrency   []*Chart

	purchases Purchases
}

// LastDays are empty charts of so many days up to now, today among them.
func LastDays(now time.Time, days int) Charts {
	year, month, day := now.Date()
	return Charts{Since: time.Date(year, month, day-days+1, 0, 0, 0, 0, now.Location()), Until: now}
}

// Chart is what was spent in one currency.
type Chart struct {
	Currency string
	Days     []Spent
	Total    client.Money
	Before   client.Money // from Start to Since

	merchants map[string]tally
	records   int // that count
}

// tally is what was spent at one merchant, by so many records that count.
type tally struct {
	amount  client.Money
	records int
}

// Add puts records into the charts of their currencies, and takes out those that do not count any more.
func (c *Charts) Add(records []client.Record) {
	counted, replaced := c.purchases.Take(records)
	c.change(replaced, -1, client.Money.Sub)
	c.change(counted, 1, client.Money.Add)
	c.ByCurrency = slices.DeleteFunc(c.ByCurrency, func(chart *Chart) bool { return chart.records <= 0 })
	for _, chart := range c.ByCurrency {
		maps.DeleteFunc(chart.merchants, func(_ string, at tally) bool { return at.records <= 0 })
	}
}

// Sorted are the charts by the names of their currencies. ByCurrency has them in the order in which they came.
func (c *Charts) Sorted() []*Chart {
	return slices.SortedFunc(slices.Values(c.ByCurrency), func(x, y *Chart) int { return cmp.Compare(x.Currency, y.Currency) })
}

func (c *Charts) change(records []client.Record, sign int, to func(client.Money, client.Money) client.Money) {
	for _, total := range Totals(records) {
		if total.Records == 0 {
			continue
		}
		at := slices.IndexFunc(c.ByCurrency, func(chart *Chart) bool { return chart.Currency == total.Currency })
		if at < 0 {
			at = len(c.ByCurrency)
			c.ByCurrency = append(c.ByCurrency, &Chart{Currency: total.Currency, Days: SpentByDay(nil, total.Currency, c.Since, c.Until),
				Total: client.NewMoney(decimal.Zero, total.Currency), Before: client.NewMoney(decimal.Zero, total.Currency),
				merchants: map[string]tally{}})
		}
		chart := c.ByCurrency[at]
		chart.records += sign * total.Records
		for i, day := range SpentByDay(records, total.Currency, c.Since, c.Until) {
			chart.Days[i].Amount = to(chart.Days[i].Amount, day.Amount)
			chart.Total = to(chart.Total, day.Amount)
		}
		for _, r := range records {
			spent := r.Spent()
			if !spent.Known() || spent.Currency != total.Currency {
				continue
			}
			if r.At.Before(c.Since) && !c.Start.IsZero() {
				if !r.At.Before(c.Start) {
					chart.Before = to(chart.Before, spent)
				}
				continue
			}
			at, ok := chart.merchants[r.Merchant.Name]
			if !ok {
				at.amount = client.NewMoney(decimal.Zero, total.Currency)
			}
			chart.merchants[r.Merchant.Name] = tally{amount: to(at.amount, spent), records: at.records + sign}
		}
	}
}

// Merchants are all where something was spent or came back from, the one with the most first.
func (c *Chart) Merchants() []Spent {
	var all []Spent
	for name, at := range c.merchants {
		all = append(all, Spent{Merchant: name, Amount: at.amount})
	}
	slices.SortFunc(all, func(a, b Spent) int {
		return cmp.Or(b.Amount.Amount.Cmp(a.Amount.Amount), cmp.Compare(a.Merchant, b.Merchant))
	})
	return all
}
