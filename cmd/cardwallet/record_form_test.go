package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
)

// Programs read what is written: names, order and form of a record's fields stay as they are.
func TestFormOfWrittenRecords(t *testing.T) {
	money := func(n int64) client.Money { return client.NewMoney(decimal.New(n, -2), "USD") }
	at := func(day int) time.Time { return time.Date(2026, 1, day, 12, 30, 0, 0, time.UTC) }
	whole := client.Record{Profile: "fin", Kind: client.RecordAuthorizations, ID: "t1 #2", Trade: "t1", OriginID: "t0", OrderID: "CW1",
		CardID: "c1", Type: "auth", Status: "succeed", Stage: client.StageDone, At: at(1),
		Amount: money(101), CardAmount: money(202), Received: money(303), Fee: money(404), CrossBorder: money(505),
		Settled: money(606), SettledAt: at(2), AuthorizationCode: "478198", Description: "<a> & \"b\"", Remark: "=1", TypeID: "111001",
		CardType:     "Virtual",
		Organization: "Visa", BIN: "531993", PaidFrom: "wallet", ExpiresAt: at(3), Unreadable: "amount",
		Merchant: client.Merchant{Name: "Shop", MCC: "5734", Category: "software", Country: "ARE", State: "DU", City: "Deira", ZIP: "00001",
			ID: "m1", WalletType: "ApplePay"}}
	named := client.Record{Profile: "ads", Kind: client.RecordHistory, ID: "2", Merchant: client.Merchant{Name: "Shop"}}
	placed := client.Record{ID: "3", Merchant: client.Merchant{City: "Deira"}}
	for _, format := range []string{"csv", "json", "jsonl"} {
		var out bytes.Buffer
		if err := documents.WriteRecords(&out, format, []client.Record{whole, named, placed, {}}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "records."+format)
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}
