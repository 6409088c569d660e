package labels_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/labels"
)

// fakeTeam is a remote in memory.
type fakeTeam struct {
	mu    sync.Mutex
	rows  map[[2]string]labels.Row
	away  error
	asked int
}

func (f *fakeTeam) question() error {
	f.asked++
	return f.away
}

func (f *fakeTeam) Labels(context.Context) ([]labels.Row, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.question(); err != nil {
		return nil, err
	}
	var rows []labels.Row
	for _, row := range f.rows {
		rows = append(rows, row)
	}
	return rows, nil
}

func (f *fakeTeam) change(account, cardID string, edit func(*labels.Row)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.question(); err != nil {
		return err
	}
	row := f.rows[[2]string{account, cardID}]
	row.Account, row.CardID = account, cardID
	edit(&row)
	if f.rows == nil {
		f.rows = map[[2]string]labels.Row{}
	}
	f.rows[[2]string{account, cardID}] = row
	return nil
}

func (f *fakeTeam) SetLabel(_ context.Context, account, cardID, label string) error {
	return f.change(account, cardID, func(r *labels.Row) { r.Label = label })
}

func (f *fakeTeam) NoteLast4(_ context.Context, account string, last4 map[string]string) error {
	for id, digits := range last4 {
		if err := f.change(account, id, func(r *labels.Row) { r.Last4 = digits }); err != nil {
			return err
		}
	}
	return nil
}

var errAway = fmt.Errorf("the team's journal does not answer: %w", client.ErrUnreachable)

func sharedBook(t *testing.T, remote labels.Remote, digits bool) (book *labels.Book, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "state", "labels-team.json")
	return labels.NewShared(path, remote, digits, func() time.Time { return noon }), path
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func refresh(t *testing.T, book *labels.Book, want bool) {
	t.Helper()
	if changed, err := book.Refresh(t.Context()); err != nil || changed != want {
		t.Fatalf("changed %t, %v; want %t", changed, err, want)
	}
}

// TestALabelIsOneForTheTeam: what one machine sets, another has after its next look, whatever the account is called there.
func TestALabelIsOneForTheTeam(t *testing.T) {
	t.Parallel()
	ctx, team := t.Context(), &fakeTeam{}
	ana, _ := sharedBook(t, team, true)
	bob, path := sharedBook(t, team, true)
	ana.Alias("ana's", "account")
	bob.Alias("bob's", "account")
	for _, err := range []error{
		ana.Set(ctx, "ana's", "c1", "Office"), ana.Note(ctx, "ana's", map[string]string{"c1": "4242", "c2": "1111"}), ana.Send(ctx),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if names := bob.Names("bob's"); len(names) != 0 || !bob.ReadAt().IsZero() {
		t.Errorf("before it looked: %v, %v", names, bob.ReadAt())
	}
	refresh(t, bob, true)
	refresh(t, bob, false)
	refresh(t, ana, false)
	want := map[string]client.CardName{"c1": {Label: "Office", Last4: "4242"}, "c2": {Last4: "1111"}}
	again := labels.NewShared(path, team, true, time.Now)
	again.Alias("bob's", "account")
	for _, b := range []*labels.Book{bob, again} {
		if diff := cmp.Diff(want, b.Names("bob's")); diff != "" {
			t.Errorf("names (-want +got):\n%s", diff)
		}
	}
	if !again.ReadAt().Equal(noon) {
		t.Errorf("read at %v", again.ReadAt())
	}
	if err := bob.Set(ctx, "bob's", "c1", ""); err != nil {
		t.Fatal(err)
	}
	refresh(t, ana, true)
	if got := ana.Names("ana's")["c1"]; got != (client.CardName{Last4: "4242"}) {
		t.Errorf("the last one to write does not win: %+v", got)
	}
}

// TestTheTeamsLabelsAreAway: nothing is changed, what was read is used, and digits follow later.
func TestTheTeamsLabelsAreAway(t *testing.T) {
	t.Parallel()
	ctx, team := t.Context(), &fakeTeam{}
	book, path := sharedBook(t, team, true)
	if err := book.Set(ctx, "a", "c", "Office"); err != nil {
		t.Fatal(err)
	}
	refresh(t, book, false)
	team.away = errAway
	if _, err := book.Refresh(ctx); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("refreshed: %v", err)
	}
	if err := book.Set(ctx, "a", "c", "Other"); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("set: %v", err)
	}
	asked := team.asked
	if err := book.Note(ctx, "a", map[string]string{"c": "4242"}); err != nil || team.asked != asked {
		t.Errorf("noting digits waits for the team: %v", err)
	}
	want := client.CardName{Label: "Office", Last4: "4242"}
	for _, b := range []*labels.Book{book, labels.NewShared(path, team, true, time.Now)} {
		if got := b.Names("a")["c"]; got != want || !b.ReadAt().Equal(noon) {
			t.Errorf("%+v of %v", got, b.ReadAt())
		}
	}
	if err := book.Send(ctx); !errors.Is(err, client.ErrUnreachable) {
		t.Errorf("sent: %v", err)
	}
	team.away = nil
	next := labels.NewShared(path, team, true, time.Now) // another process
	if err := next.Send(ctx); err != nil || team.rows[[2]string{"a", "c"}].Last4 != "4242" {
		t.Errorf("not sent later: %v, %v", err, team.rows)
	}
	asked = team.asked
	if err := errors.Join(book.Send(ctx), next.Send(ctx)); err != nil || team.asked != asked {
		t.Errorf("sent again: %v", err)
	}
}

