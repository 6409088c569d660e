package audit_test

import (
	"testing"

	"cardwallet/client"
	"cardwallet/client/audit"
)

// BenchmarkRecord is one entry that is on the disk.
func BenchmarkRecord(b *testing.B) {
	trail := audit.New(b.TempDir())
	for b.Loop() {
		if err := trail.Record(b.Context(), entry("50.00 USD")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify reads a trail of 10,000 entries.
func BenchmarkVerify(b *testing.B) {
	trail := audit.New(b.TempDir())
	entries := make([]client.AuditEntry, 10_000)
	for i := range entries {
		entries[i] = entry("50.00 USD")
	}
	if err := trail.Record(b.Context(), entries...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if r, err := trail.Read(b.Context(), nil); err != nil || r.Entries != len(entries) {
			b.Fatal(r, err)
		}
	}
}
