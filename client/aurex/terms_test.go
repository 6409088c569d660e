package aurex_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

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
	got, err := d.Send(t.Context(),
		client.Order{Kind: client.MoveCreate, ID: "CW20260131120000abcdef", Amount: amount, New: client.NewCard{Name: "Search"}})
	if err != nil || got.Status != client.OperationSucceeded || got.OrderID == "" || got.Kind != "create" ||
		got.Fee.String() != quote.Fee.String() ||
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
	for text, want := range map[string]error{"99999": client.ErrInsufficient, "24.99": client.ErrRefused, "100000.01": client.ErrRefused,
		"30.001": client.ErrRefused} {
		if err := terms.Check(usd(text)); (err == nil) != (text == "99999") {
			t.Errorf("the terms say of %s: %v", text, err)
		}
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, Amount: usd(text),
			New: client.NewCard{Name: "n"}}); !errors.Is(err, want) || client.NotSent(err) {
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
		if _, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: tt.card}); !errors.Is(err, client.ErrTerms) ||
			!strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, New: tt.card, Amount: usd("50")}); !client.NotSent(err) ||
			!errors.Is(err, client.ErrRefused) {
			t.Errorf("%s, sent all the same: %v", name, err)
		}
	}
}
