package client

import (
	"errors"
	"strconv"
	"testing"
	"time"
)

func TestRecordProgress(t *testing.T) {
	id := func(n int) Record { return Record{ID: strconv.Itoa(n)} }
	at := func(n int) Record { return Record{At: time.Unix(int64(n), 0)} }
	for name, tc := range map[string]struct {
		page func(int) []Record
		last int // the page that is refused; 0 for none of 600
	}{
		"goes on":         {func(n int) []Record { return []Record{id(n), id(n - 1)} }, 0},
		"repeats":         {func(int) []Record { return []Record{id(1), id(2)} }, 4},
		"without ids":     {func(n int) []Record { return []Record{at(n)} }, 0},
		"repeats without": {func(int) []Record { return []Record{at(1)} }, 4},
		"empty":           {func(int) []Record { return nil }, 500},
		"mostly empty": {func(n int) []Record {
			if n%100 == 0 {
				return []Record{id(n)}
			}
			return nil
		}, 0},
		"repeats at times": {func(n int) []Record { return []Record{id(n / 3)} }, 0},
	} {
		var p RecordProgress
		refused := 0
		for n := 1; n <= 600 && refused == 0; n++ {
			if err := p.Took(tc.page(n)); err != nil {
				if refused = n; !errors.Is(err, ErrGarbage) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if refused != tc.last {
			t.Errorf("%s: refused page %d, want %d", name, refused, tc.last)
		}
	}
}

func TestDepositAddress(t *testing.T) {
	for text, want := range map[string]bool{"": false, "A": true, "0xAb12": true, "a b": false, "a\n": false, "a\u202eb": false, "a\x1b[2J": false, "\x7f": false,
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
