package client

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Flow is which way money goes in a record, seen from the card.
type Flow int

// The flows.
const (
	FlowNone Flow = iota // no money moves, or none that counts: a verification, a freeze, a code, what failed
	FlowOut              // the card pays, or is paid for
	FlowIn               // the card gets something (back)
)

// Failed reports whether the record is of something that did not happen.
func (r Record) Failed() bool {
	switch strings.ToLower(r.Status) {
	case "failed", "fail", "declined":
		return true
	}
	return false
}

// UnderWay reports whether the issuer is still at work on the record's operation, so that nothing has moved yet (FinHub cards page). An
// authorization that is not settled holds its amount, and is not that.
func (r Record) UnderWay() bool {
	switch strings.ToLower(r.Status) {
	case "wait_process", "processing":
		return true
	}
	return false
}

// Flow tells by kind and type which way money went (FinHub cards page). Aurex and Linora do not document what a history's amounts mean:
// all of it is taken for spending, as their own sign has it.
func (r Record) Flow() Flow {
	if r.Failed() || r.UnderWay() {
		return FlowNone
	}
	switch r.Kind {
	case RecordPurchases, RecordFees, RecordHistory:
		return FlowOut
	case RecordAuthorizations:
		switch strings.ToLower(r.Type) {
		case "auth", "maintain_fee":
			return FlowOut
		case "refund", "void", "reversal":
			return FlowIn
		}
	case RecordOperations, RecordOperationsV1:
		switch strings.ToLower(r.Type) {
		case "create":
			if r.Kind == RecordOperationsV1 { // its amount is the card's price, which is its fee too
				return FlowNone
			}
			return FlowIn
		case "deposit":
			return FlowIn
		case "withdraw":
			return FlowOut
		}
	}
	return FlowNone
}

// Charged is what the record did to the card: its amount in the card's currency where that is known, else as it stands. What comes back is
// positive, whichever sign the issuer gives it.
func (r Record) Charged() Money {
	charged := r.Amount
	if r.CardAmount.Known() {
		charged = r.CardAmount
	}
	if r.Flow() == FlowIn {
		charged.Amount = charged.Amount.Abs()
	}
	return charged
}

// Total is what records come to in one currency. Fees are beside the amounts, never in them: issuers list them apart.
type Total struct {
	Currency   string
	Out, In    Money
	Fees       Money // of authorizations and operations, and for other countries and currencies
	Records    int   // that count in Out or In
	NotCounted int   // that failed, are under way, or move no money
}

// Totals adds up records by currency, in the order of the currencies. Of several records of one purchase the newest counts. What is not
// known counts as nothing.
func Totals(records []Record) []Total {
	totals := map[string]*Total{}
	of := func(currency string) *Total {
		if totals[currency] == nil {
			none := NewMoney(decimal.Zero, currency)
			totals[currency] = &Total{Currency: currency, Out: none, In: none, Fees: none}
		}
		return totals[currency]
	}
	for _, r := range newest(records) {
		charged, flow := r.Charged(), r.Flow()
		if charged.Known() {
			t := of(charged.Currency)
			switch flow {
			case FlowOut:
				t.Out, t.Records = t.Out.Add(charged), t.Records+1
			case FlowIn:
				t.In, t.Records = t.In.Add(charged), t.Records+1
			default:
				t.NotCounted++
			}
		}
		for _, fee := range []Money{r.Fee, r.CrossBorder} {
			if fee.Known() && !r.Failed() && !r.UnderWay() {
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

// Spent is what went out less what came back, in one currency, for one day or one merchant.
type Spent struct {
	Day      time.Time // midnight where the person is; zero for a merchant
	Merchant string    // empty for a day, and for records that name none
	Amount   Money
}

// SpentByDay gives the days from since to until, each with what was spent in the currency, also those with nothing. Days begin at
// midnight in the place's zone. Maintenance and fees of authorizations count; deposits and withdrawals do not.
func SpentByDay(records []Record, currency string, since, until time.Time) []Spent {
	midnight := func(t time.Time) time.Time {
		y, m, d := t.In(since.Location()).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, since.Location())
	}
	var days []Spent
	at := map[time.Time]int{}
	for day := midnight(since); !day.After(until); day = midnight(day.AddDate(0, 0, 1).Add(time.Hour)) {
		at[day] = len(days)
		days = append(days, Spent{Day: day, Amount: NewMoney(decimal.Zero, currency)})
	}
	for _, r := range newest(records) {
		if i, ok := at[midnight(r.At)]; ok {
			if spent := r.spent(); spent.Known() && spent.Currency == currency {
				days[i].Amount = days[i].Amount.Add(spent)
			}
		}
	}
	return days
}

// SpentByMerchant gives each merchant with what was spent there in the currency, most first.
func SpentByMerchant(records []Record, currency string) []Spent {
	at := map[string]int{}
	var merchants []Spent
	for _, r := range newest(records) {
		spent := r.spent()
		if !spent.Known() || spent.Currency != currency {
			continue
		}
		i, ok := at[r.Merchant.Name]
		if !ok {
			i = len(merchants)
			at[r.Merchant.Name] = i
			merchants = append(merchants, Spent{Merchant: r.Merchant.Name, Amount: NewMoney(decimal.Zero, currency)})
		}
		merchants[i].Amount = merchants[i].Amount.Add(spent)
	}
	slices.SortFunc(merchants, func(a, b Spent) int {
		return cmp.Or(b.Amount.Amount.Cmp(a.Amount.Amount), cmp.Compare(a.Merchant, b.Merchant))
	})
	return merchants
}

// spent is what a record adds to spending: less than zero for what came back; not known for what is no spending.
func (r Record) spent() Money {
	if r.Kind != RecordAuthorizations && r.Kind != RecordHistory && r.Kind != RecordFees {
		return Money{}
	}
	switch r.Flow() {
	case FlowOut:
		return r.Charged()
	case FlowIn:
		charged := r.Charged()
		charged.Amount = charged.Amount.Neg()
		return charged
	}
	return Money{}
}
