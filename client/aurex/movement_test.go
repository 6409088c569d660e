package aurex_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

// orders are one order of each kind that the sandbox accepts.
func orders(box *sandbox.Sandbox) []client.Order {
	return []client.Order{
		{ID: "o1", Kind: client.MoveTopUp, CardID: box.CardIDs("aurex")[0], Amount: usd("20.50")},
		{ID: "o2", Kind: client.MoveCreate, Amount: usd("33.35"), New: client.NewCard{Name: " Ads & <more> "}},
	}
}

func TestPreviewIsWhatIsSent(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	for _, order := range orders(box) {
		before := len(box.Requests())
		wire, err := d.Preview(order)
		if err != nil || len(box.Requests()) != before {
			t.Fatalf("%s: %v, %d requests", order.Kind, err, len(box.Requests())-before)
		}
		if _, err := d.Send(t.Context(), order); err != nil {
			t.Fatalf("%s: %v", order.Kind, err)
		}
		got := box.Requests()[before]
		if wire.Method != got.Method || wire.URL != box.Aurex().BaseURL+got.Path || got.Query != "" {
			t.Errorf("%s %s was %s %s", wire.Method, wire.URL, got.Method, got.Path)
		}
		var body any
		decoder := json.NewDecoder(strings.NewReader(string(wire.Body)))
		decoder.UseNumber()
		if err := decoder.Decode(&body); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got.Body, body); diff != "" {
			t.Errorf("%s (-sent +preview):\n%s", order.Kind, diff)
		}
		if text := wire.URL + string(wire.Body); strings.Contains(text, box.Aurex().APIKey) {
			t.Errorf("the key shows in %s", text)
		}
	}
	for name, order := range map[string]client.Order{
		"withdraw":     {Kind: client.MoveWithdraw, CardID: "c", Amount: usd("20")},
		"no kind":      {CardID: "c", Amount: usd("20")},
		"no card":      {Kind: client.MoveTopUp, Amount: usd("20")},
		"no name":      {Kind: client.MoveCreate, Amount: usd("50")},
		"control name": {Kind: client.MoveCreate, Amount: usd("50"), New: client.NewCard{Name: "a\x1b[2J"}},
	} {
		if _, err := d.Preview(order); !client.NotSent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCreateAtTheSandbox(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: client.NewCard{Name: "Search", TypeID: "card"}})
	if err != nil || terms.Refusal != "" || !terms.Estimated || terms.FeeUnknown || terms.Currency != "USD" || terms.Decimals != 2 {
		t.Fatalf("%+v, %v", terms, err)
	}
	amount := usd("33.35")
	quote := terms.Quote(amount)
	if quote.Fee.String() != "20.67 USD" { // 19 and 1.6675, rounded up
		t.Errorf("fee %s", quote.Fee)
	}
	if example := terms.Quote(usd("100")); example.Total.String() != "124.00 USD" {
		t.Errorf("the vendor's own example costs %s", example.Total)
	}
	before, err := d.Funds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, ID: "CW20260131120000abcdef", Amount: amount, New: client.NewCard{Name: "Search"}})
	if err != nil || got.Status != client.OperationSucceeded || got.OrderID == "" || got.Kind != "create" || got.Fee.String() != quote.Fee.String() ||
		got.Amount.String() != amount.String() || got.At.IsZero() {
		t.Fatalf("%+v, %v", got, err)
	}
	truth, ok := box.Truth(got.CardID)
	if !ok || !truth.Balance.Equal(amount.Amount) {
		t.Errorf("%+v", truth)
	}
	if text := fmt.Sprintf("%+v %#v", got, got); strings.Contains(text, truth.PAN[4:12]) {
		t.Errorf("the number shows: %s", text)
	}
	card, err := d.Card(t.Context(), got.CardID)
	if err != nil || card.Name != "Search" || card.Status != client.CardActive {
		t.Errorf("%+v, %v", card, err)
	}
	after, err := d.Funds(t.Context())
	if err != nil || after[0].Available.String() != before[0].Available.Sub(quote.Total).String() {
		t.Errorf("wallet %+v, before %+v, %v", after, before, err)
	}
	for text, want := range map[string]error{"99999": client.ErrInsufficient, "24.99": client.ErrRefused, "100000.01": client.ErrRefused, "30.001": client.ErrRefused} {
		if err := terms.Check(usd(text)); (err == nil) != (text == "99999") {
			t.Errorf("the terms say of %s: %v", text, err)
		}
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, Amount: usd(text), New: client.NewCard{Name: "n"}}); !errors.Is(err, want) || client.NotSent(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

func TestCreateTermsRefuseWhatIsMissing(t *testing.T) {
	d := scripted(t, answer(500, ""))
	for name, tt := range map[string]struct {
		card client.NewCard
		want string
	}{
		"no name":       {client.NewCard{Name: " \t"}, "a new card needs a name"},
		"another type":  {client.NewCard{Name: "n", TypeID: "111001"}, "aurex has one type of card"},
		"holder":        {client.NewCard{Name: "n", HolderID: "1"}, "no holder, account or number"},
		"number":        {client.NewCard{Name: "n", CardNumber: "1"}, "no holder, account or number"},
		"two lines":     {client.NewCard{Name: "a\nb"}, "plain text on one line"},
		"broken letter": {client.NewCard{Name: "a\xff"}, "plain text on one line"},
	} {
		if _, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: tt.card}); !errors.Is(err, client.ErrTerms) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, New: tt.card, Amount: usd("50")}); !client.NotSent(err) || !errors.Is(err, client.ErrRefused) {
			t.Errorf("%s, sent all the same: %v", name, err)
		}
	}
}

