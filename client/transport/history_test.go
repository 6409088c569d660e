package transport

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

var historyStart = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

// past makes n transactions a minute apart, oldest first.
func past(n int) []client.Transaction {
	all := make([]client.Transaction, n)
	for i := range all {
		all[i] = client.Transaction{ID: fmt.Sprintf("txn_%04d", i), Amount: client.NewMoney(decimal.NewFromInt(int64(i)), "USD"),
			Status: "completed",
			At:     historyStart.Add(time.Duration(i) * time.Minute)}
	}
	return all
}

// served answers like an issuer that cuts pages at most entries and counts the questions.
func served(all []client.Transaction, most int, asked *int) func(limit, offset int) ([]client.Transaction, error) {
	return func(limit, offset int) ([]client.Transaction, error) {
		*asked++
		from := min(offset, len(all))
		return slices.Clone(all[from:min(from+min(limit, most), len(all))]), nil
	}
}

func quiet(t *testing.T) *Client {
	t.Helper()
	return clientFor(t, "http://127.0.0.1:1/api")
}

func TestHistoryFindsTheNewestInAnyOrder(t *testing.T) {
	c := quiet(t)
	for _, n := range []int{0, 1, 9, 10, 11, 24, 25, 99, 100, 101, 333} {
		for _, most := range []int{10, 50, 100} {
			for _, order := range []string{"newest first", "oldest first", "mixed"} {
				all := past(n)
				switch order {
				case "newest first":
					slices.Reverse(all)
				case "mixed":
					slices.SortFunc(all, func(a, b client.Transaction) int {
						return strings.Compare(a.ID[7:]+a.ID, b.ID[7:]+b.ID)
					})
				}
				asked := 0
				got, err := c.History(served(all, most, &asked))
				if err != nil {
					t.Fatal(err)
				}
				if len(got) < min(n, historyEnough) || len(got) > historyKept {
					t.Errorf("%d, %s, pages of %d: %d came", n, order, most, len(got))
				}
				for i, tx := range got {
					if want := fmt.Sprintf("txn_%04d", n-1-i); tx.ID != want {
						t.Fatalf("%d, %s, pages of %d: number %d is %s, want %s", n, order, most, i, tx.ID, want)
					}
				}
				if order == "newest first" && asked > historyEnough/10+1 {
					t.Errorf("%d, pages of %d: asked %d times for what comes first", n, most, asked)
				}
			}
		}
	}
}

func TestHistoryDoesNotPassOffAPart(t *testing.T) {
	c, asked := quiet(t), 0
	_, err := c.History(served(past(10*historyPages+50), 10, &asked))
	var e *client.Error
	if !errors.As(err, &e) || e.Kind != client.ErrGarbage || e.Profile != "ads" || e.Op == "" || asked != historyPages {
		t.Errorf("got %v after %d questions", err, asked)
	}
	broken := &client.Error{Kind: client.ErrNotFound}
	if got, err := c.History(func(int, int) ([]client.Transaction, error) { return nil, broken }); got != nil ||
		!errors.Is(err, client.ErrNotFound) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestEntriesWithoutIDsAreToldApart(t *testing.T) {
	c, asked := quiet(t), 0
	all := past(12)
	for i := range all {
		all[i].ID = ""
	}
	all[1] = all[0] // two of one amount in one moment
	first, err := c.History(served(all, 100, &asked))
	if err != nil || len(first) != len(all) {
		t.Fatalf("%d of %d: %v", len(first), len(all), err)
	}
	ids := map[string]bool{}
	for _, tx := range first {
		ids[tx.ID] = true
	}
	if len(ids) != len(all) {
		t.Errorf("%d ids for %d entries", len(ids), len(all))
	}
	// Another entry later, and another status, leave the ids as they were.
	all[3].Status = "declined"
	again, err := c.History(served(append(all, client.Transaction{At: historyStart.Add(time.Hour)}), 100, &asked))
	if err != nil || len(again) != len(all)+1 {
		t.Fatalf("%d: %v", len(again), err)
	}
	fresh := 0
	for _, tx := range again {
		if !ids[tx.ID] {
			fresh++
		}
	}
	if fresh != 1 {
		t.Errorf("%d entries seem new", fresh)
	}
}

func TestSteadyReadsBetweenTwoEqualHistories(t *testing.T) {
	c := quiet(t)
	for name, tt := range map[string]struct {
		lengths []int // of the history, one question after the other
		reads   int
		fails   bool
	}{
		"quiet":       {[]int{2, 2}, 1, false},
		"one between": {[]int{2, 3, 3}, 2, false},
		"two between": {[]int{2, 3, 4, 4}, 3, false},
		"never quiet": {[]int{2, 3, 4, 5, 6, 7}, historyTries, true},
	} {
		n, reads := 0, 0
		got, err := c.Steady(func() ([]client.Transaction, error) { n++; return past(tt.lengths[n-1]), nil },
			func() error { reads++; return nil })
		if reads != tt.reads || (err != nil) != tt.fails {
			t.Errorf("%s: %d reads, %v", name, reads, err)
		}
		if !tt.fails && len(got) != tt.lengths[len(tt.lengths)-1] {
			t.Errorf("%s: an old history of %d", name, len(got))
		}
		if tt.fails && !errors.Is(err, client.ErrUnreachable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A status that changes counts as well.
	n := 0
	if _, err := c.Steady(func() ([]client.Transaction, error) {
		all := past(1)
		all[0].Status = client.TransactionStatus(fmt.Sprint("status ", n))
		n++
		return all, nil
	}, func() error { return nil }); err == nil {
		t.Error("a history that never stands still passed")
	}
	broken := errors.New("broken")
	if _, err := c.Steady(func() ([]client.Transaction, error) { return nil, broken },
		func() error { t.Error("read all the same"); return nil }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Steady(func() ([]client.Transaction, error) { return nil, nil }, func() error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestPreviewShowsNoQueryValue(t *testing.T) {
	c := quiet(t)
	wire, err := c.Preview(Call{Op: "top up", Method: "POST", Path: []string{"cards", "a/b"},
		Query: map[string][]string{"user": {"u1"}, "key": {"hunter2"}},
		Body:  map[string]any{"amount": Number(decimal.RequireFromString("20.50"))}})
	if err != nil || wire.Method != "POST" || wire.URL != "http://127.0.0.1:1/api/cards/a%2Fb?key=[redacted]&user=[redacted]" ||
		string(wire.Body) != `{"amount":20.5}` {
		t.Errorf("got %+v, %v", wire, err)
	}
	if _, err := c.Preview(Call{Op: "top up", Path: []string{".."}}); !errors.Is(err, client.ErrNotFound) || !client.NotSent(err) {
		t.Errorf("a path that leaves its place: %v", err)
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]bool{
		"Ads 2026": true, "Реклама №1": true, "广告": true, "": true,
		"a\x1b[2J": false, "a\nb": false, "a\u2028b": false, "a\xff": false, "a\u0085b": false,
	} {
		if Printable(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
