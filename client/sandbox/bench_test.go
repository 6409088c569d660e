package sandbox

import "testing"

// BenchmarkNew is what the sandbox adds to the start of a program that embeds it.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
