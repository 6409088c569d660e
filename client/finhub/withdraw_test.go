package finhub_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/sandbox"
)

func TestWithdrawAtTheSandbox(t *testing.T) {
	now := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, StepDelay: time.Second})
	card, _ := usable(t, d)
	wallet := func() decimal.Decimal { return box.Ledger("finhub").Wallets[0].Available }
	terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveWithdraw, Card: client.Card{ID: card.ID}})
	if err != nil || terms.Refusal != "" || !terms.FeeUnknown || terms.Currency != "USD" || terms.Decimals != 2 ||
		terms.Min.Decimal.String() != "0.01" {
		t.Fatalf("%+v, %v", terms, err)
	}
	most := client.NewMoney(terms.Max.Decimal, terms.Currency)
	if want := card.Balance.Sub(money("5", "USD")); want.String() != most.String() || terms.MaxReason != "the card must keep 5.00 USD" {
		t.Errorf("at most %s, %s, with %s on the card", most, terms.MaxReason, card.Balance)
	}
	over := most.Add(money("0.01", "USD"))
	if err := terms.Check(over); err == nil || !strings.HasSuffix(err.Error(), ", the card must keep 5.00 USD") {
		t.Errorf("a cent too much: %v", err)
	}
	if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveWithdraw, ID: orderID, CardID: card.ID, Amount: over}); !errors.Is(err,
		client.ErrInsufficient) || client.NotSent(err) {
		t.Errorf("a cent too much, sent all the same: %v", err)
	}
	before := wallet()
	got, err := d.Send(t.Context(), client.Order{Kind: client.MoveWithdraw, ID: orderID, CardID: card.ID, Amount: most})
	if err != nil || got.Status != client.OperationProcessing || got.Kind != "withdraw" || got.CardID != card.ID ||
		got.Amount.String() != most.String() || got.IssuerOrderID == "" {
		t.Fatalf("%+v, %v", got, err)
	}
	now.Add(time.Minute)
	got, err = d.ReadOrder(t.Context(), orderID)
	if err != nil || got.Status != client.OperationSucceeded || got.Kind != "withdraw" || !got.Fee.Known() {
		t.Errorf("%+v, %v", got, err)
	}
	after, err := d.Card(t.Context(), card.ID)
	if err != nil || after.Balance.String() != "5.00 USD" || !wallet().Equal(before.Add(most.Amount)) {
		t.Errorf("%s on the card, the wallet went from %s to %s: %v", after.Balance, before, wallet(), err)
	}
	// Now there is nothing left that may go.
	terms, err = d.Terms(t.Context(), client.Intent{Kind: client.MoveWithdraw, Card: card})
	if err != nil || terms.Refusal != "the card holds 5.00 USD and must keep 5.00 USD" {
		t.Errorf("%+v, %v", terms, err)
	}
}

