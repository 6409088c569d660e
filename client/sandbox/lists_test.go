package sandbox

import (
	"slices"
	"testing"
)

// A list is looked through once, and what was added to it meanwhile once: a page does not cost the pages before it.
func TestSelectionsLookAtEachThingOnce(t *testing.T) {
	b := newBook(IssuerFinHub, 1, Options{Now: newClock().Now})
	all, looked := []*int{}, 0
	ask := func(asked filters) (got []int) {
		for _, n := range selected(b, asked, all, func(n *int) bool {
			looked++
			return asked.kind == "" || *n%2 == 0
		}) {
			got = append(got, *n)
		}
		return got
	}
	for n := range 7 {
		all = append(all, &n)
		for page := range int64(3) {
			even := ask(filters{query: query{num: page + 1, size: 2}, kind: "even"})
			every := ask(filters{query: query{num: page + 1, size: 2}})
			if len(every) != n+1 || len(even) != n/2+1 || slices.ContainsFunc(even, func(n int) bool { return n%2 == 1 }) {
				t.Fatalf("%v, even ones %v", every, even)
			}
		}
	}
	if looked != 2*7 {
		t.Errorf("looked at 7 things in two lists %d times", looked)
	}
	for from := range int64(3 * mostSelections) {
		ask(filters{query: query{start: from + 1}})
	}
	if len(b.selections) > mostSelections {
		t.Errorf("%d questions are kept", len(b.selections))
	}
}
