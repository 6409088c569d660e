package documents

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/statement"
)

// TestARecordIsTheSameInJSONAndCSV: each column of CSV is a member of JSON with the same name and the same value.
func TestARecordIsTheSameInJSONAndCSV(t *testing.T) {
	at := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	money := func(cents int64) client.Money { return client.NewMoney(decimal.New(cents, -2), "USD") }
	whole := client.Record{Profile: "fin", Kind: client.RecordAuthorizations, ID: "id", Trade: "trade", OriginID: "origin", OrderID: "order",
		CardID: "card", Type: "auth", Status: "succeed", At: at, Stage: client.StageDone, Amount: money(101), CardAmount: money(202),
		Received: money(303), Fee: money(404), CrossBorder: money(505), Settled: money(606), SettledAt: at.Add(time.Hour),
		AuthorizationCode: "478198", Description: "described", Remark: "remarked", TypeID: "111001", CardType: "Virtual", Organization: "Visa",
		BIN: "531993", PaidFrom: "margin", ExpiresAt: at.Add(2 * time.Hour), Unreadable: "amount",
		Merchant: client.Merchant{Name: "Shop", MCC: "5734", Category: "software", Country: "ARE", State: "Dubai", City: "Deira", ZIP: "00001",
			ID: "mid1", WalletType: "ApplePay"}}
	for _, r := range []client.Record{whole, {Profile: "fin", Kind: client.RecordHistory}} {
		text, err := json.Marshal(RecordOf(r))
		if err != nil {
			t.Fatal(err)
		}
		var record map[string]any
		if err := json.Unmarshal(text, &record); err != nil {
			t.Fatal(err)
		}
		merchant, _ := record["merchant_data"].(map[string]any)
		for _, f := range statement.Columns {
			value, direct := record[f.Name]
			if !direct && merchant != nil {
				value, direct = merchant[f.Name]
			}
			var cell, want string
			switch {
			case f.Money != nil && f.Name == "amount":
				currency, _ := record["currency"].(string)
				cell, want = f.Money(&r).Digits()+f.Money(&r).Currency, textOf(value)+currency
			case f.Money != nil:
				inside, _ := value.(map[string]any)
				cell, want = f.Money(&r).Digits()+f.Money(&r).Currency, textOf(inside["amount"])+textOf(inside["currency"])
			case f.Time != nil:
				cell, want = csvTime(f.Time(&r)), textOf(value)
			default:
				cell, want = f.Text(&r), textOf(value)
			}
			if cell != want || !direct && cell != "" {
				t.Errorf("%s is %q in CSV and %q in JSON", f.Name, cell, want)
			}
		}
	}
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}
