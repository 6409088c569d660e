package client

import "testing"

func TestDepositAddress(t *testing.T) {
	for text, want := range map[string]bool{"": false, "A": true, "0xAb12": true, "a b": false, "a\n": false, "a\u202eb": false,
		"a\x1b[2J": false, "\x7f": false,
		longText(128): true, longText(129): false, "bitcoin:1A?amount=2": true} {
		if IsDepositAddress(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func longText(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a'
	}
	return string(b)
}
