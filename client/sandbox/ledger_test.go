package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// Whatever is asked, however it goes wrong, and whatever time passes: the books add up to the cent.
func TestBooksAddUp(t *testing.T) {
	outcomes := map[string]int{}
	rapid.Check(t, func(r *rapid.T) {
		w := start(t, Options{Seed: rapid.Uint64().Draw(r, "seed"), RateLimit: -1, PurchaseEvery: 7 * time.Second, Faults: []Fault{
			{Issuer: "*", Path: "*", Kind: FaultDropAfter, Percent: 10}, {Issuer: "*", Path: "*", Kind: FaultDropBefore, Percent: 10},
			{Issuer: "*", Path: "*", Kind: FaultStatusAfter, Status: 502, Percent: 10}, {Issuer: "*", Path: "*", Kind: FaultFail, Percent: 20},
		}})
		defer func() {
			if err := w.Close(); err != nil {
				r.Fatal(err)
			}
		}()
		orders := map[string]bool{}
		for range rapid.IntRange(3, 20).Draw(r, "steps") {
			w.clock.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(r, "ms")) * time.Millisecond)
			url, body, h := randomMovement(r, w)
			for range rapid.IntRange(1, 2).Draw(r, "times") { // sometimes the very same request again
				g, err := w.send(http.MethodPost, url, body, h)
				switch {
				case err != nil:
					outcomes["dropped"]++
				case g.body["success"] == true:
					outcomes["accepted"]++
				default:
					outcomes["refused"]++
				}
			}
			if err := w.Audit(); err != nil {
				r.Fatalf("after POST %s %s: %v", url, body, err)
			}
		}
		w.clock.Add(time.Hour)
		if err := w.Audit(); err != nil {
			r.Fatal(err)
		}
		for _, m := range w.Ledger(IssuerFinHub).Movements {
			if m.Order != "" && orders[m.Order] {
				r.Fatalf("order %s was applied twice", m.Order)
			}
			orders[m.Order] = true
			if m.Status == "processing" && m.CardID != w.card(pendingCard) || (m.Status == "success") != (m.Applied == 1) {
				r.Fatalf("after an hour: %+v", m)
			}
		}
	})
	for _, kind := range []string{"dropped", "accepted", "refused"} {
		if outcomes[kind] == 0 {
			t.Errorf("no request was %s: %v", kind, outcomes)
		}
	}
}

func randomMovement(r *rapid.T, w *world) (url, body string, h http.Header) {
	amount := decimal.New(rapid.Int64Range(0, 60_000).Draw(r, "cents"), -2).String()
	issuer := rapid.SampledFrom(Issuers).Draw(r, "issuer")
	if issuer == IssuerFinHub {
		no := rapid.SampledFrom(w.CardIDs(issuer)).Draw(r, "card")
		path := rapid.SampledFrom([]string{"/card/deposit", "/card/deposit", "/card/withdraw", "/card/cancel", "/card/v2/freeze",
			"/card/v2/unfreeze", "/card/v2/openCard"}).Draw(r, "path")
		body = fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q`, no, w.order())
		switch path {
		case "/card/deposit", "/card/withdraw":
			body += `,"amount":` + amount
		case "/card/v2/openCard":
			kind := rapid.SampledFrom([]int{111001, 111003, 111004, 111007}).Draw(r, "type")
			body = fmt.Sprintf(`{"merchantOrderNo":%q,"cardTypeId":%d,"amount":%s`, w.order(), kind, amount)
		}
		return w.FinHub().BaseURL + path, body + "}", w.headers()
	}
	e := map[string]Endpoint{IssuerAurex: w.Aurex(), IssuerLinora: w.Linora()}[issuer]
	no := rapid.SampledFrom(w.CardIDs(issuer)).Draw(r, "card")
	user := e.BaseURL + "/users/" + e.UserID
	h = http.Header{"Authorization": {"Bearer " + e.APIKey}, "Content-Type": {"application/json"}}
	switch rapid.IntRange(0, 3).Draw(r, "what") {
	case 0:
		return user + "/cards", `{"cardName":"x","initialBalance":` + amount + `}`, h
	case 1:
		return user + "/deposits", `{"currency":"USDC","amount":` + amount + `}`, h
	}
	return user + "/cards/" + no + "/topup", `{"amount":` + amount + `}`, h
}

// The audit is worth something only if it can fail.
func TestAuditFindsWhatIsWrong(t *testing.T) {
	cent := decimal.New(1, -2)
	for name, c := range map[string]struct {
		spoil func(b *book)
		says  string
	}{
		"a cent too many":        {func(b *book) { b.cards[0].purse.balance = b.cards[0].purse.balance.Add(cent) }, "0.01 USD too many"},
		"moved without a record": {func(b *book) { b.money.move(b.cards[0].purse, b.wallets[0].available, cent) }, "its records add up to"},
		"applied twice": {func(b *book) { op := b.ops[0]; b.money.move(op.wallet.available, op.card.purse, op.amount) },
			"its records add up to"},
		"an order twice": {func(b *book) { b.ops[0].order, b.ops[1].order = "same", "same" }, "order same exists 2 times"},
		"overdrawn":      {func(b *book) { b.money.move(b.cards[0].purse, b.wallets[0].available, whole(100_000)) }, "is overdrawn"},
		"part of a cent": {func(b *book) { b.money.move(b.cards[0].purse, b.wallets[0].available, decimal.New(1, -3)) },
			"fraction of a cent"},
	} {
		s, err := New(Options{Now: newClock().Now})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Audit(); err != nil {
			t.Fatal(err)
		}
		c.spoil(s.finhub.book)
		if err := s.Audit(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLedgerOfADay(t *testing.T) {
	w := start(t, Options{Seed: 8})
	before := w.Ledger(IssuerFinHub)
	no := w.card(normalCard)
	number := w.order()
	g := w.ok("/card/deposit", fmt.Sprintf(`{"cardNo":%q,"merchantOrderNo":%q,"amount":25.50}`, no, number))
	open := w.Ledger(IssuerFinHub)
	m := open.Movements[len(open.Movements)-1]
	if m.Order != number || m.CardID != no || m.Kind != kindDeposit || m.Amount.String() != "25.5" || m.Fee.String() != "0.26" ||
		m.Applied != 0 || m.Status != "wait_process" ||
		m.Currency != "USD" || m.RequestID != g.header.Get("X-Request-Id") || m.OrderNo != g.data()["orderNo"] {
		t.Errorf("%+v", m)
	}
	w.clock.Add(time.Minute)
	after := w.Ledger(IssuerFinHub)
	if m := after.Movements[len(after.Movements)-1]; m.Applied != 1 || m.Status != "success" {
		t.Errorf("%+v", m)
	}
	if got := after.Cards[no].Sub(before.Cards[no]); got.String() != "25.5" {
		t.Errorf("the card gained %s", got)
	}
	if got := before.Wallets[0].Available.Sub(after.Wallets[0].Available); got.String() != "25.76" {
		t.Errorf("the wallet paid %s", got)
	}
	if got := after.Fees["USD"].Sub(before.Fees["USD"]); got.String() != "0.26" {
		t.Errorf("the issuer took %s", got)
	}
	if !after.Spent["USD"].Equal(before.Spent["USD"]) {
		t.Error("a deposit spent something")
	}
}