func TestCreateAnswers(t *testing.T) {
	const number, cvv = "4111 1111 1111 1234", "987"
	tests := []struct {
		status int
		body   string
		want   error
		facts  string
	}{
		{200, `{"success":true,"data":{"cardId":"card_abc123","cardName":"n","balance":100,"cardNumber":"` + number + `","expiryDate":"12/28","cvv":"` + cvv + `","status":"active",
			"fees":{"depositAmount":124,"ourFee":5,"ourFeeRate":0.05,"cardIssueFee":19,"totalFees":24,"cardBalance":100}}}`, nil, "card_abc123 100.00 USD fee 24.00 USD"},
		{200, `{"success":true,"data":{"cardId":1852379830190366720,"balance":"100","fees":{"ourFee":"5","cardIssueFee":19.5}}}`, nil, "1852379830190366720 unknown fee 24.50 USD"},
		{200, `{"success":true,"data":{"cardId":"c","fees":{"ourFee":5,"totalFees":null}}}`, nil, "c unknown fee unknown"},
		{200, `{"success":true,"data":{"cardId":"c","fees":24}}`, nil, "c unknown fee 24.00 USD"},
		{200, `{"success":true,"data":{"cardId":"c","fees":null,"balance":null}}`, nil, "c unknown fee unknown"},
		{200, `{"success":true,"data":{"cardId":null,"balance":100}}`, client.ErrGarbage, ""},
		{200, `{"success":true,"data":{}}`, client.ErrGarbage, ""},
		{200, `{"success":true,"data":{"cardId":"c","cardId":"d"}}`, client.ErrGarbage, ""},
		{200, `{"success":false,"error":"no"}`, client.ErrRefused, ""},
		{400, `{"success":false,"error":"initialBalance must be between 25 and 100000"}`, client.ErrRefused, ""},
		{401, `{"success":false,"error":"key"}`, client.ErrNotAllowed, ""},
		{404, `{"success":false,"error":"User not found"}`, client.ErrNotFound, ""},
		{409, `{"success":false,"error":"Insufficient balance"}`, client.ErrInsufficient, ""},
		{429, `{"success":false,"error":"slow down"}`, client.ErrRateLimited, ""},
		{500, `{"success":false,"error":"x"}`, client.ErrUnreachable, ""},
		{502, `<html>`, client.ErrUnreachable, ""},
	}
	for _, tt := range tests {
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.Method != http.MethodPost || r.URL.Path != "/users/u1/cards" || string(body) != `{"cardName":"n","initialBalance":100}` {
				t.Errorf("sent %s %s %s", r.Method, r.URL, body)
			}
			answer(tt.status, tt.body)(w, r)
		})
		got, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, ID: "o", Amount: usd("100.00"), New: client.NewCard{Name: " n "}})
		if facts := fmt.Sprintf("%s %s fee %s", got.CardID, got.Amount, got.Fee); tt.want == nil && (err != nil || facts != tt.facts) {
			t.Errorf("%s: %s, %v", tt.body, facts, err)
		}
		if tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%d %s: %v", tt.status, tt.body, err)
		}
		if client.NotSent(err) { // it left, whatever the answer says
			t.Errorf("%d %s: not sent %v", tt.status, tt.body, client.NotSent(err))
		}
		got.At = time.Time{} // its digits may be those of the CVV
		if text := fmt.Sprintf("%+v %v", got, err); strings.Contains(text, number) || strings.Contains(text, cvv) {
			t.Errorf("card data shows: %s", text)
		}
	}
}

