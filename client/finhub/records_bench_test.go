package finhub_test

import (
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
	"cardwallet/client/statement"
)

// BenchmarkTransactions reads the operations of 10,000 cards from an issuer that takes 20 ms for a request, and reports how many times
// faster that is than one page after another.
func BenchmarkTransactions(b *testing.B) {
	s, err := sandbox.Start(b.Context(), sandbox.Options{Cards: 10_000, PurchaseEvery: -1,
		Faults: []sandbox.Fault{{Issuer: sandbox.IssuerFinHub, Path: "/card/*", Kind: sandbox.FaultLatency, Delay: 20 * time.Millisecond}}})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	at := s.FinHub()
	d, err := finhub.New(finhub.Options{Profile: "fin", BaseURL: at.BaseURL, TenantID: at.TenantID, Token: secret(s.IssueToken())})
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	query := client.RecordQuery{Kind: client.RecordOperations}
	read := 0
	for b.Loop() {
		read = 0
		for records, err := range statement.NewPages(d, query).All(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			read += len(records)
		}
	}
	together := b.Elapsed() / time.Duration(b.N)
	start, pages, alone := time.Now(), statement.NewPages(d, query), 0
	for pages.More {
		records, err := pages.Take(pages.Next()(b.Context()))
		if err != nil {
			b.Fatal(err)
		}
		alone += len(records)
	}
	if read != alone || read < 10_000 {
		b.Fatalf("%d records side by side, %d one page after another", read, alone)
	}
	b.ReportMetric(float64(read), "records")
	b.ReportMetric(float64(time.Since(start))/float64(together), "times-faster")
}
