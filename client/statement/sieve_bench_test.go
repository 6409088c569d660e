package statement_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/statement"
)

// BenchmarkSieve takes 100,000 records, and reports how many bytes it keeps of each.
func BenchmarkSieve(b *testing.B) {
	const many, size = 100_000, 100
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		var sieve statement.Sieve
		for from := 0; from < many; from += size {
			var page []client.Record
			for n := range size {
				page = append(page, client.Record{Profile: "fin", Kind: client.RecordOperations, ID: fmt.Sprint(from + n),
					At: time.Unix(int64(from+n), 0), Amount: dollars("12.34"), Status: "success"})
			}
			if len(sieve.Fresh(page)) != size {
				b.Fatal("a record is missing")
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/many, "kept-B/record")
		runtime.KeepAlive(sieve)
	}
}
