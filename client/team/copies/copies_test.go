package copies_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/labels"
	"cardwallet/client/team"
	"cardwallet/client/team/copies"
	"cardwallet/client/team/teamtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(teamtest.Main{M: m}) }

// TestCopies needs a PostgreSQL: CARDWALLET_TEST_POSTGRES says where it is.
func TestCopies(t *testing.T) {
	t.Parallel()
	if !teamtest.On() {
		return
	}
	t.Run("a label is one for the team", testLabels)
	t.Run("rows of others are not trusted", testHostileRows)
	t.Run("the database is away", testAway)
	t.Run("the lines of two machines", testLines)
	t.Run("lines that are there already", testTaken)
	t.Run("lines of many pages", testPages)
}

// opener gives a database of its own, and its URL.
func opener(t *testing.T) (open copies.Opener, url string) {
	t.Helper()
	url = teamtest.Fresh(t)
	return at(t, url), url
}

func at(t *testing.T, url string) copies.Opener {
	db := teamtest.Open(t, team.Options{URL: url, Person: "ops-1", Host: "desk"})
	return func(context.Context) (*team.Database, error) { return db, nil }
}

func book(t *testing.T, open copies.Opener) *labels.Book {
	t.Helper()
	return labels.NewShared(filepath.Join(t.TempDir(), "labels-team.json"), copies.NewLabels(open, "ops-1"), true, time.Now)
}

