package dashboard_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

func TestObserveBeforeAndAfter(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		now := newClock()
		d, box := x.start(t, sandbox.Options{Seed: 1, Now: now.Now})
		observe := func(id string) client.Observation {
			t.Helper()
			o, err := d.Observe(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			truth := box.Ledger(x.name)
			if !o.Wallet.Amount.Equal(truth.Wallets[0].Available) || !o.Wallet.Known() || o.At.Sub(now.Now()).Abs() > time.Second {
				t.Errorf("got %+v", o)
			}
			if id != "" && !o.Card.Amount.Equal(truth.Cards[id]) {
				t.Errorf("%s on the card, really %s", o.Card, truth.Cards[id])
			}
			return o
		}
		for _, order := range x.orders(box) {
			before := observe(order.CardID)
			if order.CardID != "" { // spent while the order is on its way
				if _, err := box.Purchase(sandbox.Purchase{Issuer: x.name, CardID: order.CardID, Amount: decimal.RequireFromString("7.77"),
					Confirm: time.Second}); err != nil {
					t.Fatal(err)
				}
				now.Add(2 * time.Second)
			}
			got, err := d.Send(t.Context(), order)
			if err != nil {
				t.Fatal(err)
			}
			after := observe(order.CardID)
			if want := before.Wallet.Sub(order.Amount).Sub(got.Fee); after.Wallet.String() != want.String() {
				t.Errorf("%s: the wallet has %s, want %s", order.Kind, after.Wallet, want)
			}
			if order.Kind == client.MoveCreate {
				if before.Card.Known() || len(before.Transactions) != 0 || len(after.CardIDs) != len(before.CardIDs)+1 ||
					!cmp.Equal(newIDs(before, after), []string{got.CardID}) {
					t.Errorf("new: %v", newIDs(before, after))
				}
				continue
			}
			if len(after.Transactions) != len(before.Transactions)+1 || len(before.Transactions) == 0 || len(after.CardIDs) != 0 {
				t.Fatalf("before %+v, after %+v", before, after)
			}
			spent := after.Transactions[0]
			if want := before.Card.Add(order.Amount).Sub(spent.Amount); spent.Amount.String() != "7.77 USD" || spent.Status != "pending" ||
				after.Card.String() != want.String() {
				t.Errorf("spent %+v, %s on the card, want %s", spent, after.Card, want)
			}
			now.Add(time.Hour)
			if o := observe(order.CardID); o.Transactions[0].ID != spent.ID || o.Transactions[0].Status != "completed" {
				t.Errorf("later: %+v", o.Transactions)
			}
		}
		if _, err := d.Observe(t.Context(), "card_none"); !errors.Is(err, client.ErrNotFound) {
			t.Errorf("no such card: %v", err)
		}
	})
}

