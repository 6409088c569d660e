package statement

import (
	"cmp"
	"maps"
	"slices"
	"time"
	"unique"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/purse"
)

// Charts are what was spent from Since, a midnight, to Until, by currency, while records come in.
type Charts struct {
	Since, Until time.Time
	Start        time.Time // what came from there to Since is told for comparison; zero is none
	ByCurrency   []*Chart

	newest Newest[spending]
	purse  purse.Purse
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

// spending is what one record adds to charts.
type spending struct {
	at       instant
	merchant unique.Handle[string]
	charged  purse.Coin // not known where no money moves
	spent    purse.Coin
}

// Add puts records into the charts of their currencies, and takes out those that do not count any more.
func (c *Charts) Add(records []client.Record) {
	var counted, replaced []spending
	for _, r := range records {
		of := spending{at: instantOf(r.At), merchant: unique.Make(r.Merchant.Name), spent: c.purse.Put(r.Spent())}
		if r.Flow() != client.FlowNone {
			of.charged = c.purse.Put(r.Charged())
		}
		counts, old := c.newest.Take(r, of)
		if old != nil {
			replaced = append(replaced, *old)
		}
		if counts {
			counted = append(counted, of)
		}
	}
	c.open(counted)
	for _, of := range counted {
		c.change(of, 1, client.Money.Add)
	}
	for _, of := range replaced {
		c.change(of, -1, client.Money.Sub)
	}
	c.ByCurrency = slices.DeleteFunc(c.ByCurrency, func(chart *Chart) bool { return chart.records <= 0 })
	for _, chart := range c.ByCurrency {
		maps.DeleteFunc(chart.merchants, func(_ string, at tally) bool { return at.records <= 0 })
	}
}

// open makes the charts of currencies that come for the first time, in the order of their names.
func (c *Charts) open(counted []spending) {
	there := map[string]bool{}
	for _, chart := range c.ByCurrency {
		there[chart.Currency] = true
	}
	var fresh []string
	for _, of := range counted {
		if charged := c.purse.Get(of.charged); charged.Known() && !there[charged.Currency] {
			there[charged.Currency] = true
			fresh = append(fresh, charged.Currency)
		}
	}
	slices.Sort(fresh)
	for _, currency := range fresh {
		none := client.NewMoney(decimal.Zero, currency)
		c.ByCurrency = append(c.ByCurrency, &Chart{Currency: currency, Days: daysOf(currency, c.Since, c.Until), Total: none, Before: none,
			merchants: map[string]tally{}})
	}
}

// Sorted are the charts by the names of their currencies. ByCurrency has them in the order in which they came.
func (c *Charts) Sorted() []*Chart {
	return slices.SortedFunc(slices.Values(c.ByCurrency), func(x, y *Chart) int { return cmp.Compare(x.Currency, y.Currency) })
}

// change adds what a record comes to, or takes it off.
func (c *Charts) change(of spending, sign int, to func(client.Money, client.Money) client.Money) {
	charged := c.purse.Get(of.charged)
	at := slices.IndexFunc(c.ByCurrency, func(chart *Chart) bool { return chart.Currency == charged.Currency })
	if !charged.Known() || at < 0 {
		return
	}
	chart := c.ByCurrency[at]
	chart.records += sign
	spent, when := c.purse.Get(of.spent), of.at.time()
	if !spent.Known() {
		return
	}
	if day, ok := dayAt(chart.Days, when); ok {
		chart.Days[day].Amount, chart.Total = to(chart.Days[day].Amount, spent), to(chart.Total, spent)
	}
	if when.Before(c.Since) && !c.Start.IsZero() {
		if !when.Before(c.Start) {
			chart.Before = to(chart.Before, spent)
		}
		return
	}
	merchant, ok := chart.merchants[of.merchant.Value()]
	if !ok {
		merchant.amount = client.NewMoney(decimal.Zero, chart.Currency)
	}
	chart.merchants[of.merchant.Value()] = tally{amount: to(merchant.amount, spent), records: merchant.records + sign}
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
