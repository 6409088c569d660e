package journal_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// observed is an issuer without order numbers whose state a test writes down.
type observed struct {
	*issuer
	observe func(cardID string) (client.Observation, error)
	cards   map[string]string // names
}

func (o observed) Observe(_ context.Context, cardID string) (client.Observation, error) {
	return o.observe(cardID)
}

func (o observed) Card(_ context.Context, id string) (client.Card, error) {
	return client.Card{ID: id, Name: o.cards[id]}, nil
}

var noon = at("2026-11-05T12:00:00Z")

// seen makes an observation: card and wallet, then transactions as "ID AMOUNT STATUS MINUTES", the minutes after noon.
func seen(card, wallet string, transactions ...string) client.Observation {
	o := client.Observation{At: noon, Card: usd(card)}
	if wallet != "" {
		o.Wallet = usd(wallet)
	}
	for _, text := range transactions {
		f := strings.Fields(text)
		after, err := time.ParseDuration(f[3] + "m")
		if err != nil {
			panic(err)
		}
		o.Transactions = append(o.Transactions,
			client.Transaction{ID: f[0], Amount: usd(f[1]), Status: client.TransactionStatus(f[2]), At: noon.Add(after)})
	}
	return o
}

// undated is an observation at a time that no answer of the issuer told.
func undated(o client.Observation) client.Observation {
	o.At = time.Time{}
	return o
}

// compared tops up by 25 for 0.75 with an unknown outcome and settles it at the given age.
func compared(t *testing.T, before, after client.Observation, age time.Duration) (client.Movement, *journal.Journal) {
	t.Helper()
	return comparedBy(t, true, before, after, age)
}

// comparedBy is compared at an account that nobody else moves money at, or that others may.
func comparedBy(t *testing.T, sole bool, before, after client.Observation, age time.Duration) (client.Movement, *journal.Journal) {
	t.Helper()
	now := noon
	of := func(i client.Issuer) client.Account {
		a := account(i)
		a.SoleUser = sole
		return a
	}
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Microsecond, time.Second))
	states := before
	i := observed{issuer: answering(client.Operation{}, io.ErrUnexpectedEOF),
		observe: func(string) (client.Observation, error) { return states, nil }}
	quote := client.Quote{Amount: usd("25"), Fee: usd("0.75"), Total: usd("25.75"), Estimated: true}
	if m, err := topUp(t.Context(), j, of(i), card, usd("25"), quote); m.Status != client.MovementUnknown {
		t.Fatalf("%v, %v", m, err)
	}
	states, now = after, now.Add(age)
	if _, err := j.Settle(t.Context(), []client.Account{of(i)}); err != nil {
		t.Fatal(err)
	}
	if len(i.orders()) != 1 {
		t.Errorf("sent %v", i.orders())
	}
	return only(t, j), j
}

