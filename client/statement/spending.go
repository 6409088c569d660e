package statement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
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

// Totals adds up records by currency, in the order of the currencies. Of several records of one purchase the newest counts. What is not
// known counts as nothing.
func Totals(records []client.Record) []Total {
	totals := map[string]*Total{}
	of := func(currency string) *Total {
		if totals[currency] == nil {
			none := client.NewMoney(decimal.Zero, currency)
			totals[currency] = &Total{Currency: currency, Out: none, In: none, Fees: none}
		}
		return totals[currency]
	}
	for _, r := range newest(records) {
		charged, flow := r.Charged(), r.Flow()
		if charged.Known() {
			t, open := of(charged.Currency), !final(r) && r.Means != client.MeansNothing
			if open {
				t.Open++
			}
			switch flow {
			case client.FlowOut:
				t.Out, t.Records = t.Out.Add(charged), t.Records+1
			case client.FlowIn:
				t.In, t.Records = t.In.Add(charged), t.Records+1
			default:
				if !open {
					t.NotCounted++
				}
			}
		}
		for _, fee := range []client.Money{r.Fee, r.CrossBorder} {
			if fee.Known() && r.Counts() {
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

// SpentByDay gives the days from since to until, each with what was spent in the currency, also those with nothing. Days begin at
// midnight in the zone of since. Maintenance and fees of authorizations count; deposits and withdrawals do not.
func SpentByDay(records []client.Record, currency string, since, until time.Time) []Spent {
	midnight := func(t time.Time) time.Time {
		y, m, d := t.In(since.Location()).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, since.Location())
	}
	var days []Spent
	at := map[time.Time]int{}
	for day := midnight(since); !day.After(until); day = midnight(day.AddDate(0, 0, 1).Add(time.Hour)) {
		at[day] = len(days)
		days = append(days, Spent{Day: day, Amount: client.NewMoney(decimal.Zero, currency)})
	}
	for _, r := range newest(records) {
		if i, ok := at[midnight(r.At)]; ok {
			if spent := r.Spent(); spent.Known() && spent.Currency == currency {
				days[i].Amount = days[i].Amount.Add(spent)
			}
		}
	}
	return days
}
