package journal_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// dashboard is an Aurex-like issuer: no order numbers, a wallet, cards, and transactions whose sign is undocumented.
type dashboard struct {
	*issuer
	now      time.Time
	skew     time.Duration // of this machine's wall clock
	late     []belated
	sign     int64 // of purchases
	wallet   decimal.Decimal
	balances map[string]decimal.Decimal
	names    map[string]string
	spends   map[string][]client.Transaction // of a card, oldest first
	held     map[string]bool                 // pending transactions that the balance has paid
	serial   int
}

func (d *dashboard) Observe(_ context.Context, cardID string) (client.Observation, error) {
	o := client.Observation{At: d.now, Wallet: client.NewMoney(d.wallet, "USD")}
	if cardID == "" {
		for id := range d.balances {
			o.CardIDs = append(o.CardIDs, id)
		}
		return o, nil
	}
	o.Card = client.NewMoney(d.balances[cardID], "USD")
	o.Transactions = slices.Clone(d.spends[cardID])
	slices.Reverse(o.Transactions)
	return o, nil
}

func (d *dashboard) Card(_ context.Context, id string) (client.Card, error) {
	return client.Card{ID: id, Name: d.names[id]}, nil
}

// belated is what the issuer carries out a while after the request.
type belated struct {
	due time.Time
	do  func()
}

// catchUp carries out what is due.
func (d *dashboard) catchUp() {
	d.late = slices.DeleteFunc(d.late, func(l belated) bool {
		due := !d.now.Before(l.due)
		if due {
			l.do()
		}
		return due
	})
}

// fee is 3 %, rounded up to the cent.
func fee(amount decimal.Decimal) decimal.Decimal {
	return amount.Mul(decimal.New(3, -2)).RoundCeil(2)
}

func (d *dashboard) credit(cardID string, amount decimal.Decimal) {
	d.wallet = d.wallet.Sub(amount).Sub(fee(amount))
	d.balances[cardID] = d.balances[cardID].Add(amount)
}

// Few amounts make coincidences likely, which is what has to be withstood.
var coins = []string{"5", "10", "12.50", "20", "25", "25.75", "50"}

func drawCoin(rt *rapid.T, label string) decimal.Decimal {
	return decimal.RequireFromString(rapid.SampledFrom(coins).Draw(rt, label))
}

// live lets something happen at the issuer.
func (d *dashboard) live(rt *rapid.T) {
	d.now = d.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "seconds")) * time.Second)
	d.catchUp()
	if rapid.IntRange(0, 3).Draw(rt, "clock is set") == 0 {
		d.skew = rapid.SampledFrom([]time.Duration{0, -3 * time.Minute, 3 * time.Minute, -24 * time.Hour, 24 * time.Hour}).Draw(rt, "skew")
	}
	id := rapid.SampledFrom([]string{"1", "2"}).Draw(rt, "of card")
	pending := slices.IndexFunc(d.spends[id], func(t client.Transaction) bool { return t.Status == "pending" })
	switch what := rapid.SampledFrom([]string{"purchase", "refund", "deposit", "elsewhere", "complete", "release", "nothing"}).Draw(rt,
		"what"); {
	case what == "purchase":
		status := rapid.SampledFrom([]string{"completed", "pending", "declined"}).Draw(rt, "status")
		held := status == "completed" || status == "pending" && rapid.Bool().Draw(rt, "held")
		d.book(id, drawCoin(rt, "price"), status, held)
	case what == "refund":
		d.book(id, drawCoin(rt, "refund").Neg(), "completed", true)
	case what == "deposit":
		d.wallet = d.wallet.Add(drawCoin(rt, "deposit"))
	case what == "elsewhere": // another card of the account is topped up without this journal
		d.credit("elsewhere", drawCoin(rt, "elsewhere"))
	case what == "complete" && pending >= 0:
		t := &d.spends[id][pending]
		t.Status = "completed"
		if !d.held[t.ID] {
			d.balances[id] = d.balances[id].Sub(t.Amount.Amount.Mul(decimal.NewFromInt(d.sign)))
		}
	case what == "release" && pending >= 0:
		t := &d.spends[id][pending]
		t.Status = "declined"
		if d.held[t.ID] {
			d.balances[id] = d.balances[id].Add(t.Amount.Amount.Mul(decimal.NewFromInt(d.sign)))
		}
	}
}

func (d *dashboard) book(id string, price decimal.Decimal, status string, held bool) {
	d.serial++
	t := client.Transaction{ID: fmt.Sprint(d.serial), Amount: client.NewMoney(price.Mul(decimal.NewFromInt(d.sign)), "USD"),
		Status: client.TransactionStatus(status), At: d.now}
	d.spends[id] = append(d.spends[id], t)
	d.held[t.ID] = held
	if held {
		d.balances[id] = d.balances[id].Sub(price)
	}
}