func testLabels(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	open, url := opener(t)
	ana, bob := book(t, open), book(t, at(t, url))
	db, _ := open(ctx)
	changed := db.Watch(ctx)
	for _, err := range []error{
		ana.Set(ctx, "a", "c1", "Office"), ana.Note(ctx, "a", map[string]string{"c1": "4242", "c2": "1111"}), ana.Send(ctx),
		bob.Set(ctx, "b", "c1", "Other"), bob.Set(ctx, "a", "c1", "Ads"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]client.CardName{"c1": {Label: "Ads", Last4: "4242"}, "c2": {Last4: "1111"}}
	for _, b := range []*labels.Book{ana, bob} {
		if _, err := b.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.Names("a")); diff != "" {
			t.Errorf("names (-want +got):\n%s", diff)
		}
	}
	select {
	case <-changed:
	case <-time.After(time.Minute):
		t.Error("nobody is told of labels")
	}

	var wg sync.WaitGroup
	for i, b := range []*labels.Book{ana, bob} {
		wg.Go(func() {
			for n := range 10 {
				if err := b.Set(ctx, "a", "c1", fmt.Sprintf("%d of %d", n, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, b := range []*labels.Book{ana, bob} {
		if _, err := b.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := ana.Names("a")["c1"], bob.Names("a")["c1"]; a != b || !strings.HasPrefix(a.Label, "9 of ") {
		t.Errorf("the last one to write does not win: %+v, %+v", a, b)
	}
}

func testHostileRows(t *testing.T) {
	t.Parallel()
	open, url := opener(t)
	teamtest.Execute(t, url, `INSERT INTO cardwallet.labels (account, card_id, label, last4, changed_at) VALUES
		('a', 'good', 'Office', '4242', 1), ('a', 'escape', E'a\x1b[2J', '1111', 1), ('a', 'digits', 'Ads', '4111111111111111', 1),
		('a', 'long', repeat('x', 1000000), '', 1), ('a', repeat('i', 2000), 'Long', '', 1)`)
	b := book(t, open)
	if _, err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := map[string]client.CardName{"good": {Label: "Office", Last4: "4242"}, "escape": {Last4: "1111"}, "digits": {Label: "Ads"}}
	if diff := cmp.Diff(want, b.Names("a")); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func testAway(t *testing.T) {
	t.Parallel()
	way := teamtest.NewProxy(t, teamtest.Fresh(t))
	open := at(t, way.URL())
	b := book(t, open)
	if err := b.Set(t.Context(), "a", "c", "Office"); err != nil {
		t.Fatal(err)
	}
	trail := audit.New(t.TempDir())
	record(t, trail, "ana", "one")
	way.Cut()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, refreshErr := b.Refresh(ctx)
	for what, err := range map[string]error{
		"refreshed": refreshErr, "set": b.Set(ctx, "a", "c", "Other"), "copied": trail.Copy(ctx, copies.NewAudit(open)),
	} {
		if !errors.Is(err, client.ErrUnreachable) && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if !errors.Is(refreshErr, client.ErrUnreachable) || !strings.Contains(refreshErr.Error(), "the team's journal does not answer") {
		t.Errorf("refreshed: %v", refreshErr)
	}
	if got := b.Names("a")["c"].Label; got != "Office" {
		t.Errorf("called %q", got)
	}
	way.Heal()
	if err := errors.Join(b.Set(t.Context(), "a", "c", "Other"), trail.Copy(t.Context(), copies.NewAudit(open))); err != nil {
		t.Fatal(err)
	}
	if r, err := trail.Verify(t.Context(), copies.NewAudit(open), nil); err != nil || !r.Sound() || r.Uncopied != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func record(t *testing.T, trail *audit.Trail, user string, details ...string) {
	t.Helper()
	for _, d := range details {
		err := trail.Record(t.Context(), client.AuditEntry{User: user, Action: client.AuditReveal, Outcome: client.AuditDone, Detail: d})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func testLines(t *testing.T) {
	t.Parallel()
	open, url := opener(t)
	table := copies.NewAudit(open)
	ana, bob := audit.New(t.TempDir()), audit.New(t.TempDir())
	var wg sync.WaitGroup
	for user, trail := range map[string]*audit.Trail{"ana": ana, "bob": bob} {
		for range 2 { // two processes of each
			wg.Go(func() {
				for n := range 5 {
					record(t, trail, user, fmt.Sprint("entry ", n))
					if err := trail.Copy(t.Context(), table); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	for _, trail := range []*audit.Trail{ana, bob} {
		r, err := trail.Verify(t.Context(), table, nil)
		if err != nil || !r.Sound() || r.Uncopied != 0 || len(r.Chains) != 2 || r.Chains[0].Entries != 10 || r.Chains[1].Entries != 10 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	teamtest.Execute(t, url, `UPDATE cardwallet.audit SET line = replace(line, 'entry', 'other') WHERE number = 3`)
	teamtest.Execute(t, url, `DELETE FROM cardwallet.audit WHERE number = 10`)
	r, err := ana.Verify(t.Context(), table, nil)
	if err != nil || r.Problem != 4 { // both changed, hers is another one than here, and her last is missing
		t.Errorf("%+v, %v", r, err)
	}
}

func testTaken(t *testing.T) {
	t.Parallel()
	open, _ := opener(t)
	table := copies.NewAudit(open)
	line := func(n int64, text string) audit.Copied { return audit.Copied{Chain: "c", Number: n, Text: text} }
	for _, step := range []struct {
		lines []audit.Copied
		other int64
	}{
		{[]audit.Copied{line(1, "one"), line(2, "two")}, 0},
		{[]audit.Copied{line(2, "two"), line(3, "three")}, 0},
		{[]audit.Copied{line(1, "one"), line(2, "2wo"), line(3, "3hree"), line(4, "four")}, 2},
	} {
		if other, err := table.Add(t.Context(), step.lines); err != nil || other != step.other {
			t.Errorf("%v: %d, %v", step.lines, other, err)
		}
	}
	var got []string
	if err := table.Lines(t.Context(), func(l audit.Copied) { got = append(got, l.Text) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"one", "two", "three", "four"}, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if last, err := table.Last(t.Context(), "other"); err != nil || last.Number != 0 {
		t.Errorf("%+v, %v", last, err)
	}
}

func testPages(t *testing.T) {
	t.Parallel()
	open, url := opener(t)
	teamtest.Execute(t, url, `INSERT INTO cardwallet.audit
		SELECT 'c' || (n % 3), n / 3, repeat('x', 70000) FROM generate_series(3, 3002) AS n`)
	count := map[string]int64{}
	err := copies.NewAudit(open).Lines(t.Context(), func(l audit.Copied) {
		if count[l.Chain]++; l.Number != count[l.Chain] || len(l.Text) > 1<<16 {
			t.Errorf("chain %s has %d at %d", l.Chain, l.Number, count[l.Chain])
		}
	})
	if err != nil || count["c0"] != 1000 || count["c1"] != 1000 || count["c2"] != 1000 {
		t.Errorf("%v, %v", count, err)
	}
}
