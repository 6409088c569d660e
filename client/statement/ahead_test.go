package statement_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/client/statement"
	"cardwallet/crypto"
)

// scripted is an issuer with one list of records, newest first, that may change while it is read. Each request takes a while, and sees the
// list as it is at some moment of that.
type scripted struct {
	size      int
	perMinute int
	untold    bool // it does not say how many there are
	unordered bool
	took      func() time.Duration
	fails     map[int]error // by page
	changes   func(l *scripted)

	mu            sync.Mutex
	ids           []int // newest first
	asked         []int // pages
	running, most int
	secrets       []crypto.Secret
}

func (l *scripted) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordOperations}, false
}

func (l *scripted) PerMinute() int { return l.perMinute }

// begin notes that a request begins, and says how long it takes until the issuer looks at the list, and from then on.
func (l *scripted) begin(page int) (there, back time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running++
	l.most = max(l.most, l.running)
	l.asked = append(l.asked, page)
	return l.took(), l.took()
}

func (l *scripted) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running--
}

func (l *scripted) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	there, back := l.begin(q.Page)
	defer l.end()
	if err := client.Sleep(ctx, there); err != nil {
		return client.RecordPage{}, err
	}
	page := l.page(q)
	if err := client.Sleep(ctx, back); err != nil {
		return page, err
	}
	return page, l.fails[q.Page]
}

// page is a page as the list is now; after that the list changes.
func (l *scripted) page(q client.RecordQuery) client.RecordPage {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := min((q.Page-1)*l.size, len(l.ids))
	to := min(from+l.size, len(l.ids))
	page := client.RecordPage{Total: len(l.ids), More: to < len(l.ids), Unordered: l.unordered}
	if l.untold {
		page.Total = -1
	}
	for _, id := range l.ids[from:to] {
		secret := crypto.SecretFromString("20834698")
		l.secrets = append(l.secrets, secret)
		page.Records = append(page.Records, client.Record{Profile: "fin", Kind: client.RecordOperations, ID: fmt.Sprint(id),
			At: time.Unix(int64(id), 0), Value: client.PlainField(client.FieldCode, secret)})
	}
	if l.changes != nil {
		l.changes(l)
	}
	return page
}

// newScripted has so many records, and takes 20 ms for a request.
func newScripted(records, size int) *scripted {
	l := &scripted{size: size, took: func() time.Duration { return 10 * time.Millisecond }}
	for id := records; id > 0; id-- {
		l.ids = append(l.ids, id)
	}
	return l
}

// read reads all until stop; nil is to the end.
func (l *scripted) read(t *testing.T, pages *statement.Pages, stop func(read int) bool) (ids []string, err error) {
	t.Helper()
	for records, err := range pages.All(t.Context()) {
		if err != nil {
			return ids, err
		}
		for _, r := range records {
			ids = append(ids, r.ID)
		}
		if stop != nil && stop(len(ids)) {
			break
		}
	}
	return ids, nil
}

// Pages are asked for at once as far as the issuer allows and says how many there are, and come in order.
func TestPagesAreReadSideBySide(t *testing.T) {
	const most = abreast.Most
	for name, tc := range map[string]struct {
		list   *scripted
		most   int
		rounds int // requests one after another
	}{
		"no limit":         {&scripted{}, most, 1 + 5},
		"a wide limit":     {&scripted{perMinute: 6000}, most / 2, 1 + 9},
		"10 in a second":   {&scripted{perMinute: 600}, 10, 1 + 10},
		"one in a second":  {&scripted{perMinute: 60}, 1, 100},
		"no total":         {&scripted{untold: true}, 1, 100},
		"no known order":   {&scripted{unordered: true}, 1, 100},
		"a scarce request": {&scripted{perMinute: 5}, 1, 100},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newScripted(995, 10)
				l.perMinute, l.untold, l.unordered = tc.list.perMinute, tc.list.untold, tc.list.unordered
				start := time.Now()
				ids, err := l.read(t, statement.NewPages(l, client.RecordQuery{}), nil)
				if took := time.Since(start); took != time.Duration(tc.rounds)*20*time.Millisecond || l.most != tc.most || len(l.asked) != 100 {
					t.Errorf("%d pages in %v, %d at once", len(l.asked), took, l.most)
				}
				l.complete(t, ids, err, 995)
			})
		})
	}
}

// complete tells whether each of the records with an id up to that was read once, in order.
func (l *scripted) complete(t *testing.T, ids []string, err error, upTo int) {
	t.Helper()
	if err != nil || len(ids) != upTo {
		t.Fatalf("%d records, %v", len(ids), err)
	}
	for i, id := range ids {
		if id != fmt.Sprint(upTo-i) {
			t.Fatalf("record %d is %s", i, id)
		}
	}
}

// Whatever comes and goes while pages are on their way, each record that stays is read once.
func TestPagesOfAListThatMoves(t *testing.T) {
	for seed := range uint64(100) {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 1))
			l := newScripted(20+rng.IntN(500), 1+rng.IntN(20))
			l.took = func() time.Duration { return time.Duration(rng.IntN(30)) * time.Millisecond }
			if rng.IntN(3) == 0 {
				l.perMinute = 60 * (1 + rng.IntN(12))
			}
			gone, next, grows := map[string]bool{}, len(l.ids)+1, seed%2 == 0 // not both: the total would not tell
			changes := 10
			l.changes = func(l *scripted) {
				many := 1 + rng.IntN(2*l.size)
				if changes == 0 || rng.IntN(8) > 0 {
					return
				}
				changes--
				switch {
				case grows:
					for range many {
						l.ids = slices.Insert(l.ids, 0, next)
						next++
					}
				default:
					at := rng.IntN(len(l.ids) + 1)
					for range min(many, len(l.ids)-at-1) {
						gone[fmt.Sprint(l.ids[at])] = true
						l.ids = slices.Delete(l.ids, at, at+1)
					}
				}
			}
			stay := slices.Clone(l.ids)
			ids, err := l.read(t, statement.NewPages(l, client.RecordQuery{}), nil)
			if err != nil {
				t.Fatal(err)
			}
			times := map[string]int{}
			for _, id := range ids {
				times[id]++
			}
			for id, n := range times {
				if n > 1 {
					t.Errorf("seed %d: record %s came %d times", seed, id, n)
				}
			}
			for _, id := range stay {
				if times[fmt.Sprint(id)] == 0 && !gone[fmt.Sprint(id)] {
					t.Errorf("seed %d: record %d is missing", seed, id)
				}
			}
		})
	}
}

