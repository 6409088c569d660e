package statement

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"cardwallet/client"
)

func TestRecordProgress(t *testing.T) {
	id := func(n int) client.Record { return client.Record{ID: strconv.Itoa(n)} }
	at := func(n int) client.Record { return client.Record{At: time.Unix(int64(n), 0)} }
	for name, tc := range map[string]struct {
		page func(int) []client.Record
		last int // the page that is refused; 0 for none of 600
	}{
		"goes on":         {func(n int) []client.Record { return []client.Record{id(n), id(n - 1)} }, 0},
		"repeats":         {func(int) []client.Record { return []client.Record{id(1), id(2)} }, 4},
		"without ids":     {func(n int) []client.Record { return []client.Record{at(n)} }, 0},
		"repeats without": {func(int) []client.Record { return []client.Record{at(1)} }, 4},
		"empty":           {func(int) []client.Record { return nil }, 500},
		"mostly empty": {func(n int) []client.Record {
			if n%100 == 0 {
				return []client.Record{id(n)}
			}
			return nil
		}, 0},
		"repeats at times": {func(n int) []client.Record { return []client.Record{id(n / 3)} }, 0},
	} {
		var p progress
		var sieve Sieve
		refused := 0
		for n := 1; n <= 600 && refused == 0; n++ {
			page := tc.page(n)
			sieve.Fresh(page)
			if err := p.count(len(page), sieve.news, false); err != nil {
				if refused = n; !errors.Is(err, ErrEndless) || !errors.Is(err, client.ErrGarbage) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if refused != tc.last {
			t.Errorf("%s: refused page %d, want %d", name, refused, tc.last)
		}
	}
}
