package statement_test

import (
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/statement"
)

// What turns out not to count leaves the charts with its merchant and its currency. A merchant that gave all back stays.
func TestChartsForgetWhatDoesNotCount(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	record := func(id, merchant, currency string, means client.Meaning, stage client.Stage) client.Record {
		amount, err := client.ParseMoney("10", currency)
		if err != nil {
			t.Fatal(err)
		}
		return client.Record{Profile: "fin", Kind: client.RecordPurchases, ID: id, At: now, Amount: amount,
			Merchant: client.Merchant{Name: merchant}, Means: means, Stage: stage}
	}
	charts := statement.LastDays(now, 3)
	charts.Add([]client.Record{ // the first page
		record("1", "Shop", "USD", client.MeansSpent, client.StageOpen),
		record("2", "Cafe", "USD", client.MeansSpent, client.StageDone),
		record("3", "Cafe", "USD", client.MeansRefunded, client.StageDone),
	})
	charts.Add([]client.Record{record("4", "Shop", "EUR", client.MeansSpent, client.StageOpen)}) // and the second
	if sorted := charts.Sorted(); len(sorted) != 2 || sorted[0].Currency != "EUR" || charts.ByCurrency[0].Currency != "USD" {
		t.Errorf("%d currencies, the first is %s", len(sorted), sorted[0].Currency)
	}
	later := []client.Record{
		record("1", "Shop", "USD", client.MeansSpent, client.StageFailed),
		record("4", "Shop", "EUR", client.MeansSpent, client.StageFailed),
	}
	for i := range later {
		later[i].At = now.Add(time.Minute)
	}
	charts.Add(later)
	if len(charts.ByCurrency) != 1 || charts.ByCurrency[0].Currency != "USD" {
		t.Fatalf("%d currencies", len(charts.ByCurrency))
	}
	merchants := charts.ByCurrency[0].Merchants()
	if len(merchants) != 1 || merchants[0].Merchant != "Cafe" || !merchants[0].Amount.Amount.IsZero() {
		t.Errorf("%+v", merchants)
	}
}

// What came before the first day is told beside the chart, and is in none of its figures. It goes again with a record that does not count
// any more.
func TestWhatCameBeforeIsForComparisonOnly(t *testing.T) {
	now := time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC)
	charts := statement.LastDays(now, 3)
	charts.Start = charts.Since.AddDate(0, 0, -3)
	record := func(id, status string, daysAgo int, amount string) client.Record {
		r := spend("auth", status, dollars(amount))
		r.ID, r.At, r.Merchant.Name = id, now.AddDate(0, 0, -daysAgo), "Shop "+id
		return r
	}
	charts.Add([]client.Record{record("a", "succeed", 0, "7"), record("b", "authorized", 3, "30"), record("c", "succeed", 5, "10"),
		record("d", "succeed", 6, "500")})
	chart := charts.ByCurrency[0]
	if chart.Total.String() != "7.00 USD" || chart.Before.String() != "40.00 USD" || len(chart.Merchants()) != 1 {
		t.Errorf("%s after %s, at %v", chart.Total, chart.Before, chart.Merchants())
	}
	charts.Add([]client.Record{record("b", "failed", 3, "30")})
	if chart.Total.String() != "7.00 USD" || chart.Before.String() != "10.00 USD" {
		t.Errorf("%s after %s", chart.Total, chart.Before)
	}
}
