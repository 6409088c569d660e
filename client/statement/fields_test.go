package statement_test

import (
	"testing"

	"cardwallet/client"
	"cardwallet/client/statement"
)

// A field that has no place in the order yet comes last in it, once.
func TestColumnsHoldEveryField(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range statement.Columns {
		if seen[f.Name] {
			t.Errorf("%q is there twice", f.Name)
		}
		seen[f.Name] = true
	}
	if len(statement.Columns) != len(statement.Fields) {
		t.Errorf("%d columns of %d fields", len(statement.Columns), len(statement.Fields))
	}
}

func TestTextFilterLooksAtEveryField(t *testing.T) {
	r := client.Record{ID: "id1", OriginID: "origin1", OrderID: "order1", CardID: "card1", Type: "auth", Status: "succeed",
		Amount: dollars("1.01"), CardAmount: dollars("2.02"),
		Received: dollars("3.03"), Fee: dollars("4.04"), CrossBorder: dollars("5.05"), Settled: dollars("6.06"), AuthorizationCode: "478198",
		Description: "Described", Remark: "Remarked",
		TypeID: "111001", CardType: "Virtual", Organization: "Visa", BIN: "531993", PaidFrom: "margin",
		Merchant: client.Merchant{Name: "Shop", MCC: "5734", Category: "software", Country: "ARE", State: "Dubai", City: "Deira", ZIP: "00001",
			ID: "mid1", WalletType: "ApplePay"}}
	for _, text := range []string{"ID1", "origin1", "order1", "card1", "Auth", "succeed", "1.01 usd", "2.02", "3.03", "4.04", "5.05",
		"6.06", "478198", "described", "remarked",
		"111001", "virtual", "visa", "531993", "margin", "shop", "5734", "Computer Software", "software", "are", "dubai", "deira", "00001",
		"mid1", "applepay"} {
		if !statement.Says(r, text) {
			t.Errorf("%q is not found", text)
		}
	}
	for _, text := range []string{"stat", "status:", "type:", "paid", "payment"} { // those who ask for text want what the issuer sent
		if statement.Says(r, text) {
			t.Errorf("%q is found", text)
		}
	}
	if statement.Says(client.Record{ID: "1"}, "unknown") {
		t.Error("an amount that is not known is found as a word")
	}
}
