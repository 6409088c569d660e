//go:build linux || darwin

package sqlite_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
)

// garble damages all pages but the first, which opening does not need, so that only a check finds it.
func garble(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(bytes.Repeat([]byte{0xA5}, int(size(t, path))-4096), 4096)
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// unseen is a closed journal with damage that is not to be seen from outside: the note about it is true.
func unseen(t *testing.T, change func(at *time.Time, boot *string, ticks *time.Duration)) string {
	t.Helper()
	path := filled(t, 2)
	closed(t, open(t, path)) // the first one that made the file could not note what it would look like
	garble(t, path)
	sqlite.Note(path, change)
	return path
}

func unchanged(*time.Time, *string, *time.Duration) {}

func isChecked(t *testing.T, path string, options ...journal.Option) bool {
	t.Helper()
	j, err := openAt(t.Context(), path, options...)
	if err == nil {
		closed(t, j)
		return false
	}
	if !errors.Is(err, journal.ErrDamaged) {
		t.Fatal(err)
	}
	return true
}

func TestAJournalThatWasFoundWellIsNotChecked(t *testing.T) {
	t.Parallel()
	path := unseen(t, unchanged)
	for n := range 3 {
		if isChecked(t, path) {
			t.Errorf("checked by opening %d", n)
		}
	}
}

func TestWhenAJournalIsChecked(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(at *time.Time, boot *string, ticks *time.Duration){
		"after a day":             func(_ *time.Time, _ *string, ticks *time.Duration) { *ticks -= 24 * time.Hour },
		"after a day, it is said": func(at *time.Time, _ *string, _ *time.Duration) { *at = at.Add(-24 * time.Hour) },
		"in the clock's future":   func(at *time.Time, _ *string, _ *time.Duration) { *at = at.Add(time.Hour) },
		"in the future":           func(_ *time.Time, _ *string, ticks *time.Duration) { *ticks += time.Hour },
		"after a start":           func(_ *time.Time, boot *string, _ *time.Duration) { *boot = "another" },
		"of no start":             func(_ *time.Time, boot *string, _ *time.Duration) { *boot = "" },
	} {
		if !isChecked(t, unseen(t, change)) {
			t.Errorf("%s: not checked", name)
		}
	}
	for name, change := range map[string]func(path string) error{
		"written by another program": func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1793880000, 0)) },
		"a copy":                     replace,
		"without a note":             func(path string) error { return os.Remove(path + "-checked") },
		"with half a note":           func(path string) error { return os.Truncate(path+"-checked", 20) },
		"after a program died":       func(path string) error { return os.WriteFile(path+"-owner-DEAD", nil, 0o600) },
		"with a mark of no sort":     func(path string) error { return os.Mkdir(path+"-owner-ODD", 0o700) },
		"with a log":                 func(path string) error { return os.WriteFile(path+"-wal", make([]byte, 4096), 0o600) },
	} {
		path := unseen(t, unchanged)
		if err := change(path); err != nil {
			t.Fatal(err)
		}
		if !isChecked(t, path) {
			t.Errorf("%s: not checked", name)
		}
	}
}

// replace puts a copy in the place of a file.
func replace(path string) error {
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path+".copy", data, 0o600)
	}
	if err == nil {
		err = os.Rename(path+".copy", path)
	}
	return err
}

// Who finds that another one died does not hide it from who opens the journal next, and a check makes good for it.
func TestADeadHandleIsSeenUntilTheJournalWasChecked(t *testing.T) {
	t.Parallel()
	path := filled(t, 3)
	j := open(t, path)
	if err := os.WriteFile(path+"-owner-DEAD", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db := raw(t, path)
	if _, err := db.Exec(`UPDATE movements SET status = 'sent', settled_at = NULL, owner = 'DEAD' WHERE seq = 1`); err != nil {
		t.Fatal(err)
	}
	if changed, err := j.Settle(t.Context(), nil); err != nil || len(changed) != 1 {
		t.Errorf("settled %v, %v", changed, err)
	}
	if _, err := os.Lstat(path + "-owner-DEAD"); err != nil {
		t.Error(err)
	}
	closed(t, open(t, path))
	if _, err := os.Lstat(path + "-owner-DEAD"); !os.IsNotExist(err) {
		t.Errorf("after a check: %v", err)
	}
}

// Damage that is met while the journal is used is looked for when it is opened next.
func TestDamageThatWasMetIsCheckedFor(t *testing.T) {
	t.Parallel()
	path := unseen(t, unchanged)
	j := open(t, path)
	if _, err := j.Movements(t.Context(), client.MovementFilter{}); !errors.Is(err, journal.ErrDamaged) {
		t.Fatal(err)
	}
	closed(t, j)
	if !isChecked(t, path) {
		t.Error("not checked")
	}
}

// What this program writes is no reason to check, also while SQLite brings its log into the file. What others write meanwhile is.
func TestOwnWritesAreNoReasonToCheck(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	j := open(t, path)
	if !sqlite.NoteHolds(path) {
		t.Fatal("it was just checked")
	}
	cents := int64(0)
	grow := func() {
		t.Helper()
		i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
		for before, first := size(t, path), cents; size(t, path) == before; {
			if cents++; cents > first+2000 {
				t.Fatal("the log is never brought into the file")
			}
			if _, err := topUp(t.Context(), j, account(i), decimal.New(cents, -2).String()); err != nil {
				t.Fatal(err)
			}
		}
	}
	grow()
	if !sqlite.NoteHolds(path) {
		t.Error("after the log was brought into the file")
	}
	if err := os.Chtimes(path, time.Time{}, time.Unix(1793880000, 0)); err != nil {
		t.Fatal(err)
	}
	grow()
	closed(t, j)
	if sqlite.NoteHolds(path) {
		t.Error("what somebody else wrote counts as seen")
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