// TestHostileRows: what could not have been set is dropped, and the rest stays.
func TestHostileRows(t *testing.T) {
	t.Parallel()
	team := &fakeTeam{}
	for id, row := range map[string]labels.Row{
		"good": {Label: "Office", Last4: "4242"}, "escape": {Label: "a\x1b[2J", Last4: "1111"}, "long": {Label: strings.Repeat("x", 41)},
		"bidi": {Label: "a\u202eb"}, "digits": {Label: "Ads", Last4: "4111111111111111"}, "": {Label: "··4242"},
	} {
		row.Account, row.CardID = "a", id
		_ = team.change("a", id, func(r *labels.Row) { *r = row })
	}
	book, _ := sharedBook(t, team, true)
	refresh(t, book, true)
	want := map[string]client.CardName{"good": {Label: "Office", Last4: "4242"}, "escape": {Last4: "1111"}, "digits": {Label: "Ads"}}
	if diff := cmp.Diff(want, book.Names("a")); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// TestADamagedCopyIsMadeAnew: the copy is the team's, so that nothing is lost with it.
func TestADamagedCopyIsMadeAnew(t *testing.T) {
	t.Parallel()
	ctx, team := t.Context(), &fakeTeam{}
	book, path := sharedBook(t, team, true)
	for _, mend := range []func() error{
		func() error { return book.Set(ctx, "a", "c", "Office") },
		func() error { _, err := book.Refresh(ctx); return err },
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("{"), 0o600)); err != nil {
			t.Fatal(err)
		}
		if names := book.Names("a"); len(names) != 0 {
			t.Errorf("a damaged copy gives %v", names)
		}
		if err := mend(); err != nil {
			t.Error(err)
		}
		if got := book.Names("a")["c"].Label; got != "Office" {
			t.Errorf("called %q", got)
		}
	}
}

// TestNoDigitsForTheTeam: who wants no digits kept gives the team none and takes none of its.
func TestNoDigitsForTheTeam(t *testing.T) {
	t.Parallel()
	ctx, team := t.Context(), &fakeTeam{}
	_ = team.change("a", "other", func(r *labels.Row) { r.Label, r.Last4 = "Ads", "1111" })
	book, path := sharedBook(t, team, false)
	refresh(t, book, true)
	for _, err := range []error{book.Set(ctx, "a", "c", "Office"), book.Note(ctx, "a", map[string]string{"c": "4242"}), book.Send(ctx)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	refresh(t, book, false)
	want := map[string]client.CardName{"c": {Label: "Office", Last4: "4242"}, "other": {Label: "Ads"}}
	if diff := cmp.Diff(want, book.Names("a")); diff != "" {
		t.Errorf("what this process knows (-want +got):\n%s", diff)
	}
	if text, err := os.ReadFile(path); err != nil || strings.Contains(string(text), "last4") {
		t.Errorf("kept: %v: %s", err, text)
	}
	if row := team.rows[[2]string{"a", "c"}]; row.Last4 != "" {
		t.Errorf("sent: %+v", row)
	}
}

// TestManyBooksOfATeam: writers and readers at once leave every copy as the team's labels are.
func TestManyBooksOfATeam(t *testing.T) {
	t.Parallel()
	const each = 20
	team := &fakeTeam{}
	one, path := sharedBook(t, team, true)
	two := labels.NewShared(path, team, true, time.Now)
	var wg sync.WaitGroup
	for i, book := range []*labels.Book{one, two, one} {
		wg.Go(func() {
			for n := range each {
				err := book.Set(t.Context(), "a", fmt.Sprintf("c%d-%d", i, n), fmt.Sprint("label ", n))
				if _, refreshErr := book.Refresh(t.Context()); err != nil || refreshErr != nil {
					t.Error(err, refreshErr)
				}
			}
		})
	}
	wg.Wait()
	for i, book := range []*labels.Book{one, two} {
		if got := len(book.Names("a")); got != 3*each {
			t.Errorf("book %d has %d labels", i, got)
		}
		refresh(t, book, false)
	}
}
