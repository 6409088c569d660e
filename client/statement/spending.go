package statement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/purse"
)

// Total is what records come to in one currency. Fees are beside the amounts, never in them: issuers list them apart.
type Total struct {
	Currency   string
	Out, In    client.Money
	Fees       client.Money // of authorizations and operations, and for other countries and currencies
	Records    int          // that count in Out or In
	Open       int          // that may still change: what is held counts, what is under way does not yet
	NotCounted int          // that failed or move no money
}

// Sums add up records as they come, and keep none of them. Its zero value is ready.
type Sums struct {
	newest Newest[share]
	purse  purse.Purse
}

// share is what one record adds to sums.
type share struct {
	charged purse.Coin
	fees    [2]purse.Coin
	flow    client.Flow
	open    bool
}

// Add adds a record. Of several records of one purchase the newest counts. What is not known counts as nothing.
func (s *Sums) Add(r client.Record) {
	of := share{charged: s.purse.Put(r.Charged()), flow: r.Flow(), open: !final(r) && r.Means != client.MeansNothing}
	if r.Counts() {
		of.fees = [...]purse.Coin{s.purse.Put(r.Fee), s.purse.Put(r.CrossBorder)}
	}
	s.newest.Take(r, of)
}

// Totals are the sums by currency, in the order of the currencies.
func (s *Sums) Totals() []Total {
	totals := map[string]*Total{}
	of := func(currency string) *Total {
		if totals[currency] == nil {
			none := client.NewMoney(decimal.Zero, currency)
			totals[currency] = &Total{Currency: currency, Out: none, In: none, Fees: none}
		}
		return totals[currency]
	}
	for r := range s.newest.Each {
		if charged := s.purse.Get(r.charged); charged.Known() {
			of(charged.Currency).add(charged, r)
		}
		for _, coin := range r.fees {
			if fee := s.purse.Get(coin); fee.Known() {
				of(fee.Currency).Fees = of(fee.Currency).Fees.Add(fee)
			}
		}
	}
	out := make([]Total, 0, len(totals))
	for _, t := range totals {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Total) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}

func (t *Total) add(charged client.Money, r share) {
	if r.open {
		t.Open++
	}
	switch r.flow {
	case client.FlowOut:
		t.Out, t.Records = t.Out.Add(charged), t.Records+1
	case client.FlowIn:
		t.In, t.Records = t.In.Add(charged), t.Records+1
	default:
		if !r.open {
			t.NotCounted++
		}
	}
}

// Totals are the sums of some records, see Sums.
func Totals(records []client.Record) []Total {
	var s Sums
	for _, r := range records {
		s.Add(r)
	}
	return s.Totals()
}

// Words are a total in one line: "out 37.55 · in 22.30 · fees 0.30 USD, 1 still open". The currency is not made safe.
func (t Total) Words() string {
	var parts []string
	if !t.Out.Amount.IsZero() || t.In.Amount.IsZero() {
		parts = append(parts, "out "+t.Out.Figures())
	}
	if !t.In.Amount.IsZero() {
		parts = append(parts, "in "+t.In.Figures())
	}
	if !t.Fees.Amount.IsZero() {
		parts = append(parts, "fees "+t.Fees.Figures())
	}
	words := strings.Join(parts, " · ") + " " + t.Currency
	if t.Open > 0 {
		words += fmt.Sprintf(", %d still open", t.Open)
	}
	return words
}

// Spent is what went out less what came back, in one currency, for one day or one merchant.
type Spent struct {
	Day      time.Time // midnight where the person is; zero for a merchant
	Merchant string    // empty for a day, and for records that name none
	Amount   client.Money
}

// midnight is when the day of a time begins in a zone.
func midnight(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// daysOf are the days from since to until, with nothing spent yet. Days begin at midnight in the zone of since.
func daysOf(currency string, since, until time.Time) (days []Spent) {
	zone := since.Location()
	for day := midnight(since, zone); !day.After(until); day = midnight(day.AddDate(0, 0, 1).Add(time.Hour), zone) {
		days = append(days, Spent{Day: day, Amount: client.NewMoney(decimal.Zero, currency)})
	}
	return days
}

// dayAt is where the day of a time stands among days; ok is false where it is not there.
func dayAt(days []Spent, t time.Time) (at int, ok bool) {
	if len(days) == 0 {
		return 0, false
	}
	return slices.BinarySearchFunc(days, midnight(t, days[0].Day.Location()), func(d Spent, day time.Time) int { return d.Day.Compare(day) })
}

// SpentByDay gives the days from since to until, each with what was spent in the currency, also those with nothing. Days begin at
// midnight in the zone of since. Maintenance and fees of authorizations count; deposits and withdrawals do not.
func SpentByDay(records []client.Record, currency string, since, until time.Time) []Spent {
	days := daysOf(currency, since, until)
	type spent struct {
		day    int
		amount client.Money
	}
	var newest Newest[spent]
	for _, r := range records {
		day, ok := dayAt(days, r.At)
		if !ok {
			day = -1
		}
		newest.Take(r, spent{day, r.Spent()})
	}
	for s := range newest.Each {
		if s.day >= 0 && s.amount.Known() && s.amount.Currency == currency {
			days[s.day].Amount = days[s.day].Amount.Add(s.amount)
		}
	}
	return days
}
