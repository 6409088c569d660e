package finhub_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
)

// parts fills in what a type needs.
func parts(t *testing.T, d *finhub.Driver, kind client.CardType) client.NewCard {
	t.Helper()
	card := client.NewCard{TypeID: kind.ID}
	if kind.NeedsHolder {
		card.HolderID = someHolder(t, d)
	}
	if kind.Mode == "BUDGET_CARD" {
		funds, err := d.Funds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wallet, _ := client.FundingWallet(funds, kind.Currency)
		card.AccountID = wallet.ID
	}
	if kind.Type == "Physical" {
		card.CardNumber = "4242420000000000"
	}
	return card
}

// Each type on offer can be created with what its terms ask, at what they say it costs.
func TestCreateEveryTypeAtTheSandbox(t *testing.T) {
	now := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, StepDelay: time.Second})
	types, err := d.CardTypes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	offered, refused := 0, 0
	for i, kind := range types {
		card := parts(t, d, kind)
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: card})
		if err != nil {
			t.Fatal(err)
		}
		order := client.Order{ID: fmt.Sprintf("CW2026013112000000%02d00", i), Kind: client.MoveCreate, New: card,
			Amount: client.NewMoney(terms.Min.Decimal, terms.Currency)}
		if terms.Refusal != "" {
			refused++
			if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrRefused) {
				t.Errorf("%s, %s: %v", kind.Name, terms.Refusal, err)
			}
			continue
		}
		offered++
		if err := terms.Check(order.Amount); err != nil {
			t.Errorf("%s: %v", kind.Name, err)
		}
		quote := terms.Quote(order.Amount)
		got, err := d.Send(t.Context(), order)
		if err != nil || got.Status != client.OperationProcessing || got.Kind != "create" || got.CardID == "" || got.Fee.Known() &&
			got.Fee.String() != quote.Fee.String() {
			t.Errorf("%s: %+v, %v, quoted %+v", kind.Name, got, err, quote)
			continue
		}
		one, err := d.Card(t.Context(), got.CardID)
		if err != nil || one.Status != client.CardPending || one.TypeID != kind.ID || one.HolderID != card.HolderID {
			t.Errorf("%s at once: %+v, %v", kind.Name, one, err)
		}
		now.Add(time.Minute)
		done, err := d.ReadOrder(t.Context(), order.ID)
		if err != nil || done.Status != client.OperationSucceeded || done.CardID != got.CardID ||
			done.Amount.String() != order.Amount.String() || done.Fee.String() != quote.Fee.String() {
			t.Errorf("%s: %+v, %v", kind.Name, done, err)
		}
		one, err = d.Card(t.Context(), got.CardID)
		if err != nil || one.Status != client.CardActive && one.Status != client.CardInactive || kind.Mode == "PREPAID_CARD" &&
			one.Balance.String() != order.Amount.String() {
			t.Errorf("%s in the end: %+v, %v", kind.Name, one, err)
		}
		// One step past the limits is refused on both sides.
		below := client.NewMoney(terms.Min.Decimal.Sub(decimal.New(1, -terms.Decimals)), terms.Currency)
		above := client.NewMoney(terms.Max.Decimal.Add(decimal.New(1, -terms.Decimals)), terms.Currency)
		for j, amount := range []client.Money{below, above} {
			if amount.Amount.IsNegative() {
				continue
			}
			order.ID = fmt.Sprintf("CW2026013112000000%02d%02d", i, j+1)
			order.Amount = amount
			if _, err := d.Send(t.Context(), order); terms.Check(amount) == nil || !errors.Is(err, client.ErrRefused) {
				t.Errorf("%s with %s: %v", kind.Name, amount, err)
			}
		}
	}
	if offered < 6 || refused != 1 {
		t.Errorf("%d offered, %d refused", offered, refused)
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

func TestCreateRefusals(t *testing.T) {
	d, _ := start(t, sandbox.Options{Seed: 1})
	for name, tt := range map[string]struct {
		card   client.NewCard
		amount string
		want   error
	}{
		"unknown type":   {client.NewCard{TypeID: "999"}, "50", client.ErrNotFound},
		"no holder":      {client.NewCard{TypeID: "111002"}, "50", client.ErrRefused},
		"unknown holder": {client.NewCard{TypeID: "111002", HolderID: "1"}, "50", client.ErrNotFound},
		"no account":     {client.NewCard{TypeID: "111006"}, "0", client.ErrRefused},
		"no number":      {client.NewCard{TypeID: "111005", HolderID: someHolder(t, d)}, "50", client.ErrRefused},
		"decimals":       {client.NewCard{TypeID: "111003"}, "50.5", client.ErrRefused},
		"too dear":       {client.NewCard{TypeID: "111001"}, "90000", client.ErrInsufficient},
	} {
		_, err := d.Send(t.Context(), client.Order{Kind: client.MoveCreate, ID: orderID, New: tt.card, Amount: money(tt.amount, "USD")})
		if !errors.Is(err, tt.want) || client.NotSent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCreateTerms(t *testing.T) {
	change := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(oneType) }
	const id = "9007199254740993"
	held := client.NewCard{TypeID: id, HolderID: "7"}
	for name, tt := range map[string]struct {
		types string
		card  client.NewCard
		want  string
	}{
		"offered":      {oneType, held, "10 to 100000, 1 decimals, 10 and 0"},
		"no type":      {oneType, client.NewCard{HolderID: "7"}, "outside the issuer's terms: a new card needs a card type"},
		"unknown type": {oneType, client.NewCard{TypeID: "1\x1b"}, `outside the issuer's terms: FinHub has no card type "1\x1b"`},
		"no holder":    {oneType, client.NewCard{TypeID: id}, "outside the issuer's terms: this type of card needs a holder id"},
		"odd holder": {oneType, client.NewCard{TypeID: id, HolderID: "John"},
			"outside the issuer's terms: the holder id: digits only"},
		"odd account": {oneType, client.NewCard{TypeID: id, HolderID: "7", AccountID: "-1"},
			"outside the issuer's terms: the account id: digits only"},
		"no holder needed": {change(`"needCardHolder":true`, `"needCardHolder":false`), client.NewCard{TypeID: id},
			"10 to 100000, 1 decimals, 10 and 0"},
		"everything": {change("PREPAID_CARD", "BUDGET_CARD", `"Virtual"`, `"Physical"`), client.NewCard{TypeID: id, Name: "Ads"},
			"outside the issuer's terms: this type of card needs a holder id and an account id and the card number printed on it; cards at " +
				"FinHub have no name"},
		"number not wanted": {oneType, client.NewCard{TypeID: id, HolderID: "7", CardNumber: "1"},
			"outside the issuer's terms: a card number is for physical cards only"},
		"offline": {change(`"online"`, `"offline"`), client.NewCard{TypeID: id}, "this type of card is offline"},
		"switched off": {change(`"enableActiveCard":true`, `"enableActiveCard":false`), client.NewCard{TypeID: id},
			"this type of card cannot be created at present"},
		"no currency":     {change(`"fiatCurrency":"usd"`, `"fiatCurrency":""`), held, "FinHub does not say in which currency"},
		"price elsewhere": {change(`"cardPriceCurrency":"USD"`, `"cardPriceCurrency":"USDT"`), held, "10 to 100000, 1 decimals, fee unknown"},
		"price not said":  {change(`"cardPrice":"10",`, ``), held, "10 to 100000, 1 decimals, fee unknown"},
		"no deposit": {change(`"needDepositForActiveCard":true`, `"needDepositForActiveCard":false`,
			`"depositAmountMaxQuotaForActiveCard":100000`, `"depositAmountMaxQuotaForActiveCard":0`), held,
			"0 to 0, cards of this type take no initial deposit, 1 decimals, 10 and 0"},
		"not supported": {change(`"needDepositForActiveCard":true`, `"needDepositForActiveCard":false`), held,
			"0 to 0, cards of this type take no initial deposit, 1 decimals, 10 and 0"},
		"needed, from nothing": {change(`"depositAmountMinQuotaForActiveCard":"10"`, `"depositAmountMinQuotaForActiveCard":0`), held,
			"0.1 to 100000, 1 decimals, 10 and 0"},
		"needed, from not said": {change(`"depositAmountMinQuotaForActiveCard":"10",`, ``), held, "0.1 to 100000, 1 decimals, 10 and 0"},
		"not said, from 0": {change(`"needDepositForActiveCard":true,`, ``, `"depositAmountMinQuotaForActiveCard":"10"`,
			`"depositAmountMinQuotaForActiveCard":0`), held,
			"0 to 100000, 1 decimals, 10 and 0"},
		"deposit of nothing": {change(`"depositAmountMaxQuotaForActiveCard":100000`, `"depositAmountMaxQuotaForActiveCard":0`), held,
			"10 to -, 1 decimals, 10 and 0"},
		"need not said": {change(`"needDepositForActiveCard":true,`, ``), held, "10 to 100000, 1 decimals, 10 and 0"},
	} {
		d := scripted(t, answers(map[string]string{"/card/v2/cardTypes": tt.types}))
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveCreate, New: tt.card})
		got := terms.Refusal
		switch {
		case err != nil:
			got, _, _ = strings.Cut(err.Error(), "\n")
			if !errors.Is(err, client.ErrTerms) {
				t.Errorf("%s: %v is not about the terms", name, err)
			}
		case got == "":
			most := "-"
			if terms.Max.Valid {
				most = terms.Max.Decimal.String()
			}
			if terms.MaxReason != "" {
				most += ", " + terms.MaxReason
			}
			fee := terms.Fixed.String() + " and " + terms.Rate.String()
			if terms.FeeUnknown {
				fee = "fee unknown"
			}
			got = fmt.Sprintf("%s to %s, %d decimals, %s", terms.Min.Decimal, most, terms.Decimals, fee)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestCheckPartSaysWhatIsWrongWithAnID(t *testing.T) {
	for text, want := range map[string]string{
		"1": "", "9223372036854775807": "",
		"": "digits only", "12x": "digits only", "-1": "digits only", "+1": "digits only", " 1": "digits only",
		"0": "which does not begin with 0", "007": "which does not begin with 0",
		"9223372036854775808": "which is at most 9223372036854775807", "99999999999999999999": "which is at most 9223372036854775807",
	} {
		for _, part := range []client.CardPart{client.PartHolder, client.PartAccount} {
			if problem, ok := (*finhub.Driver)(nil).CheckPart(part, text); problem != want || ok != (want == "") {
				t.Errorf("%s %q: %q, %v", part, text, problem, ok)
			}
		}
	}
	for text, want := range map[string]bool{"": false, " ": false, "4711-0815": true, "007": true} {
		if problem, ok := (*finhub.Driver)(nil).CheckPart(client.PartNumber, text); problem != "" || ok != want {
			t.Errorf("number %q: %q, %v", text, problem, ok)
		}
	}
}