// What the terms allow, the sandbox takes; what they refuse, it refuses, and some of what the card's status leaves to the issuer.
func TestWithdrawTermsOfEveryCard(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	cards, err := client.CollectCards(t.Context(), d.Cards)
	if err != nil {
		t.Fatal(err)
	}
	allowed, refused := 0, 0
	for i, card := range cards {
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveWithdraw, Card: card})
		if err != nil {
			t.Fatal(err)
		}
		if card.Category == "GIFT" { // that they cannot be emptied is the sandbox's own rule
			continue
		}
		order := client.Order{ID: orderID[:18] + string(rune('a'+i/10)) + string(rune('0'+i%10)), Kind: client.MoveWithdraw, CardID: card.ID,
			Amount: client.NewMoney(terms.Max.Decimal, terms.Currency)}
		asked := d.StatusRules().Doubt(client.MoveWithdraw, card) != ""
		switch {
		case terms.Refusal != "":
			refused++
			order.Amount = money("0.01", "USD")
		case asked:
			refused++
		default:
			allowed++
		}
		if _, err := d.Send(t.Context(), order); (terms.Refusal == "" && !asked) != (err == nil) || err != nil &&
			!errors.Is(err, client.ErrRefused) {
			t.Errorf("%s, %s, terms %+v: %v", card.Name, card.Status, terms, err)
		}
	}
	if allowed == 0 || refused < 3 {
		t.Errorf("%d allowed, %d refused: not both were tested", allowed, refused)
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

func TestWithdrawTerms(t *testing.T) {
	kept := func(quota string) string {
		return strings.Replace(oneType, `"balanceRetentionQuota":5`, `"balanceRetentionQuota":`+quota, 1)
	}
	for name, tt := range map[string]struct {
		types, status, balance string
		want                   string // refusal, or the most and why
	}{
		"quota":          {oneType, "Normal", `{"amount":"12.5","currency":"USD"}`, "7.5, the card must keep 5.00 USD"},
		"no quota":       {kept("0"), "Normal", `{"amount":12.5,"currency":"USD"}`, "12.5, all that is on the card"},
		"quota not said": {kept("null"), "Normal", `{"amount":12.5,"currency":"USD"}`, "12.5, all that is on the card"},
		"odd quota":      {kept("-3"), "Normal", `{"amount":12.5,"currency":"USD"}`, "12.5, all that is on the card"},
		"other currency": {oneType, "Normal", `{"amount":12.5,"currency":"EUR"}`, "12.5, all that is on the card"},
		"unknown type":   {"[]", "Normal", `{"amount":12.5,"currency":"USD"}`, "12.5, all that is on the card; what it must keep is not known"},
		"too little":     {oneType, "Normal", `{"amount":4.99,"currency":"USD"}`, "the card holds 4.99 USD and must keep 5.00 USD"},
		"just that":      {oneType, "Normal", `{"amount":5,"currency":"USD"}`, "the card holds 5.00 USD and must keep 5.00 USD"},
		"a cent more":    {oneType, "Normal", `{"amount":5.01,"currency":"USD"}`, "0.01, the card must keep 5.00 USD"},
		"empty":          {kept("0"), "Normal", `{"amount":0,"currency":"USD"}`, "the card holds 0.00 USD"},
		"frozen":         {oneType, "Freeze", `{"amount":50,"currency":"USD"}`, "45, the card must keep 5.00 USD"},
		"expired":        {oneType, "Expired", `{"amount":50,"currency":"USD"}`, "45, the card must keep 5.00 USD"},
		"canceled":       {oneType, "cancel", `{"amount":50,"currency":"USD"}`, "45, the card must keep 5.00 USD"},
		"new word":       {oneType, "Enabled", `{"amount":12.5,"currency":"USD"}`, "7.5, the card must keep 5.00 USD"},
		"budget": {strings.Replace(oneType, "PREPAID_CARD", "BUDGET_CARD", 1), "Normal", `{"amount":50,"currency":"USD"}`,
			"a budget card holds no money of its own"},
		"budget, small": {strings.Replace(oneType, "PREPAID_CARD", "budget_card", 1), "Normal", `{"amount":50,"currency":"USD"}`,
			"a budget card holds no money of its own"},
		"balance not said": {oneType, "Normal", `null`, "FinHub does not say what is on the card"},
	} {
		d := scripted(t, answers(map[string]string{
			"/card/v2/cardTypes": tt.types,
			"/card/info":         `{"cardNo":"c1","cardTypeId":9007199254740993,"status":"` + tt.status + `","balanceInfo":` + tt.balance + `}`,
		}))
		// What the caller knows of the card is older than what FinHub says.
		terms, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveWithdraw,
			Card: client.Card{ID: "c1", Status: client.CardActive, TypeID: "1", Balance: money("999", "USD")}})
		got := terms.Refusal
		if got == "" {
			got = terms.Max.Decimal.String() + ", " + terms.MaxReason
		}
		if err != nil || got != tt.want || !terms.FeeUnknown {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tt.want)
		}
	}
	d := scripted(t, answers(nil))
	if _, err := d.Terms(t.Context(), client.Intent{Kind: client.MoveWithdraw, Card: client.Card{ID: "c1"}}); !errors.Is(err,
		client.ErrRefused) {
		t.Errorf("a card that cannot be read: %v", err)
	}
}
