package screen

import (
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

func TestWithdrawSucceeds(t *testing.T) {
	inBubble(t, func(r *rig) {
		openWithdraw(r)
		r.onSmallScreens("Ads EU", "fin at FinHub", "0.01 to 115.00 USD, the card must keep 5.00 USD", "on the card 120.00 USD")
		r.typed("25.5")
		r.press("enter")
		r.onSmallScreens("take money back from this card?", "id 1844674407370955161", "US dollars (USD)", "amount 25.50 USD", "fee 0.00 USD",
			"total 25.50 USD off the card", "wallet 1000.00 -> 1025.50 USD", "on the card 120.00 -> 94.50 USD", "y confirms")
		r.press("y")
		r.onSmallScreens("withdrawn: 25.50 USD came back from Ads EU #5161 to the wallet", "wallet 1000.00 -> 1025.50 USD", "on the card 120.00 -> 94.50 USD")
		in := r.payer.sent[0]
		if in.Kind != client.MoveWithdraw || in.Card.ID != adsCard().ID || !in.Amount.Amount.Equal(decimal.RequireFromString("25.5")) {
			t.Errorf("sent %+v", in)
		}
		if len(got[MovedMsg](r)) != 1 {
			t.Error("nobody was told")
		}
	})
}

func TestWithdrawRefusals(t *testing.T) {
	for typed, want := range map[string]string{
		"116": "at most 115.00 USD, the card must keep 5.00 USD", "0": "it must be more than zero", "1,000": "only digits and one decimal point",
		"0.001": "at most 2 decimals", "25 EUR": "this card takes USD, not \"EUR\"",
	} {
		inBubble(t, func(r *rig) {
			openWithdraw(r)
			r.typed(typed)
			r.onSmallScreens(want)
			r.press("enter", "y")
			if r.payer.orders() != 0 {
				t.Errorf("%s was sent", typed)
			}
		})
	}
	inBubble(t, func(r *rig) {
		r.issuer.withdraw = client.Terms{Currency: "USD", Decimals: 2, FeeUnknown: true}
		openWithdraw(r)
		r.typed("121")
		r.onSmallScreens("insufficient balance: the card has 120.00 USD")
		r.press("backspace")
		r.press("enter")
		r.onSmallScreens("the issuer says only afterwards", "wallet 1000.00 -> 1012.00 USD (estimate)")
	})
	inBubble(t, func(r *rig) {
		r.issuer.withdraw = client.Terms{Refusal: "the card is frozen"}
		openWithdraw(r)
		r.onSmallScreens("no withdrawal: the card is frozen")
	})
	inBubble(t, func(r *rig) {
		r.env.Wallet = client.NewWallet(
			client.Account{Profile: "ads", Kind: "aurex", Issuer: struct{ client.Issuer }{r.issuer}}, client.Account{Profile: "fin", Kind: "finhub", Issuer: r.issuer})
		card := adsCard()
		card.Profile = "ads"
		r.open(NewPayment(r.env, client.MoveWithdraw, card))
		r.onSmallScreens("no withdrawal: ads: withdrawal is not offered by this", "offered by fin (FinHub)")
	})
}
