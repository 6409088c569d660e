package labels_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/labels"
)

func place(t *testing.T) string { return filepath.Join(t.TempDir(), "state", "labels.json") }

func TestBook(t *testing.T) {
	t.Parallel()
	ctx, path := t.Context(), place(t)
	book := labels.New(path)
	if names := book.Names("a"); len(names) != 0 {
		t.Errorf("an empty book has %v", names)
	}
	for _, err := range []error{
		book.Set(ctx, "a", "c1", "  Ads March "),
		book.Note(ctx, "a", map[string]string{"c1": "4242"}),
		book.Set(ctx, "a", "c2", "Ads April"),
		book.Set(ctx, "b", "c1", "Other"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]client.CardName{"c1": {Label: "Ads March", Last4: "4242"}, "c2": {Label: "Ads April"}}
	for _, b := range []*labels.Book{book, labels.New(path)} {
		if diff := cmp.Diff(want, b.Names("a")); diff != "" {
			t.Errorf("names (-want +got):\n%s", diff)
		}
	}
	if err := book.Set(ctx, "a", "c1", ""); err != nil {
		t.Fatal(err)
	}
	if got := book.Names("a")["c1"]; got != (client.CardName{Last4: "4242"}) {
		t.Errorf("without its label it is %+v", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestWithoutDigits: digits that are not to be kept are known in the process that learned them, and those in the file go.
func TestWithoutDigits(t *testing.T) {
	t.Parallel()
	ctx, path := t.Context(), place(t)
	before := labels.New(path)
	for _, err := range []error{before.Set(ctx, "a", "c1", "Ads"), before.Note(ctx, "a", map[string]string{"c1": "1111", "c2": "2222"})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	book := labels.NewWithoutDigits(path)
	if diff := cmp.Diff(map[string]client.CardName{"c1": {Label: "Ads"}}, book.Names("a")); diff != "" {
		t.Errorf("what the file has (-want +got):\n%s", diff)
	}
	if err := book.Note(ctx, "a", map[string]string{"c3": "3333"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "last4") || !strings.Contains(string(text), "Ads") {
		t.Errorf("after digits were noted: %v: kept %s", err, text)
	}
	want := map[string]client.CardName{"c1": {Label: "Ads"}, "c3": {Last4: "3333"}}
	if diff := cmp.Diff(want, book.Names("a")); diff != "" {
		t.Errorf("what is known (-want +got):\n%s", diff)
	}
	if err := book.Set(ctx, "a", "c1", "Ads March"); err != nil {
		t.Fatal(err)
	}
	text, err = os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "last4") || book.Names("a")["c3"].Last4 != "3333" {
		t.Errorf("%v: kept %s; known %v", err, text, book.Names("a"))
	}
}

// TestWithoutDigitsNothingIsWritten: where no digits stand in the file, noting some leaves the file, or its absence, as it is.
func TestWithoutDigitsNothingIsWritten(t *testing.T) {
	t.Parallel()
	ctx, path := t.Context(), place(t)
	book := labels.NewWithoutDigits(path)
	if err := book.Note(ctx, "a", map[string]string{"c": "4242"}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was made: %v", err)
	}
	if err := book.Set(ctx, "a", "c", "Ads"); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Note(ctx, "a", map[string]string{"d": "1111"}); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(path); err != nil || !os.SameFile(before, after) {
		t.Errorf("it was written again: %v", err)
	}
}

// TestDigitsAreKnownWhereTheyCannotBeWritten: a file that is damaged keeps no digits, and the process knows them.
func TestDigitsAreKnownWhereTheyCannotBeWritten(t *testing.T) {
	t.Parallel()
	path := place(t)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("{"), 0o600)); err != nil {
		t.Fatal(err)
	}
	book := labels.New(path)
	if err := book.Note(t.Context(), "a", map[string]string{"c": "4242"}); !errors.Is(err, labels.ErrDamaged) {
		t.Errorf("written over: %v", err)
	}
	if got := book.Names("a")["c"].Last4; got != "4242" {
		t.Errorf("known as %q", got)
	}
}

// TestTwoBooks: what one process writes, another sees, and neither loses what the other wrote.
func TestTwoBooks(t *testing.T) {
	t.Parallel()
	const each = 40
	path := place(t)
	books := []*labels.Book{labels.New(path), labels.New(path)}
	var wg sync.WaitGroup
	for i, book := range books {
		wg.Go(func() {
			for n := range each {
				if err := book.Set(t.Context(), "a", fmt.Sprintf("c%d-%d", i, n), fmt.Sprint("label ", n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for i, book := range books {
		if got := len(book.Names("a")); got != 2*each {
			t.Errorf("book %d has %d labels", i, got)
		}
	}
}

func TestRefusedLabels(t *testing.T) {
	t.Parallel()
	book := labels.New(place(t))
	for _, label := range []string{
		strings.Repeat("x", labels.Longest+1), "a\x1b[31mb", "a\u202eb", "a\nb", "\xff", "a\u200bb", "#0251", "··4242",
	} {
		if err := book.Set(t.Context(), "a", "c", label); !errors.Is(err, labels.ErrLabel) {
			t.Errorf("%q: %v", label, err)
		}
	}
	for _, last4 := range []string{"", "424", "42424", "424x"} {
		if err := book.Note(t.Context(), "a", map[string]string{"b": "1111", "c": last4}); err == nil {
			t.Errorf("%q was taken", last4)
		}
	}
	if names := book.Names("a"); len(names) != 0 {
		t.Errorf("kept %v", names)
	}
}

func TestDamagedFileIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "{", `{"version":2,"accounts":{}}`, `[]`, `{"version":1,"accounts":{"a":{"c":[]}}}`,
		`{"version":2,"accounts":{"a":{"c":{"label":"x","last4":"1234"}}}}`,
		`{"version":1,"accounts":{"a":{"c":{"label":"x"},"d":{"label":5}}}}`,
	} {
		path := place(t)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		book := labels.New(path)
		if err := book.Check(); !errors.Is(err, labels.ErrDamaged) {
			t.Errorf("%q: %v", text, err)
		}
		if names := book.Names("a"); len(names) != 0 {
			t.Errorf("%q gives %+v", text, names)
		}
		if err := book.Set(t.Context(), "a", "c", "x"); !errors.Is(err, labels.ErrDamaged) {
			t.Errorf("%q was written over: %v", text, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
}

func FuzzFile(f *testing.F) {
	f.Add(`{"version":1,"accounts":{"a":{"c":{"label":"x","last4":"4242"}}}}`)
	f.Add(`{"version":1,"accounts":{"a":{"c":{"label":"\u001b[2J","last4":"42"}},"b":null}}`)
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "labels.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		book := labels.New(path)
		for _, name := range book.Names("a") {
			if label, err := labels.Clean(name.Label); err != nil || label != name.Label || name.Last4 != "" && len(name.Last4) != 4 {
				t.Errorf("%+v could not have been set", name)
			}
		}
		if book.Check() == nil {
			if err := book.Set(t.Context(), "a", "new", "label"); err != nil {
				t.Errorf("a good file cannot be added to: %v", err)
			}
		}
	})
}