func newIDs(before, after client.Observation) (ids []string) {
	known := map[string]bool{}
	for _, id := range before.CardIDs {
		known[id] = true
	}
	for _, id := range after.CardIDs {
		if !known[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestObserveReadsWhatComes(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		serve := func(card, wallet, transactions string) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/wallet"):
					answer(200, wallet)(w, r)
				case strings.HasSuffix(r.URL.Path, "/transactions"):
					answer(200, transactions)(w, r)
				default:
					answer(200, card)(w, r)
				}
			}
		}
		const card = `{"success":true,"data":{"cardId":"c","balance":10,"status":"active","cardNumber":"4111 1111 1111 1234","cvv":"987"}}`
		const wallet = `{"success":true,"data":{"balance":150.50}}`
		for transactions, want := range map[string]string{
			`{"success":true,"data":[]}`:   "",
			`{"success":true,"data":null}`: "garbage", // not the same as none
			`{"success":true}`:             "garbage",
			`{"success":true,"data":[{"transactionId":1852379830190366720,"amount":"25.50","currency":"usd","status":"Completed",
				"createdAt":"2026-01-31T12:00:00Z"},
				{"transactionId":"1852379830190366721","amount":-3,"currency":null,"status":null,
				"createdAt":null}]}`: "1852379830190366720 25.50 USD completed 2026-01-31T12:00:00Z|1852379830190366721 −3.00 USD  " +
				"0001-01-01T00:00:00Z",
			`{"success":true,"data":[{"transactionId":null,"amount":1,"createdAt":1769860800000},{"amount":1,
				"createdAt":1769860800000}]}`: "1769860800000 1.00 USD #2 1.00 USD  2026-01-31T12:00:00Z|1769860800000 1.00 USD #1 1.00 USD  " +
				"2026-01-31T12:00:00Z",
			`{"success":true,"data":[null]}`:                    "-62135596800000 unknown #1 unknown  0001-01-01T00:00:00Z",
			`{"success":true,"data":{"transactions":[]}}`:       "garbage",
			`{"success":true,"data":[{"amount":1,"AMOUNT":2}]}`: "garbage",
			// What cannot be read decides nothing, and hides nothing else.
			`{"success":true,"data":[{"transactionId":"t","amount":"$1","status":"completed","createdAt":"2026-01-31T12:00:00Z"},
				{"transactionId":"u","amount":2,"status":7,
				"createdAt":{}}]}`: "t unknown completed 2026-01-31T12:00:00Z|u 2.00 USD  0001-01-01T00:00:00Z",
			`{"success":false,"error":"Transactions are private"}`: "refused",
		} {
			o, err := x.scripted(t, serve(card, wallet, transactions)).Observe(t.Context(), "c")
			var lines []string
			for _, tx := range o.Transactions {
				lines = append(lines, fmt.Sprintf("%s %s %s %s", tx.ID, tx.Amount, tx.Status, tx.At.Format(time.RFC3339)))
			}
			got := strings.Join(lines, "|")
			switch {
			case errors.Is(err, client.ErrGarbage):
				got = "garbage"
			case errors.Is(err, client.ErrRefused):
				got = "refused"
			case err != nil || o.Card.String() != "10.00 USD" || o.Wallet.String() != "150.50 USD":
				t.Errorf("%s: %+v, %v", transactions, o, err)
			}
			if got != want {
				t.Errorf("%s:\ngot  %s\nwant %s", transactions, got, want)
			}
			saved, _ := json.Marshal(o)
			var back client.Observation
			if err := json.Unmarshal(saved, &back); err != nil || back.Card.String() != o.Card.String() ||
				len(back.Transactions) != len(o.Transactions) {
				t.Errorf("%s comes back as %+v, %v", saved, back, err)
			}
			o.At = time.Time{} // its digits may be those of the CVV
			if saved, _ := json.Marshal(o); strings.Contains(string(saved), "1234") || strings.Contains(string(saved), "987") {
				t.Errorf("card data in %s", saved)
			}
		}
		// What is not said is not known, rather than nothing.
		o, err := x.scripted(t,
			serve(`{"success":true,"data":{"cardId":"c"}}`, `{"success":true,"data":{}}`, `{"success":true,"data":[]}`)).Observe(t.Context(), "c")
		if err != nil || o.Card.Known() || o.Wallet.Known() {
			t.Errorf("got %+v, %v", o, err)
		}
	})
}

// Without the card's history its balance must not decide: what was spent meanwhile would pass for a top-up that was not carried out.
func TestObserveWithoutAPageForTransactions(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		missing := map[string]bool{"/transactions": true}
		d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
			for end := range missing {
				if strings.HasSuffix(r.URL.Path, end) {
					answer(404, `{"success":false,"error":"Not found"}`)(w, r)
					return
				}
			}
			answer(200, `{"success":true,"data":{"cardId":"c","balance":10,"status":"active"}}`)(w, r)
		})
		o, err := d.Observe(t.Context(), "c")
		if err != nil || o.Card.Known() || o.Wallet.String() != "10.00 USD" || len(o.Transactions) != 0 || o.At.IsZero() {
			t.Errorf("got %+v, %v", o, err)
		}
		for _, other := range []string{"/cards/c", "/wallet"} {
			missing = map[string]bool{"/transactions": true, other: true}
			if o, err := d.Observe(t.Context(), "c"); !errors.Is(err, client.ErrNotFound) {
				t.Errorf("%s: got %+v, %v", other, o, err)
			}
		}
	})
}
