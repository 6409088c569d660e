package records

import (
	"cmp"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/client/statement"
)

// spentChart is what was spent in one currency.
type spentChart struct {
	currency  string
	records   int // that count
	days      []statement.Spent
	merchants map[string]client.Money
	total     client.Money
}

// add puts records into the charts of their currencies, the one with the most records first, and takes out those that do not count any
// more.
func (v *Spending) add(records []client.Record) {
	records, replaced := v.purchases.Take(records)
	for _, t := range statement.Totals(replaced) {
		at := slices.IndexFunc(v.charts, func(c *spentChart) bool { return c.currency == t.Currency })
		if at < 0 || t.Records == 0 {
			continue
		}
		v.charts[at].add(replaced, v.since, v.until, client.Money.Sub)
		v.charts[at].records -= t.Records
	}
	for _, t := range statement.Totals(records) {
		if t.Records == 0 {
			continue
		}
		at := slices.IndexFunc(v.charts, func(c *spentChart) bool { return c.currency == t.Currency })
		if at < 0 {
			at = len(v.charts)
			v.charts = append(v.charts, &spentChart{currency: t.Currency, days: statement.SpentByDay(nil, t.Currency, v.since, v.until),
				merchants: map[string]client.Money{}, total: client.NewMoney(t.Out.Amount.Sub(t.Out.Amount), t.Currency)})
		}
		v.charts[at].add(records, v.since, v.until, client.Money.Add)
		v.charts[at].records += t.Records
	}
	v.charts = slices.DeleteFunc(v.charts, func(c *spentChart) bool { return c.records == 0 })
	v.at = max(0, min(v.at, len(v.charts)-1))
}

// add puts in what records come to, or takes it out.
func (c *spentChart) add(records []client.Record, since, until time.Time, to func(client.Money, client.Money) client.Money) {
	for i, day := range statement.SpentByDay(records, c.currency, since, until) {
		c.days[i].Amount = to(c.days[i].Amount, day.Amount)
		c.total = to(c.total, day.Amount)
	}
	none := client.NewMoney(c.total.Amount.Sub(c.total.Amount), c.currency)
	for _, m := range statement.SpentByMerchant(records, c.currency) {
		have, ok := c.merchants[m.Merchant]
		if !ok {
			have = none
		}
		if c.merchants[m.Merchant] = to(have, m.Amount); c.merchants[m.Merchant].Amount.IsZero() {
			delete(c.merchants, m.Merchant)
		}
	}
}

// top lists the merchants, most spent first.
func (c *spentChart) top() []statement.Spent {
	var all []statement.Spent
	for name, amount := range c.merchants {
		all = append(all, statement.Spent{Merchant: name, Amount: amount})
	}
	slices.SortFunc(all, func(a, b statement.Spent) int {
		return cmp.Or(b.Amount.Amount.Cmp(a.Amount.Amount), cmp.Compare(a.Merchant, b.Merchant))
	})
	return all
}
