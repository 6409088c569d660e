package statement_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"cardwallet/client"
	"cardwallet/client/statement"
)

func eur(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "EUR") }

func dollars(s string) client.Money { return client.NewMoney(decimal.RequireFromString(s), "USD") }

// spend is a record of an issuer whose words are these; its driver says what they mean.
func spend(kind, status string, amount client.Money) client.Record {
	return client.Record{Kind: client.RecordAuthorizations, Type: kind, Status: status, Amount: amount,
		Means: map[string]client.Meaning{"verification": client.MeansNothing, "refund": client.MeansRefunded, "Void": client.MeansRefunded,
			"Reversal": client.MeansRefunded, "create": client.MeansLoaded}[kind],
		Stage: map[string]client.Stage{"processing": client.StageUnderWay, "succeed": client.StageDone, "failed": client.StageFailed}[status],
	}
}

func TestFlow(t *testing.T) {
	flows := map[client.Meaning]client.Flow{client.MeansSpent: client.FlowOut, client.MeansRefunded: client.FlowIn,
		client.MeansLoaded: client.FlowIn,
		client.MeansTaken:  client.FlowOut, client.MeansNothing: client.FlowNone}
	for means, flow := range flows {
		for stage, counts := range map[client.Stage]bool{client.StageOpen: true, client.StageUnderWay: false, client.StageDone: true,
			client.StageFailed: false} {
			want := flow
			if !counts {
				want = client.FlowNone
			}
			if r := (client.Record{Means: means, Stage: stage}); r.Flow() != want || r.Counts() != counts {
				t.Errorf("%d at stage %d: %v, want %v", means, stage, r.Flow(), want)
			}
		}
	}
}

// A record of an issuer that is not known here, and whose driver says nothing of what it means, counts as spent.
func TestRecordOfAnotherIssuerCounts(t *testing.T) {
	at := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	records := []client.Record{{Profile: "new", Kind: "ledger", ID: "1", Type: "acquisition", Status: "booked", At: at, Amount: eur("7")}}
	want := []statement.Total{{Currency: "EUR", Out: eur("7"), In: eur("0"), Fees: eur("0"), Records: 1, Open: 1}}
	if diff := cmp.Diff(want, statement.Totals(records)); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	if days := statement.SpentByDay(records, "EUR", at, at); len(days) != 1 || days[0].Amount.String() != "7.00 EUR" {
		t.Errorf("by day %v", days)
	}
}

func TestTotals(t *testing.T) {
	abroad := spend("auth", "succeed", eur("10"))
	abroad.CardAmount, abroad.Fee, abroad.CrossBorder = dollars("11"), dollars("0.30"), dollars("0.20")
	working := spend("create", "processing", eur("9"))
	working.Kind, working.Fee = client.RecordOperations, eur("4")
	failed := spend("auth", "failed", dollars("500"))
	failed.Fee = dollars("9")
	got := statement.Totals([]client.Record{
		abroad, failed, working, spend("auth", "authorized", dollars("5.50")), spend("refund", "succeed", dollars("2")),
		spend("auth", "succeed", eur("3")), spend("auth", "succeed", client.Money{}),
	})
	want := []statement.Total{
		{Currency: "EUR", Out: eur("3"), In: eur("0"), Fees: eur("0"), Records: 1, Open: 1},
		{Currency: "USD", Out: dollars("16.50"), In: dollars("2"), Fees: dollars("0.50"), Records: 3, Open: 1, NotCounted: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	for i, want := range []string{"out 3.00 EUR, 1 still open", "out 16.50 · in 2.00 · fees 0.50 USD, 1 still open"} {
		if words := got[i].Words(); words != want {
			t.Errorf("got %q, want %q", words, want)
		}
	}
}

func TestTotalsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var records []client.Record
		out, in := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
		for range rapid.IntRange(0, 40).Draw(t, "records") {
			amount := client.NewMoney(decimal.New(rapid.Int64Range(0, 1e12).Draw(t, "amount"), -rapid.Int32Range(0, 8).Draw(t, "places")),
				rapid.SampledFrom([]string{"USD", "EUR", "USDT"}).Draw(t, "currency"))
			r := spend(rapid.SampledFrom([]string{"auth", "refund", "Void", "verification"}).Draw(t, "type"),
				rapid.SampledFrom([]string{"authorized", "succeed", "failed"}).Draw(t, "status"), amount)
			records = append(records, r)
			switch r.Flow() {
			case client.FlowOut:
				out[amount.Currency] = out[amount.Currency].Add(amount.Amount)
			case client.FlowIn:
				in[amount.Currency] = in[amount.Currency].Add(amount.Amount)
			}
		}
		for _, total := range statement.Totals(records) {
			if !total.Out.Amount.Equal(out[total.Currency]) || !total.In.Amount.Equal(in[total.Currency]) {
				t.Fatalf("%+v, want %s and %s", total, out[total.Currency], in[total.Currency])
			}
		}
	})
}

func TestSpentByDayAndMerchant(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	since := time.Date(2026, 10, 24, 15, 0, 0, 0, zone) // the clock goes back on the 25th
	at := func(day, hour int, kind string, merchant string, amount client.Money) client.Record {
		r := spend(kind, "succeed", amount)
		r.At, r.Merchant.Name = time.Date(2026, 10, day, hour, 30, 0, 0, zone), merchant
		return r
	}
	records := []client.Record{
		at(24, 1, "auth", "Shop", dollars("10")), at(25, 23, "auth", "Shop", dollars("5")), at(26, 0, "auth", "Café", dollars("7")),
		at(26, 12, "refund", "Café", dollars("2")), at(23, 12, "auth", "Shop", dollars("100")), at(25, 1, "auth", "Shop", eur("9")),
		at(25, 1, "verification", "Shop", dollars("1")),
	}
	var days []string
	for _, d := range statement.SpentByDay(records, "USD", since, since.AddDate(0, 0, 2)) {
		days = append(days, d.Day.Format("01-02 15:04 ")+d.Amount.String())
	}
	if diff := cmp.Diff([]string{"10-24 00:00 10.00 USD", "10-25 00:00 5.00 USD", "10-26 00:00 5.00 USD"}, days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	var merchants []string
	charts := statement.Charts{Since: since, Until: since.AddDate(0, 0, 2)}
	charts.Add(records)
	inUSD := charts.ByCurrency[1] // after EUR
	for _, m := range inUSD.Merchants() {
		merchants = append(merchants, m.Merchant+" "+m.Amount.String())
	}
	if diff := cmp.Diff([]string{"Shop 115.00 USD", "Café 5.00 USD"}, merchants); diff != "" {
		t.Errorf("merchants (-want +got):\n%s", diff)
	}
}
