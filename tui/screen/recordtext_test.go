package screen

import (
	"strings"
	"testing"

	"cardwallet/client"
)

func TestTextFilterLooksAtEveryField(t *testing.T) {
	r := client.Record{ID: "id1", OriginID: "origin1", OrderID: "order1", CardID: "card1", Type: "auth", Status: "succeed", Amount: usd("1.01"), CardAmount: usd("2.02"),
		Received: usd("3.03"), Fee: usd("4.04"), CrossBorder: usd("5.05"), Settled: usd("6.06"), AuthorizationCode: "478198", Description: "Described", Remark: "Remarked",
		TypeID: "111001", CardType: "Virtual", Organization: "Visa", BIN: "531993", PaidFrom: "margin",
		Merchant: client.Merchant{Name: "Shop", MCC: "5734", Category: "software", Country: "ARE", State: "Dubai", City: "Deira", ZIP: "00001", ID: "mid1", WalletType: "ApplePay"}}
	for _, text := range []string{"ID1", "origin1", "order1", "card1", "Auth", "succeed", "1.01 usd", "2.02", "3.03", "4.04", "5.05", "6.06", "478198", "described", "remarked",
		"111001", "virtual", "visa", "531993", "margin", "shop", "5734", "Computer Software", "software", "are", "dubai", "deira", "00001", "mid1", "applepay"} {
		if !RecordSays(r, text) {
			t.Errorf("%q is not found", text)
		}
	}
	if RecordSays(client.Record{ID: "1"}, "unknown") {
		t.Error("an amount that is not known is found as a word")
	}
	purchase := client.Record{Kind: client.RecordPurchases, ID: "4308", OrderID: "CW1", Organization: "Visa", CardType: "Physical"}
	if got := recordSubject(purchase); got != "Visa Physical" {
		t.Errorf("a purchase is of %q", got)
	}
}

func TestRecordNamesItsCard(t *testing.T) {
	inBubble(t, func(r *rig) {
		keepRecords(r)
		account, _ := r.env.Wallet.Account("fin")
		v := NewRecord(r.env, account, authorization(1, "auth", "succeed", "5"), nil)
		r.open(v)
		if view := v.View(80, 30); !strings.Contains(view, adsCard().Name+", "+adsCard().ID) {
			t.Errorf("the card is not named:\n%s", view)
		}
	})
}
