package records

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// shelf is an issuer's records in the order in which it lists them, two on a page.
type shelf struct {
	records []client.Record
	odd     error // beside each page
	asked   int
}

func (s *shelf) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordAuthorizations, client.RecordFees}, false
}

func (s *shelf) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	s.asked++
	var match []client.Record
	for _, r := range s.records {
		if r.Kind == q.Kind && r.Selected(q) {
			match = append(match, r)
		}
	}
	from, to := min(2*(q.Page-1), len(match)), min(2*q.Page, len(match))
	page := client.RecordPage{Records: slices.Clone(match[from:to]), Total: -1, More: to < len(match),
		Unordered: q.Kind == client.RecordHistory}
	client.SortRecords(page.Records)
	return page, s.odd
}

func on(kind client.RecordKind, id, origin string, day int) client.Record {
	return client.Record{Kind: kind, ID: id, OriginID: origin, At: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)}
}

func TestNewestOfAListInAnyOrder(t *testing.T) {
	for name, tt := range map[string]struct {
		order []int // days
		pages int
	}{
		"newest first": {[]int{9, 8, 7, 6, 5, 4, 3}, 2},
		"oldest first": {[]int{3, 4, 5, 6, 7, 8, 9}, 4},
		"mixed":        {[]int{3, 9, 4, 8, 5, 7, 6}, 4},
	} {
		s := &shelf{}
		for _, day := range tt.order {
			s.records = append(s.records, on(client.RecordHistory, fmt.Sprint("t", day), "", day))
		}
		got, l := read([]recordSource{{recorder: s, query: client.RecordQuery{Kind: client.RecordHistory}}}, 2, false)
		if l.Failure != nil || !l.more || len(got) != 2 || got[0].ID != "t9" || got[1].ID != "t8" || s.asked != tt.pages {
			t.Errorf("%s: %v after %d pages, %v", name, got, s.asked, l.Failure)
		}
	}
}

// read gives all records of the lists, in the order in which they come.
func read(sources []recordSource, limit int, asListed bool) ([]client.Record, *lists) {
	l := (&command{&run.App{Out: discard{}, Err: discard{}}}).lists(sources, limit, asListed, func(client.Record) bool { return true })
	return slices.Collect(l.records(context.Background())), l
}

// What could not be read of a record is told in every form that the records are printed in.
func TestOddRecordsAreToldInEveryForm(t *testing.T) {
	odd := &client.OddRecords{}
	odd.Add("transaction", "t9", 1, "amount")
	for _, kind := range []client.RecordKind{client.RecordAuthorizations, client.RecordHistory} {
		for _, lines := range []bool{true, false} {
			s := &shelf{records: []client.Record{on(kind, "t9", "", 9)}, odd: odd}
			if _, l := read([]recordSource{{recorder: s, query: client.RecordQuery{Kind: kind}}}, 0, lines); !client.OnlyOdd(l.Failure) {
				t.Errorf("%s, lines %v: %v", kind, lines, l.Failure)
			}
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func TestWhatIsLinkedToARecord(t *testing.T) {
	s := &shelf{records: []client.Record{on(client.RecordAuthorizations, "void", "auth", 5), on(client.RecordAuthorizations, "other", "", 5),
		on(client.RecordAuthorizations, "refund", "auth", 4), on(client.RecordAuthorizations, "auth", "", 3),
		on(client.RecordFees, "fee", "auth", 3)}}
	for i, want := range map[int]string{0: "auth []", 1: " []", 3: " [void refund fee]", 4: "auth []"} {
		original, linked, err := linkedTo(t.Context(), recordSource{recorder: s}, s.records[i])
		if err != nil {
			t.Fatal(err)
		}
		got, ids := "", []string{}
		if original != nil {
			got = original.ID
		}
		for _, r := range linked {
			ids = append(ids, r.ID)
		}
		if got += fmt.Sprintf(" %v", ids); got != want {
			t.Errorf("%s: %q, want %q", s.records[i].ID, got, want)
		}
	}
}
