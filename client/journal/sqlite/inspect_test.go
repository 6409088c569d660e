package sqlite_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
)

// files gives what is beside a journal, with its contents.
func files(t *testing.T, path string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found[filepath.Base(name)] = string(data)
	}
	return found
}

func TestInspectCounts(t *testing.T) {
	t.Parallel()
	path := filled(t, 3)
	j := open(t, path)
	lost := answering(client.Operation{}, errors.New("the connection broke"))
	if _, err := topUp(t.Context(), j, account(lost), "25"); err == nil {
		t.Fatal("a broken connection is no outcome")
	}
	// Also while another process has it open.
	got, err := sqlite.Inspect(t.Context(), path)
	want := sqlite.Condition{Movements: 4, Open: 1, Unknown: 1, Orders: map[string]sqlite.Standing{}}
	rows, listErr := j.Movements(t.Context(), client.MovementFilter{})
	for _, m := range rows {
		want.Orders[m.OrderID] = sqlite.Standing{Status: m.Status, Succeeded: m.Status == client.MovementSucceeded}
	}
	if !cmp.Equal(got, want) || err != nil || listErr != nil {
		t.Errorf("got %+v (%v), want %+v (%v)", got, err, want, listErr)
	}
}

func TestInspectChangesNothing(t *testing.T) {
	t.Parallel()
	whole := filled(t, 2)
	cut := filled(t, 60)
	if err := os.Truncate(cut, 9000); err != nil {
		t.Fatal(err)
	}
	newer := filled(t, 1)
	if _, err := raw(t, newer).Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(t.TempDir(), "journal.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	orphan := filepath.Join(t.TempDir(), "journal.db")
	if err := os.WriteFile(orphan+"-wal", []byte("frames"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "journal.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		path string
		want error
	}{
		"whole":             {whole, nil},
		"empty":             {empty, nil},
		"cut":               {cut, journal.ErrDamaged},
		"text":              {text, journal.ErrDamaged},
		"newer":             {newer, sqlite.ErrNewer},
		"log alone":         {orphan, journal.ErrDamaged},
		"not there":         {filepath.Join(t.TempDir(), "journal.db"), fs.ErrNotExist},
		"nor its directory": {filepath.Join(t.TempDir(), "state", "journal.db"), fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			before := files(t, tc.path)
			_, err := sqlite.Inspect(t.Context(), tc.path)
			if !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			if after := files(t, tc.path); len(after) != len(before) || after["journal.db"] != before["journal.db"] {
				t.Errorf("%d files, before %d", len(after), len(before))
			}
		})
	}
}

func TestInspectRefusesWhatOthersCanReplace(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Inspect(t.Context(), path); !errors.Is(err, sqlite.ErrExposed) {
		t.Errorf("got %v", err)
	}
}

func TestNewest(t *testing.T) {
	t.Parallel()
	path := filled(t, 5)
	j := open(t, path)
	all, err := j.Movements(t.Context(), client.MovementFilter{})
	if err != nil {
		t.Fatal(err)
	}
	before := files(t, path)
	got, err := sqlite.Newest(t.Context(), path, 3)
	if err != nil || len(got) != 3 {
		t.Fatalf("got %d, %v", len(got), err)
	}
	for i, m := range got {
		if m.OrderID != all[i].OrderID || m.CardID != all[i].CardID {
			t.Errorf("%d: got %s of %s, want %s", i, m.OrderID, m.CardID, all[i].OrderID)
		}
	}
	if diff := cmp.Diff(before["journal.db"], files(t, path)["journal.db"]); diff != "" {
		t.Error("the journal was written")
	}
	if _, err := sqlite.Newest(t.Context(), filepath.Join(t.TempDir(), "journal.db"), 3); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a journal: %v", err)
	}
}