func TestTopUpByComparison(t *testing.T) {
	t.Parallel()
	const yes, no, open = client.MovementSucceeded, client.MovementFailed, client.MovementUnknown
	for _, test := range []struct {
		name          string
		before, after client.Observation
		want          client.MovementStatus
	}{
		{"nothing else happened, applied", seen("100", "500"), seen("125", "474.25"), yes},
		{"nothing else happened, not applied", seen("100", "500"), seen("100", "500"), no},
		{"the wallet is not known, applied", seen("100", ""), seen("125", ""), yes},
		{"the wallet is not known, not applied", seen("100", ""), seen("100", ""), no},
		{"the fee was another one", seen("100", "500"), seen("125", "474"), yes},

		{"one purchase, applied", seen("100", "500"), seen("114.50", "474.25", "a 10.50 completed 3"), yes},
		{"one purchase, not applied", seen("100", "500"), seen("89.50", "500", "a 10.50 completed 3"), no},
		{"negative purchases, applied", seen("100", "500"), seen("114.50", "474.25", "a -10.50 completed 3"), yes},
		{"negative purchases, not applied", seen("100", "500"), seen("89.50", "500", "a -10.50 completed 3"), no},
		{"a pending one that is held", seen("100", "500"), seen("114.50", "474.25", "a 10.50 pending 3"), yes},
		{"a pending one that is not held", seen("100", "500"), seen("125", "474.25", "a 10.50 pending 3"), yes},
		{"a declined one, applied", seen("100", "500"), seen("125", "474.25", "a 25 declined 3"), yes},
		{"a declined one, not applied", seen("100", "500"), seen("100", "500", "a 25 declined 3"), no},
		{"a refund, not applied", seen("100", "500"), seen("107", "500", "r 7 completed 3"), no},
		{"a refund, applied", seen("100", "500"), seen("132", "474.25", "r 7 completed 3"), yes},
		{"two identical amounts, applied", seen("100", "500"), seen("105", "474.25", "a 10 completed 3", "b 10 completed 3"), yes},
		{"two identical amounts, not applied", seen("100", "500"), seen("80", "500", "a 10 completed 3", "b 10 completed 3"), no},
		{"old ones change nothing", seen("100", "500", "o 25 completed -60"), seen("125", "474.25", "o 25 completed -60"), yes},

		// Both outcomes explain the card; what is documented and the wallet decide together.
		{"a purchase of the same amount, applied", seen("100", "500"), seen("100", "474.25", "a 25 completed 3"), yes},
		{"a purchase of the same amount, not applied", seen("100", "500"), seen("75", "500", "a 25 completed 3"), no},
		{"half the amount, spent or refunded", seen("100", "500"), seen("112.50", "474.25", "a 12.50 completed 3"), open},
		{"… and the wallet says otherwise", seen("100", "500"), seen("100", "500", "a 25 completed 3"), open},
		{"… and a deposit came", seen("100", "500"), seen("100", "974.25", "a 25 completed 3"), open},
		{"… and the fee was another one", seen("100", "500"), seen("100", "474", "a 25 completed 3"), open},
		{"… and the wallet is not known", seen("100", ""), seen("100", "", "a 25 completed 3"), open},
		{"a refund of the same amount", seen("100", "500"), seen("125", "500", "r 25 completed 3"), no},
		{"… and the wallet paid", seen("100", "500"), seen("125", "474.25", "r 25 completed 3"), open},
		{"pending of the same amount, held or not applied", seen("100", "500"), seen("100", "500", "a 25 pending 3"), open},
		{"made at the same moment", seen("100", "500"), seen("100", "474.25", "a 25 completed 0"), open},
		{"a hold of the same amount that was given back", seen("100", "500", "a 25 pending -30"), seen("125", "500", "a 25 declined -30"), open},
		{"a hold of the same amount that is gone", seen("100", "500", "a 25 pending -30", "b 1 completed -40"),
			seen("125", "500", "b 1 completed -40"), open},
		{"a hold that became a larger purchase", seen("100", "500", "a 10 pending -30"), seen("120", "474.25", "a 15 completed -30"), yes},

		{"the wallet contradicts: nothing was paid", seen("100", "500"), seen("125", "500"), open},
		{"the wallet contradicts: it was paid", seen("100", "500"), seen("100", "474.25"), open},
		{"somebody else paid from the wallet", seen("100", "500"), seen("100", "400"), open},
		{"a deposit, not applied", seen("100", "500"), seen("100", "900"), no},
		{"a deposit hides whether it was paid", seen("100", "500"), seen("125", "900"), open},
		{"a figure that nothing explains", seen("100", "500"), seen("101", "500"), open},
		{"the list does not reach back", seen("100", "500", "o 1 completed -60"), seen("125", "474.25", "a 1 completed 3"), open},
		{"a purchase of the same amount, and the issuer's time is not known", undated(seen("100", "500")),
			seen("100", "474.25", "a 25 completed 3"), open},
		{"an old one of that amount, and the issuer's time is not known", undated(seen("100", "500", "o 25 completed -60")),
			seen("125", "474.25", "o 25 completed -60"), open},
		{"nothing else happened, and the issuer's time is not known", undated(seen("100", "500")), seen("125", "474.25"), yes},
		{"the card's currency changed", seen("100", "500"), client.Observation{At: noon, Card: client.NewMoney(usd("125").Amount, "EUR")}, open},
		{"no balance", seen("100", "500"), client.Observation{At: noon, Wallet: usd("474.25")}, open},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, j := compared(t, test.before, test.after, time.Hour)
			if m.Status != test.want {
				t.Errorf("%s: %s; want %s", m.Status, m.Description, test.want)
			}
			switch {
			case m.Status == open && !strings.HasSuffix(m.Description, "; the money may have moved"),
				m.Status == yes && !strings.HasPrefix(m.Description, "found carried out: card balance "+test.after.Card.String()+", 100.00 USD before"),
				m.Status == no && !strings.HasPrefix(m.Description,
					"found not carried out: card balance "+test.after.Card.String()+", 100.00 USD before"):
				t.Errorf("description %q", m.Description)
			}
			if m.Status == open && states(t, j, m.OrderID) != "intended sent unknown" {
				t.Errorf("history %s", states(t, j, m.OrderID))
			}
		})
	}
}