// Whatever people spend, refund, pay in and do elsewhere, however the request ended and however late it was carried out within the grace,
// and whatever becomes of this machine's clock meanwhile: a verdict is never wrong. Where the facts do
// not decide, there is none.
func TestComparisonIsNeverWrong(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	d := &dashboard{}
	clock := journal.WithClock(func() time.Time { return d.now.Add(d.skew) })
	ticks := journal.WithTicks(func() (string, time.Duration) { return "boot", d.now.Sub(noon) })
	j := open(t, path, clock, ticks, journal.WithPolling(time.Microsecond, time.Second))
	runs, verdicts := 0, map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		profile := fmt.Sprintf("run%d", runs)
		*d = dashboard{
			issuer: &issuer{}, now: noon.Add(time.Duration(runs) * 24 * time.Hour), sign: rapid.SampledFrom([]int64{1, -1}).Draw(rt, "sign"),
			wallet:   decimal.NewFromInt(10_000),
			balances: map[string]decimal.Decimal{"1": decimal.NewFromInt(500), "2": decimal.NewFromInt(500), "elsewhere": {}},
			names:    map[string]string{}, spends: map[string][]client.Transaction{}, held: map[string]bool{},
		}
		truth := map[string]bool{}
		answer := func(o client.Order, do func()) (client.Operation, error) {
			if truth[o.ID] = rapid.Bool().Draw(rt, "applied"); truth[o.ID] && rapid.IntRange(0, 3).Draw(rt, "late") == 0 {
				d.late = append(d.late, belated{d.now.Add(time.Duration(rapid.IntRange(1, 119).Draw(rt, "late by")) * time.Second), do})
				return client.Operation{}, io.EOF
			} else if truth[o.ID] {
				do()
			}
			if rapid.IntRange(0, 3).Draw(rt, "answered") == 0 && truth[o.ID] {
				return client.Operation{Status: client.OperationSucceeded}, nil
			}
			return client.Operation{}, io.EOF
		}
		d.topUp = func(_ context.Context, o client.Order) (client.Operation, error) {
			return answer(o, func() { d.credit(o.CardID, o.Amount.Amount) })
		}
		d.create = func(_ context.Context, o client.Order) (client.Operation, error) {
			return answer(o, func() {
				id := "new-" + o.ID
				d.names[id] = o.New.Name
				d.credit(id, o.Amount.Amount)
			})
		}
		a := client.Account{Profile: profile, SoleUser: true, Issuer: d}
		for range rapid.IntRange(1, 3).Draw(rt, "movements") {
			for range rapid.IntRange(0, 3).Draw(rt, "events before") {
				d.live(rt)
			}
			amount := client.NewMoney(drawCoin(rt, "amount"), "USD")
			in := client.Intent{Kind: client.MoveTopUp, Card: client.Card{Profile: profile}, Amount: amount}
			confirms := []error{client.ErrRepeat}
			if rapid.Bool().Draw(rt, "override") {
				confirms = append(confirms, client.ErrOpenMovement)
			}
			in.Card.ID = rapid.SampledFrom([]string{"1", "2"}).Draw(rt, "card")
			if rapid.IntRange(0, 4).Draw(rt, "create") == 0 {
				in.Kind, in.Card = client.MoveCreate, client.Card{}
				in.New.Name = rapid.SampledFrom([]string{"Ads", "Travel"}).Draw(rt, "name")
			}
			in.Quote.Fee = client.NewMoney(fee(amount.Amount), "USD")
			_, _ = insist(context.Background(), j, a, in, confirms...) // some are refused by a guard
			for range rapid.IntRange(0, 4).Draw(rt, "events after") {
				d.live(rt)
				if rapid.IntRange(0, 2).Draw(rt, "settle") > 0 {
					continue
				}
				if _, err := j.Settle(context.Background(), []client.Account{a}); err != nil {
					rt.Fatal(err)
				}
			}
		}
		for range 3 {
			d.now = d.now.Add(5 * time.Minute)
			d.live(rt)
			if _, err := j.Settle(context.Background(), []client.Account{a}); err != nil {
				rt.Fatal(err)
			}
		}
		rows, err := j.Movements(context.Background(), client.MovementFilter{Profile: profile})
		if err != nil {
			rt.Fatal(err)
		}
		for _, m := range rows {
			verdicts[string(m.Status)]++
			if m.Status == client.MovementSucceeded && !truth[m.OrderID] || m.Status == client.MovementFailed && truth[m.OrderID] {
				rt.Fatalf("%s of %s is %s (%s) and was carried out: %v", m.Kind, m.Amount, m.Status, m.Description, truth[m.OrderID])
			}
			if m.Kind == client.MoveCreate && m.Status == client.MovementSucceeded && m.CardID != "" && m.CardID != "new-"+m.OrderID {
				rt.Fatalf("card %s was taken for that of %s", m.CardID, m.OrderID)
			}
		}
	})
	t.Logf("verdicts: %v", verdicts)
	if verdicts["success"] == 0 || verdicts["failed"] == 0 || verdicts["unknown"] == 0 {
		t.Errorf("the cases do not cover each verdict: %v", verdicts)
	}
}
