package records

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"cardwallet/client"
)

// long is a list of 1,000 records, 10 on a page, that says how many there are.
type long struct{ asked atomic.Int32 }

func (*long) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordOperations}, false
}

func (l *long) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	l.asked.Add(1)
	page := client.RecordPage{Total: 1000, More: q.Page < 100}
	for i := range 10 {
		n := 1000 - 10*(q.Page-1) - i
		r := on(client.RecordOperations, fmt.Sprint(n), "", n)
		r.Profile = q.CardID // which names the list here
		r.Status = strings.Repeat("even", 1-n%2)
		page.Records = append(page.Records, r)
	}
	return page, nil
}

// Pages are asked for ahead, but none that a limit may leave out.
func TestNoPageBeyondALimit(t *testing.T) {
	for _, tt := range []struct {
		lists, limit int
		status       string
		asked        int // in all
	}{{1, 10, "", 1}, {1, 11, "", 2}, {1, 250, "", 25}, {1, 25, "even", 5}, {1, 0, "", 100}, {2, 25, "", 4}} {
		var sources []recordSource
		var of []*long
		for n := range tt.lists {
			of = append(of, &long{})
			sources = append(sources, recordSource{recorder: of[n], query: client.RecordQuery{CardID: fmt.Sprint(n)}})
		}
		r := (&command{}).lists(sources, tt.limit, false, func(r client.Record) bool { return tt.status == "" || r.Status == tt.status })
		given, asked := 0, 0
		for range r.records(t.Context()) {
			given++
		}
		for _, l := range of {
			asked += int(l.asked.Load())
		}
		if asked != tt.asked || tt.limit > 0 && given != tt.limit {
			t.Errorf("%+v: %d records from %d pages", tt, given, asked)
		}
	}
}
