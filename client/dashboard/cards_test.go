package dashboard_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

func TestCardsOfTheSandbox(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d, box := x.start(t, sandbox.Options{Seed: 1, Cards: 230})
		var reports []string
		var cards []client.Card
		err := d.Cards(t.Context(), func(p client.CardsPage) {
			cards, reports = append(cards, p.Cards...), append(reports, fmt.Sprintf("%d/%d", p.Done, p.Pages))
		})
		if err != nil || len(cards) != 230 {
			t.Fatalf("%d cards, %v", len(cards), err)
		}
		if diff := cmp.Diff([]string{"1/2", "2/3", "3/4", "4/4"}, reports); diff != "" {
			t.Error(diff)
		}
		for _, c := range cards[:5] {
			truth, ok := box.Truth(c.ID)
			if !ok || c.Name == "" || c.Status == client.CardUnknown || !c.Balance.Amount.Equal(truth.Balance) || c.Balance.Currency != "USD" {
				t.Errorf("got %+v", c)
			}
			one, err := d.Card(t.Context(), c.ID)
			if err != nil || one.Last4 != truth.PAN[12:] || one.Name != c.Name || one.Status != c.Status ||
				!one.Balance.Amount.Equal(c.Balance.Amount) {
				t.Errorf("got %+v, %v", one, err)
			}
			details, err := d.Details(t.Context(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if open(t, details.Number) != truth.PAN || open(t, details.CVV) != truth.CVV ||
				open(t, details.Expiry) != truth.Expiry[:3]+truth.Expiry[5:] {
				t.Errorf("card %s opens to something else", c.ID)
			}
			if text := fmt.Sprintf("%v %+v %#v %v", details, details, details, one); strings.Contains(text, truth.PAN[4:12]) {
				t.Errorf("the number shows: %s", text)
			}
			if details.ActivateURL.Present() {
				t.Error("an activation link out of nothing")
			}
		}
		if _, err := d.Card(t.Context(), "card_none"); !errors.Is(err, client.ErrNotFound) {
			t.Errorf("no such card: %v", err)
		}
	})
}

// A page is given before the next is asked for, and what was given stays so where a later page fails.
func TestPagesAreGivenAsTheyCome(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		asked, given := 0, 0
		d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
			if asked++; asked == 3 {
				answer(403, `{"success":false,"error":"no"}`)(w, r)
				return
			}
			var cards []string
			for i := range 100 {
				cards = append(cards, fmt.Sprintf(`{"cardId":"card_%d_%d","balance":1,"status":"active"}`, asked, i))
			}
			answer(200, `{"success":true,"data":[`+strings.Join(cards, ",")+`]}`)(w, r)
		})
		err := d.Cards(t.Context(), func(p client.CardsPage) {
			if given += len(p.Cards); p.Done != asked || p.Pages != asked+1 || given != 100*asked {
				t.Errorf("page %d of %d, %d cards after %d requests", p.Done, p.Pages, given, asked)
			}
		})
		if given != 200 || !errors.Is(err, client.ErrNotAllowed) {
			t.Errorf("%d cards, %v", given, err)
		}
	})
}

// A list that ignores limit and offset, and one that is cut at 10 whatever is asked.
func TestListsOfOtherLengths(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		serve := func(n int, window func(offset int) (int, int)) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				offset := 0
				_, _ = fmt.Sscan(r.URL.Query().Get("offset"), &offset)
				from, to := window(offset)
				var cards []string
				for i := min(from, n); i < min(to, n); i++ {
					cards = append(cards, fmt.Sprintf(`{"cardId":"card_%d","cardName":"","balance":1,"status":"active"}`, i))
				}
				_, _ = fmt.Fprintf(w, `{"success":true,"data":[%s]}`, strings.Join(cards, ","))
			}
		}
		for _, n := range []int{0, 1, 9, 10, 11, 25, 100, 250} {
			whole, err := client.CollectCards(t.Context(), x.scripted(t, serve(n, func(int) (int, int) { return 0, n })).Cards)
			if err != nil || len(whole) != n {
				t.Errorf("all at once: %d of %d, %v", len(whole), n, err)
			}
			tens, err := client.CollectCards(t.Context(), x.scripted(t, serve(n, func(offset int) (int, int) { return offset, offset + 10 })).Cards)
			if err != nil || len(tens) != n {
				t.Errorf("ten at a time: %d of %d, %v", len(tens), n, err)
			}
		}
	})
}

// That a list takes limit and offset is not documented of cards.
func TestListsThatTakeNoLimit(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		var asked []string
		refused := ""
		d := x.scripted(t, func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.URL.RawQuery)
			switch {
			case r.URL.RawQuery != "" || refused == r.URL.Path:
				answer(400, `{"success":false,"error":"unknown parameter limit"}`)(w, r)
			case strings.HasSuffix(r.URL.Path, "/cards"):
				var cards []string
				for i := range 80 {
					cards = append(cards, fmt.Sprintf(`{"cardId":"c%d","balance":10}`, i))
				}
				answer(200, `{"success":true,"data":[`+strings.Join(cards, ",")+`]}`)(w, r)
			case strings.HasSuffix(r.URL.Path, "/transactions"):
				answer(200, `{"success":true,"data":[{"transactionId":"t","amount":1,"createdAt":"2026-01-31T12:00:00Z"}]}`)(w, r)
			default:
				answer(200, `{"success":true,"data":{"cardId":"c","balance":10}}`)(w, r)
			}
		})
		cards, err := client.CollectCards(t.Context(), d.Cards)
		if err != nil || len(cards) != 80 || len(asked) != 2 {
			t.Errorf("%d cards after %q, %v", len(cards), asked, err)
		}
		if o, err := d.Observe(t.Context(), "c"); err != nil || len(o.Transactions) != 1 {
			t.Errorf("%+v, %v", o, err)
		}
		asked, refused = nil, "/users/u1/cards"
		if _, err := client.CollectCards(t.Context(), d.Cards); !errors.Is(err, client.ErrRefused) || len(asked) != 2 {
			t.Errorf("refused without them too: %v after %q", err, asked)
		}
	})
}

func TestOddTimesDoNotHideTheList(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d := x.scripted(t, answer(200,
			`{"success":true,"data":[{"cardId":"c1","balance":10,"status":"active","createdAt":"yesterday"},{"cardId":"c2",
				"createdAt":"2026-01-31T12:00:00Z"}]}`))
		cards, err := client.CollectCards(t.Context(), d.Cards)
		if err != nil || len(cards) != 2 || !cards[0].CreatedAt.IsZero() || cards[1].CreatedAt.IsZero() {
			t.Errorf("%+v, %v", cards, err)
		}
	})
}

func TestFundsOfTheSandbox(t *testing.T) {
	each(t, func(t *testing.T, x dialect) {
		d, box := x.start(t, sandbox.Options{Seed: 1})
		funds, err := d.Funds(t.Context())
		ledger := box.Ledger(x.name)
		inCards := decimal.Zero
		for _, balance := range ledger.Cards {
			inCards = inCards.Add(balance)
		}
		if err != nil || len(funds) != 1 || !funds[0].Available.Amount.Equal(ledger.Wallets[0].Available) ||
			!funds[0].InCards.Amount.Equal(inCards) || !funds[0].Pending.Known() {
			t.Errorf("got %+v, %v", funds, err)
		}
		if wallet, ok := client.FundingWallet(funds, "USD"); !ok || wallet.ID == "" {
			t.Errorf("got %+v", wallet)
		}
	})
}