func TestFaultsOnEveryMovement(t *testing.T) {
	for _, tt := range []struct {
		fault   sandbox.Fault
		kind    error
		applied bool
	}{
		{sandbox.Fault{Kind: sandbox.FaultDropBefore}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultDropAfter}, client.ErrUnreachable, true},
		{sandbox.Fault{Kind: sandbox.FaultStatus, Status: 401}, client.ErrNotAllowed, false},
		{sandbox.Fault{Kind: sandbox.FaultStatus, Status: 500}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: 503}, client.ErrUnreachable, true},
		{sandbox.Fault{Kind: sandbox.FaultTooMany, Delay: time.Second}, client.ErrRateLimited, false},
		{sandbox.Fault{Kind: sandbox.FaultTooManyDate, Delay: time.Second}, client.ErrRateLimited, false},
		{sandbox.Fault{Kind: sandbox.FaultRedirect}, client.ErrGarbage, false},
		{sandbox.Fault{Kind: sandbox.FaultHTML}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultGarbage}, client.ErrGarbage, true},
		{sandbox.Fault{Kind: sandbox.FaultTruncated}, client.ErrGarbage, true},
		{sandbox.Fault{Kind: sandbox.FaultHuge}, client.ErrGarbage, true},
		{sandbox.Fault{Kind: sandbox.FaultFail}, client.ErrUnreachable, false},
		{sandbox.Fault{Kind: sandbox.FaultContentType}, nil, true},
	} {
		d, box := start(t, sandbox.Options{Seed: 1})
		for _, order := range orders(box) {
			tt.fault.Issuer, tt.fault.Path, tt.fault.Count = "aurex", "/cards", 1
			if order.Kind == client.MoveTopUp {
				tt.fault.Path = "/topup"
			}
			if err := box.SetFault(tt.fault); err != nil {
				t.Fatal(err)
			}
			before := box.Ledger("aurex")
			_, err := d.Send(t.Context(), order)
			if tt.kind == nil && err != nil || tt.kind != nil && !errors.Is(err, tt.kind) || client.NotSent(err) {
				t.Errorf("%s, %s: %v, not sent %v", order.Kind, tt.fault.Kind, err, client.NotSent(err))
			}
			after := box.Ledger("aurex")
			want := len(before.Movements)
			if tt.applied {
				want++
			}
			if len(after.Movements) != want || after.Wallets[0].Available.Equal(before.Wallets[0].Available) == tt.applied {
				t.Errorf("%s, %s: %d movements, before %d", order.Kind, tt.fault.Kind, len(after.Movements), len(before.Movements))
			}
			if err := box.Audit(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestObserveBeforeAndAfter(t *testing.T) {
	now := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now})
	observe := func(id string) client.Observation {
		t.Helper()
		o, err := d.Observe(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		truth := box.Ledger("aurex")
		if !o.Wallet.Amount.Equal(truth.Wallets[0].Available) || !o.Wallet.Known() || o.At.Sub(now.Now()).Abs() > time.Second {
			t.Errorf("got %+v", o)
		}
		if id != "" && !o.Card.Amount.Equal(truth.Cards[id]) {
			t.Errorf("%s on the card, really %s", o.Card, truth.Cards[id])
		}
		return o
	}
	for _, order := range orders(box) {
		before := observe(order.CardID)
		if order.CardID != "" { // spent while the order is on its way
			if _, err := box.Purchase(sandbox.Purchase{Issuer: "aurex", CardID: order.CardID, Amount: decimal.RequireFromString("7.77"), Confirm: time.Second}); err != nil {
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
			if before.Card.Known() || len(before.Transactions) != 0 || len(after.CardIDs) != len(before.CardIDs)+1 || !cmp.Equal(newIDs(before, after), []string{got.CardID}) {
				t.Errorf("new: %v", newIDs(before, after))
			}
			continue
		}
		if len(after.Transactions) != len(before.Transactions)+1 || len(before.Transactions) == 0 || len(after.CardIDs) != 0 {
			t.Fatalf("before %+v, after %+v", before, after)
		}
		spent := after.Transactions[0]
		if want := before.Card.Add(order.Amount).Sub(spent.Amount); spent.Amount.String() != "7.77 USD" || spent.Status != "pending" || after.Card.String() != want.String() {
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
		`{"success":true,"data":[{"transactionId":1852379830190366720,"amount":"25.50","currency":"usd","status":"Completed","createdAt":"2026-01-31T12:00:00Z"},
			{"transactionId":"1852379830190366721","amount":-3,"currency":null,"status":null,"createdAt":null}]}`: "1852379830190366720 25.50 USD completed 2026-01-31T12:00:00Z|1852379830190366721 -3.00 USD  0001-01-01T00:00:00Z",
		`{"success":true,"data":[{"transactionId":null,"amount":1,"createdAt":1769860800000},{"amount":1,"createdAt":1769860800000}]}`: "1769860800000 1.00 USD #2 1.00 USD  2026-01-31T12:00:00Z|1769860800000 1.00 USD #1 1.00 USD  2026-01-31T12:00:00Z",
		`{"success":true,"data":[null]}`:                    "-62135596800000 unknown #1 unknown  0001-01-01T00:00:00Z",
		`{"success":true,"data":{"transactions":[]}}`:       "garbage",
		`{"success":true,"data":[{"amount":1,"AMOUNT":2}]}`: "garbage",
		// What cannot be read decides nothing, and hides nothing else.
		`{"success":true,"data":[{"transactionId":"t","amount":"$1","status":"completed","createdAt":"2026-01-31T12:00:00Z"},{"transactionId":"u","amount":2,"status":7,"createdAt":{}}]}`: "t unknown completed 2026-01-31T12:00:00Z|u 2.00 USD  0001-01-01T00:00:00Z",
		`{"success":false,"error":"Transactions are private"}`: "refused",
	} {
		o, err := scripted(t, serve(card, wallet, transactions)).Observe(t.Context(), "c")
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
		if err := json.Unmarshal(saved, &back); err != nil || back.Card.String() != o.Card.String() || len(back.Transactions) != len(o.Transactions) {
			t.Errorf("%s comes back as %+v, %v", saved, back, err)
		}
		o.At = time.Time{} // its digits may be those of the CVV
		if saved, _ := json.Marshal(o); strings.Contains(string(saved), "1234") || strings.Contains(string(saved), "987") {
			t.Errorf("card data in %s", saved)
		}
	}
	// What is not said is not known, rather than nothing.
	o, err := scripted(t, serve(`{"success":true,"data":{"cardId":"c"}}`, `{"success":true,"data":{}}`, `{"success":true,"data":[]}`)).Observe(t.Context(), "c")
	if err != nil || o.Card.Known() || o.Wallet.Known() {
		t.Errorf("got %+v, %v", o, err)
	}
}

// Without the card's history its balance must not decide: what was spent meanwhile would pass for a top-up that was not carried out.
func TestObserveWithoutAPageForTransactions(t *testing.T) {
	missing := map[string]bool{"/transactions": true}
	d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
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
}
