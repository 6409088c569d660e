package records

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// Lists that are read together come out as if all of their records had been read and then sorted: over several accounts and cards, whether
// their issuers document an order or not, with and without a limit.
func TestListsComeOutInOneOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sources []recordSource
		var all []client.Record
		for n := range rapid.IntRange(1, 6).Draw(t, "lists") {
			kind := rapid.SampledFrom([]client.RecordKind{client.RecordAuthorizations, client.RecordHistory}).Draw(t, "kind")
			s := &shelf{}
			for i := range rapid.IntRange(0, 9).Draw(t, "records") {
				s.records = append(s.records, on(kind, fmt.Sprint(n, "-", i), "", rapid.IntRange(1, 9).Draw(t, "day")))
			}
			if kind != client.RecordHistory {
				client.SortRecords(s.records)
				for i := range s.records {
					if rapid.IntRange(0, 5).Draw(t, "dated") == 0 {
						s.records[i].At = time.Time{}
					}
				}
			}
			sources = append(sources, recordSource{account: client.Account{Profile: fmt.Sprint("p", n%2)}, recorder: s,
				query: client.RecordQuery{Kind: kind}})
			all = append(all, s.listed()...)
		}
		client.SortRecords(all)
		got, _ := read(sources, 0, false)
		if ids(got) != ids(all) {
			t.Fatalf("%s\nwant %s", ids(got), ids(all))
		}
		limit := rapid.IntRange(1, len(all)+2).Draw(t, "limit")
		got, l := read(sources, limit, false)
		if len(got) != min(limit, len(all)) || l.more != (len(all) > limit) {
			t.Fatalf("%d of %d at a limit of %d, more is %v", len(got), len(all), limit, l.more)
		}
		if !slices.IsSortedFunc(got, func(a, b client.Record) int { return b.At.Compare(a.At) }) {
			t.Fatal("not in order:", ids(got))
		}
	})
}

// A list whose issuer has it oldest first, against what is known of it, comes out newest first with others.
func TestListThatIsOldestFirst(t *testing.T) {
	var sources []recordSource
	for n, days := range [][]int{{1, 2, 4, 5, 7}, {6, 3}} {
		s := &shelf{}
		for _, day := range days {
			s.records = append(s.records, on(client.RecordFees, fmt.Sprint("t", day), "", day))
		}
		sources = append(sources, recordSource{account: client.Account{Profile: fmt.Sprint("p", n)}, recorder: s,
			query: client.RecordQuery{Kind: client.RecordFees}})
	}
	if got, _ := read(sources, 0, false); ids(got) != "t7 t6 t5 t4 t3 t2 t1" {
		t.Error(ids(got))
	}
}

// listed is what the shelf has, in the order in which it comes.
func (s *shelf) listed() (all []client.Record) {
	for from := 0; from < len(s.records); from += 2 {
		page := slices.Clone(s.records[from:min(from+2, len(s.records))])
		client.SortRecords(page)
		all = append(all, page...)
	}
	return all
}

func ids(records []client.Record) string {
	var out []string
	for _, r := range records {
		out = append(out, r.ID)
	}
	return strings.Join(out, " ")
}

// A list that fails leaves the others whole, and an account that does not answer is not asked for more.
func TestListThatFailsAmongOthers(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want string
		told string
	}{
		"one record odd": {errors.New("odd page"), "b9 b8 c7 c6", ""},
		"no answer":      {fmt.Errorf("down: %w", client.ErrUnreachable), "c7 c6", "fin: not asked for after that: 1 more list"},
	} {
		broken := &shelf{odd: tt.err}
		other := &shelf{records: []client.Record{on(client.RecordFees, "b9", "", 9), on(client.RecordFees, "b8", "", 8)}}
		third := &shelf{records: []client.Record{on(client.RecordFees, "c7", "", 7), on(client.RecordFees, "c6", "", 6)}}
		var notes bytes.Buffer
		a := &command{&run.App{Out: discard{}, Err: &notes}}
		l := a.lists([]recordSource{
			{client.Account{Profile: "fin"}, broken, client.RecordQuery{Kind: client.RecordFees}},
			{client.Account{Profile: "fin"}, other, client.RecordQuery{Kind: client.RecordFees}},
			{client.Account{Profile: "ads"}, third, client.RecordQuery{Kind: client.RecordFees}},
		}, 0, false, func(client.Record) bool { return true })
		if got := ids(slices.Collect(l.records(t.Context()))); got != tt.want || !errors.Is(a.Failure, tt.err) {
			t.Errorf("%s: %s, %v", name, got, a.Failure)
		}
		if tt.told == "" != (notes.Len() == 0) || !strings.Contains(notes.String(), tt.told) {
			t.Errorf("%s: told %q", name, notes.String())
		}
	}
}

// scroll has many pages, and looks at what was printed when each is asked for.
type scroll struct {
	pages, fails int // of 100 records each; the page that fails, 0 is none
	asked        func(page int)
}

func (s *scroll) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordAuthorizations}, false
}

func (s *scroll) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	s.asked(q.Page)
	if q.Page == s.fails {
		return client.RecordPage{}, client.ErrGarbage
	}
	page := client.RecordPage{Total: -1, More: q.Page < s.pages}
	for i := range 100 {
		r := on(client.RecordAuthorizations, fmt.Sprint("r", q.Page, "-", i), "", 1)
		r.At = r.At.Add(-time.Duration(100*q.Page+i) * time.Minute)
		page.Records = append(page.Records, r)
	}
	return page, nil
}

// Every form has printed the first rows long before the last page is asked for, and is whole where a page in the middle fails.
func TestEveryFormIsPrintedWhileItIsRead(t *testing.T) {
	for name, tt := range map[string]struct {
		json, quiet bool
		own         transactionFlags
	}{
		"json": {json: true}, "jsonl": {own: transactionFlags{lines: true}}, "csv": {own: transactionFlags{csv: true}}, "table": {},
		"quiet": {quiet: true}, "newest": {own: transactionFlags{limit: 1900}},
	} {
		for _, fails := range []int{0, 18} {
			var out bytes.Buffer
			at := map[int]int{} // what was printed when a page was asked for
			s := &scroll{pages: 20, fails: fails, asked: nil}
			s.asked = func(page int) { at[page] = out.Len() }
			a := &command{&run.App{Out: &out, Err: discard{}, Now: func() time.Time { return time.Time{} }}}
			a.Flags.JSON, a.Flags.Quiet = tt.json, tt.quiet
			if err := a.printLists(t.Context(), []recordSource{{recorder: s, query: client.RecordQuery{Kind: client.RecordAuthorizations}}},
				tt.own); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if at[cmp.Or(fails, 19)] == 0 || at[17] >= at[18] {
				t.Errorf("%s: printed %d bytes before page 17, %d before page 18", name, at[17], at[18])
			}
			text := out.String()
			if (a.Failure == nil) != (fails == 0) || !strings.Contains(text, "r17-99") || strings.Contains(text, "r18-0") != (fails == 0) {
				t.Errorf("%s: %v", name, a.Failure)
			}
			var all []documents.Record
			if err := json.Unmarshal(out.Bytes(), &all); name == "json" && (err != nil || len(all) != map[int]int{0: 2000, 18: 1700}[fails]) {
				t.Errorf("%d records: %v", len(all), err)
			}
		}
	}
}
