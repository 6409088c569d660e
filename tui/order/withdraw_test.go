package order

import (
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

func TestWithdrawSucceeds(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openWithdraw(r)
		r.OnSmallScreens("Ads EU", "fin at FinHub", "0.01 to 115.00 USD, the card must keep 5.00 USD", "card 120.00 USD")
		r.Typed("25.5")
		r.Press("enter")
		r.OnSmallScreens("Take money back from this card?", "id 1844674407370955161", "US dollars", "amount 25.50 USD", "fee 0.00 USD",
			"leaves 25.50 USD the card", "wallet 1,000.00 → 1,025.50 USD", "card 120.00 → 94.50 USD", "no other key confirms")
		r.Press("y")
		r.OnSmallScreens("withdrawn 25.50 USD from Ads EU #5161", "wallet 1,000.00 → 1,025.50 USD",
			"card 120.00 → 94.50 USD")
		in := r.Payer.Sent[0]
		if in.Kind != client.MoveWithdraw || in.Card.ID != screentest.AdsCard().ID || !in.Amount.Amount.Equal(decimal.RequireFromString("25.5")) {
			t.Errorf("sent %+v", in)
		}
		if len(screentest.Got[screen.MovedMsg](r)) != 1 {
			t.Error("nobody was told")
		}
	})
}

func TestWithdrawRefusals(t *testing.T) {
	for typed, want := range map[string]string{
		"116": "at most 115.00 USD, the card must keep 5.00 USD", "0": "it must be more than zero", "1,000": "only digits and one decimal point",
		"0.001": "at most 2 decimals", "25 EUR": "this card takes USD, not \"EUR\"",
	} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			openWithdraw(r)
			r.Typed(typed)
			r.OnSmallScreens(want)
			r.Press("enter", "y")
			if r.Payer.Orders() != 0 {
				t.Errorf("%s was sent", typed)
			}
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Withdraw = client.Terms{Currency: "USD", Decimals: 2, FeeUnknown: true}
		openWithdraw(r)
		r.Typed("121")
		r.OnSmallScreens("insufficient balance: the card has 120.00 USD")
		r.Press("backspace")
		r.Press("enter")
		r.OnSmallScreens("the issuer says only afterwards", "wallet 1,000.00 → 1,012.00 USD (estimate)")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Withdraw = client.Terms{Refusal: "the card is frozen"}
		openWithdraw(r)
		r.OnSmallScreens("no withdrawal: the card is frozen")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Wallet = client.NewWallet(
			client.Account{Profile: "ads", Kind: "aurex", Issuer: struct{ client.Issuer }{r.Issuer}},
			client.Account{Profile: "fin", Kind: "finhub", Issuer: r.Issuer})
		card := screentest.AdsCard()
		card.Profile = "ads"
		r.Open(NewPayment(r.Env, client.MoveWithdraw, card))
		r.OnSmallScreens("no withdrawal: ads: withdrawal is not offered by this", "offered by fin (FinHub)")
	})
}