// What did not take effect may still do so, until the grace is over. What did is known at once.
func TestGrace(t *testing.T) {
	t.Parallel()
	if m, _ := compared(t, seen("100", "500"), seen("100", "500"), 2*time.Minute-time.Millisecond); m.Status != client.MovementUnknown ||
		m.Description != "card balance 100.00 USD, 100.00 USD before, wallet 500.00 USD, 500.00 USD before, 0 new or changed transactions:"+
			" it seems not to have been carried out, but still may be; the money may have moved" {
		t.Errorf("%v", m)
	}
	if m, _ := compared(t, seen("100", "500"), seen("100", "500"), 2*time.Minute); m.Status != client.MovementFailed {
		t.Errorf("%v", m)
	}
	if m, _ := compared(t, seen("100", "500"), seen("125", "474.25"), 0); m.Status != client.MovementSucceeded {
		t.Errorf("%v", m)
	}
}

// "Not carried out" needs two looks that see the same.
func TestTwoLooks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first, second client.Observation
		want          client.MovementStatus
	}{
		"agree":                 {seen("100", "500"), seen("100", "500"), client.MovementFailed},
		"it came between":       {seen("100", "500"), seen("125", "474.25"), client.MovementUnknown},
		"a purchase between":    {seen("100", "500"), seen("90", "500", "a 10 completed 3"), client.MovementUnknown},
		"the wallet in between": {seen("100", "500"), seen("100", "490"), client.MovementUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			now, looks := noon, []client.Observation{seen("100", "500"), test.first, test.second}
			j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Microsecond, time.Second))
			i := observed{issuer: answering(client.Operation{}, io.EOF), observe: func(string) (client.Observation, error) {
				next := looks[0]
				looks = looks[1:]
				return next, nil
			}}
			_, _ = topUp(t.Context(), j, account(i), card, usd("25"), estimate(usd("25")))
			now = now.Add(time.Hour)
			if _, err := j.Settle(t.Context(), []client.Account{account(i)}); err != nil || len(looks) != 0 {
				t.Errorf("%v, %d looks left", err, len(looks))
			}
			if m := only(t, j); m.Status != test.want {
				t.Errorf("%v", m)
			}
		})
	}
}