// A reader that has enough leaves nothing behind, and nothing is asked for that it does not need.
func TestPagesOfAReaderThatStops(t *testing.T) {
	for name, tc := range map[string]struct {
		wants, stop, asked int
	}{
		"all that it wants":     {25, 25, 3},
		"one page":              {10, 10, 1},
		"one more":              {11, 11, 2},
		"it finds it early":     {1, 35, 4},
		"without a word before": {0, 35, 4 + abreast.Most - 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // which ends only when all goroutines have
				l := newScripted(1000, 10)
				pages := statement.NewPages(l, client.RecordQuery{})
				pages.Wants, pages.Values = tc.wants, true
				kept := 0
				ids, err := l.read(t, pages, func(read int) bool {
					kept = read
					pages.Wants = max(min(1, tc.wants), tc.wants-read)
					return read >= tc.stop
				})
				if err != nil || len(ids) != kept || len(l.asked) > tc.asked {
					t.Errorf("%d records from %d pages, %v", len(ids), len(l.asked), err)
				}
				synctest.Wait()
				l.wiped(t, kept)
			})
		})
	}
}

// wiped tells whether of all secrets that came only so many are still there.
func (l *scripted) wiped(t *testing.T, but int) {
	t.Helper()
	there := 0
	for _, secret := range l.secrets {
		if secret.RevealString() == "20834698" {
			there++
		}
	}
	if there != but || l.running != 0 {
		t.Errorf("%d secrets are there, want %d; %d requests run", there, but, l.running)
	}
}

// What stands before a page that cannot be read is given, then the error; then the reading can go on there.
func TestPagesBeforeOneThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newScripted(300, 10)
		failed := errors.New("unreachable")
		l.fails = map[int]error{7: failed, 8: errors.New("too late")}
		pages := statement.NewPages(l, client.RecordQuery{})
		pages.Values = true
		ids, err := l.read(t, pages, nil)
		if !errors.Is(err, failed) || len(ids) != 60 || pages.Query.Page != 6 {
			t.Fatalf("%d records, page %d, %v", len(ids), pages.Query.Page, err)
		}
		l.wiped(t, 60)
		l.fails = nil
		more, err := l.read(t, pages, nil)
		l.complete(t, append(ids, more...), err, 300)
	})
}

// A list whose totals are made up is read as one that says none.
func TestPagesWithTotalsThatLie(t *testing.T) {
	for seed := range uint64(50) {
		synctest.Test(t, func(t *testing.T) {
			l := newScripted(400, 10)
			rng := rand.New(rand.NewPCG(seed, 2))
			var mu sync.Mutex // of rng: pages are asked for side by side
			lying := liar{l, func(page client.RecordPage) client.RecordPage {
				mu.Lock()
				defer mu.Unlock()
				page.Total = rng.IntN(5000) - 1
				return page
			}}
			ids, err := l.read(t, statement.NewPages(lying, client.RecordQuery{}), nil)
			l.complete(t, ids, err, 400)
			if len(l.asked) > 60*abreast.Most { // each of the 40 pages, and each time that it reads again, ends what was asked for ahead
				t.Errorf("seed %d: %d requests", seed, len(l.asked))
			}
		})
	}
}

// liar changes what an issuer says.
type liar struct {
	*scripted
	says func(client.RecordPage) client.RecordPage
}

func (l liar) Records(ctx context.Context, q client.RecordQuery) (client.RecordPage, error) {
	page, err := l.scripted.Records(ctx, q)
	return l.says(page), err
}

// An issuer whose list has no end ends the reading, whatever total it says.
func TestPagesWithoutAnEnd(t *testing.T) {
	for _, total := range []int{-1, 1_000_000_000} {
		synctest.Test(t, func(t *testing.T) {
			l := newScripted(10, 10)
			endless := liar{l, func(page client.RecordPage) client.RecordPage {
				page.Total, page.More = total, true
				for id := range 10 {
					page.Records = append(page.Records, client.Record{ID: fmt.Sprint(id)})
				}
				return page
			}}
			ids, err := l.read(t, statement.NewPages(endless, client.RecordQuery{}), nil)
			if !errors.Is(err, statement.ErrEndless) || len(ids) < 10 {
				t.Errorf("%d records, %v", len(ids), err)
			}
		})
	}
}

// The spending is read side by side, too.
func TestSpendingIsReadSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newScripted(995, 10)
		start := time.Now()
		reading, err := statement.NewSpendingReading(client.Account{Issuer: struct {
			client.Issuer
			*scripted
		}{scripted: l}}, "", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for reading.More() && err == nil {
			var fresh []client.Record
			fresh, err = reading.Next()(t.Context())()
			for _, r := range fresh {
				ids = append(ids, r.ID)
			}
		}
		l.complete(t, ids, err, 995)
		if took := time.Since(start); took != 6*20*time.Millisecond || l.most != abreast.Most || reading.Read != 995 {
			t.Errorf("%v, %d at once, %d read", took, l.most, reading.Read)
		}
	})
}