// Without knowing the state before, nothing is sent.
func TestObservationFails(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	i := observed{issuer: answering(client.Operation{Status: client.OperationSucceeded}, nil),
		observe: func(string) (client.Observation, error) {
			if row := only(t, j); row.Status != client.MovementIntended {
				t.Errorf("the card is not closed while its state is read: %v", row)
			}
			return client.Observation{}, &client.Error{Kind: client.ErrUnreachable}
		}}
	m, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
	if !errors.Is(err, client.ErrUnreachable) || errors.Is(err, client.ErrUnknown) || !strings.HasPrefix(err.Error(), "nothing was sent: ") {
		t.Errorf("error %v", err)
	}
	if m.Status != client.MovementFailed || len(i.orders()) != 0 || states(t, j, m.OrderID) != "intended failed" {
		t.Errorf("%v, sent %v", m, i.orders())
	}
	if _, err := topUp(t.Context(), j, account(answering(client.Operation{Status: client.OperationSucceeded}, nil)), card, usd("25"),
		client.Quote{}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// Two movements on one wallet: what the other one paid is not taken for this one's.
func TestOthersOnTheWallet(t *testing.T) {
	t.Parallel()
	now := noon
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Microsecond, time.Second))
	balances := map[string]string{"1": "100", "2": "100", "": "500"}
	i := observed{issuer: &issuer{}, observe: func(id string) (client.Observation, error) { return seen(balances[id], balances[""]), nil }}
	i.topUp = func(context.Context, client.Order) (client.Operation, error) { return client.Operation{}, io.EOF }
	pay := func(id string) client.Movement {
		t.Helper()
		quote := client.Quote{Amount: usd("25"), Fee: usd("0.75"), Total: usd("25.75")}
		m, _ := topUp(t.Context(), j, account(i), client.Card{Profile: "fin", ID: id}, usd("25"), quote)
		now = now.Add(time.Second)
		return m
	}
	lost := pay("1")
	i.issuer.topUp = func(context.Context, client.Order) (client.Operation, error) {
		balances["2"], balances[""] = "125", "474.25"
		return client.Operation{}, io.EOF
	}
	made := pay("2")
	now = now.Add(time.Hour)
	for range 2 { // the older one can be told only when the newer one is
		if _, err := j.Settle(t.Context(), []client.Account{account(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := states(t, j, lost.OrderID); got != "intended sent unknown failed" {
		t.Errorf("the lost one: %s", got)
	}
	if got := states(t, j, made.OrderID); got != "intended sent unknown success" {
		t.Errorf("the other one: %s", got)
	}
}

func TestCreationByComparison(t *testing.T) {
	t.Parallel()
	type cards map[string]client.Observation
	state := func(wallet string, ids ...string) client.Observation {
		return client.Observation{At: noon, Wallet: usd(wallet), CardIDs: ids}
	}
	before := state("500", "old")
	for _, test := range []struct {
		name  string
		after client.Observation
		cards cards
		names map[string]string
		want  client.MovementStatus
	}{
		{"created", state("371.50", "old", "new"), cards{"new": seen("100", "")}, nil, client.MovementSucceeded},
		{"created and used", state("371.50", "new", "old"), cards{"new": seen("90", "", "a 10 completed 3")}, nil, client.MovementSucceeded},
		{"created beside another one", state("200", "old", "new", "other"), cards{"new": seen("100", ""), "other": seen("50", "")},
			map[string]string{"other": "Travel"}, client.MovementSucceeded},
		{"not created", state("500", "old"), nil, nil, client.MovementFailed},
		{"another one was created", state("430", "old", "other"), cards{"other": seen("50", "")}, map[string]string{"other": "Travel"},
			client.MovementFailed},
		{"two that it can be", state("200", "old", "new", "twin"), cards{"new": seen("100", ""), "twin": seen("100", "")}, nil,
			client.MovementUnknown},
		{"another name", state("371.50", "old", "new"), cards{"new": seen("100", "")}, map[string]string{"new": "Travel"},
			client.MovementUnknown},
		{"another balance", state("371.50", "old", "new"), cards{"new": seen("99", "")}, nil, client.MovementUnknown},
		{"nobody paid", state("500", "old", "new"), cards{"new": seen("100", "")}, nil, client.MovementUnknown},
		{"paid and not there", state("371.50", "old"), nil, nil, client.MovementUnknown},
		{"too many, and a deposit hides whether it was paid", state("900", "a", "b", "c", "d", "e", "f"), nil, nil, client.MovementUnknown},
		{"a balance that is not known", state("900", "old", "new"), cards{"new": {At: noon}}, map[string]string{"new": "Travel"},
			client.MovementUnknown},
		{"transactions in another currency", state("900", "old", "new"),
			cards{"new": {At: noon, Card: usd("90"), Transactions: []client.Transaction{{ID: "a", Amount: client.NewMoney(usd("9").Amount, "EUR"),
				Status: "completed", At: noon.Add(time.Hour)}}}},
			map[string]string{"new": "Travel"}, client.MovementUnknown},
		{"too many", state("371.50", "a", "b", "c", "d", "e", "f"), nil, nil, client.MovementUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			now, state := noon, before
			j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Microsecond, time.Second))
			i := observed{issuer: answering(client.Operation{}, io.EOF), cards: map[string]string{"new": "Ads", "twin": "Ads"}}
			for id, name := range test.names {
				i.cards[id] = name
			}
			i.observe = func(id string) (client.Observation, error) {
				if id == "" {
					return state, nil
				}
				return test.cards[id], nil
			}
			in := client.Intent{Kind: client.MoveCreate, Amount: usd("100"), New: client.NewCard{Name: "Ads"}, Quote: client.Quote{Fee: usd("24")}}
			if m, err := j.Move(t.Context(), account(i), in); m.Status != client.MovementUnknown {
				t.Fatalf("%v, %v", m, err)
			}
			state, now = test.after, now.Add(time.Hour)
			if _, err := j.Settle(t.Context(), []client.Account{account(i)}); err != nil {
				t.Fatal(err)
			}
			m := only(t, j)
			if m.Status != test.want || (m.CardID == "new") != (m.Status == client.MovementSucceeded) {
				t.Errorf("%s, card %q: %s; want %s", m.Status, m.CardID, m.Description, test.want)
			}
		})
	}
}
