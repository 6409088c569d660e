package sqlite_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
)

// filled is a closed journal with some rows.
func filled(t testing.TB, rows int) string {
	t.Helper()
	path := newPath(t)
	j, err := openAt(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	for n := range int64(rows) {
		amount := decimal.New(2500+n, -2).String() // each its own, so that none is a repetition
		if _, err := topUp(t.Context(), j, account(i), amount); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// refused opens what must not open, and checks that the file is as it was.
func refused(t *testing.T, path string, want error, hint string) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	j, err := openAt(t.Context(), path)
	if err == nil {
		j.Close()
		t.Fatal("opened")
	}
	first, rest, hinted := strings.Cut(err.Error(), "\n")
	if want != nil && !errors.Is(err, want) || !hinted || !strings.Contains(rest, hint) || !strings.Contains(first, filepath.Dir(path)) {
		t.Errorf("error %q, want %v, the path, and a hint with %q", err, want, hint)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestPermissionsOfANewJournal(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	path := filepath.Join(t.TempDir(), "state", "cardwallet", "journal.db")
	j := open(t, path)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	if _, err := topUp(t.Context(), j, account(i), "25"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{
		filepath.Dir(path): os.ModeDir | 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600,
	} {
		info, err := os.Lstat(name)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
}

func TestExposedJournalIsRefused(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o644} {
		path := filled(t, 1)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		refused(t, path, sqlite.ErrExposed, "chmod 600")
	}
	for _, mode := range []os.FileMode{0o770, 0o707, 0o777 | os.ModeSticky} {
		path := filled(t, 1)
		if err := os.Chmod(filepath.Dir(path), mode); err != nil {
			t.Fatal(err)
		}
		refused(t, path, sqlite.ErrExposed, "chmod go-w")
	}
}

func TestLinkIsRefused(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	link := filepath.Join(filepath.Dir(path), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no links here:", err)
	}
	refused(t, link, nil, "move it away")
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	db := raw(t, path)
	if _, err := db.Exec(`PRAGMA user_version = 99`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	refused(t, path, sqlite.ErrNewer, "newer cardwallet")
}

func TestDatabaseOfAnotherProgramIsRefused(t *testing.T) {
	t.Parallel()
	for name, statement := range map[string]string{
		"without a version": `CREATE TABLE cookies (name TEXT)`,
		"with a version":    `PRAGMA user_version = 1`,
		"with an id":        `PRAGMA application_id = 7`,
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			db := raw(t, path)
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
			db.Close()
			refused(t, path, nil, "not touched")
		})
	}
}

// damaged are files that are no usable journal, made from a good one.
var damaged = map[string]func([]byte) []byte{
	"text": func([]byte) []byte {
		return []byte("this is no database, it is a letter that somebody has put here by mistake")
	},
	"header":        func(b []byte) []byte { copy(b, "SQLite format 9"); return b },
	"cut off":       func(b []byte) []byte { return b[:len(b)/2] },
	"pages zeroed":  func(b []byte) []byte { clear(b[4096:]); return b },
	"pages garbled": func(b []byte) []byte { copy(b[5*4096:], bytes.Repeat([]byte{0xA5}, 2*4096)); return b },
}

// A damaged journal is renamed and kept as it is. That start fails and says where it is; the next one begins a new journal.
func TestDamagedJournalIsSetAside(t *testing.T) {
	t.Parallel()
	good, err := os.ReadFile(filled(t, 200))
	if err != nil {
		t.Fatal(err)
	}
	clock := journal.WithClock(func() time.Time { return time.Date(2026, 11, 5, 10, 0, 0, 0, time.UTC) })
	for name, f := range damaged {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			for _, aside := range []string{path + ".damaged-20261105-100000", path + ".damaged-20261105-100000-2"} {
				bad := f(bytes.Clone(good))
				if err := os.WriteFile(path, bad, 0o600); err != nil {
					t.Fatal(err)
				}
				_, err := openAt(t.Context(), path, clock)
				if !errors.Is(err, journal.ErrDamaged) {
					t.Fatalf("error %v", err)
				}
				first, hint, _ := strings.Cut(err.Error(), "\n")
				if !strings.Contains(first, path) || !strings.Contains(hint, aside+",") || !strings.Contains(hint, "at the issuers") ||
					strings.Contains(hint, "\n") {
					t.Errorf("error %q", err)
				}
				kept, err := os.ReadFile(aside)
				if err != nil || !bytes.Equal(kept, bad) {
					t.Errorf("what was set aside differs (%v)", err)
				}
			}
			j := open(t, path, clock)
			if rows, err := j.Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows) != 0 {
				t.Errorf("the new journal has %v, %v", rows, err)
			}
		})
	}
}

// What another process is at work in is not taken away from it.
func TestDamagedJournalInUse(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	other := open(t, path)
	bad := []byte("not a database")
	if err := os.WriteFile(path, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openAt(t.Context(), path); !errors.Is(err, journal.ErrDamaged) ||
		!strings.Contains(err.Error(), "another cardwallet has it open") {
		t.Errorf("error %v", err)
	}
	if kept, err := os.ReadFile(path); err != nil || !bytes.Equal(kept, bad) {
		t.Errorf("the file is %q, %v", kept, err)
	}
	closed(t, other)
	if _, err := openAt(t.Context(), path); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), "was set aside as") {
		t.Errorf("when it is alone: %v", err)
	}
}

func TestDamagedAmount(t *testing.T) {
	t.Parallel()
	for column, value := range map[string]string{"amount": "lots", "fee": "some"} {
		path := filled(t, 1)
		db := raw(t, path)
		if _, err := db.Exec(`UPDATE movements SET `+column+` = ?, fee_currency = 'USD'`, value); err != nil {
			t.Fatal(err)
		}
		db.Close()
		j := open(t, path)
		if _, err := j.Movements(t.Context(), client.MovementFilter{}); !errors.Is(err, journal.ErrDamaged) ||
			!strings.Contains(err.Error(), value) {
			t.Errorf("error %v", err)
		}
	}
}

// The log of a journal that is gone can hold movements; a new journal would throw them away.
func TestLogWithoutItsJournal(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	if err := os.WriteFile(path+"-wal", []byte("frames"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := openAt(t.Context(), path)
	if !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), path+"-wal") {
		t.Errorf("error %v", err)
	}
	if aside, err := filepath.Glob(path + ".damaged-*-wal"); err != nil || len(aside) != 1 {
		t.Errorf("set aside: %v, %v", aside, err)
	}
	open(t, path)
}

func TestStrangePath(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a b?mode=memory#c%20&ü", "j?.db")
	if runtime.GOOS == "windows" {
		path = filepath.Join(t.TempDir(), "a b#c%20&ü", "j.db")
	}
	j := open(t, path)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	if _, err := topUp(t.Context(), j, account(i), "25"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Errorf("%v, %v", info, err)
	}
}

func FuzzOpen(f *testing.F) {
	good, err := os.ReadFile(filled(f, 3))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:4096])
	f.Add(good[:100])
	f.Add([]byte("SQLite format 3\x00"))
	f.Add([]byte{})
	for _, i := range []int{16, 18, 28, 60, 68, 100, 105, 4100, 8200} {
		bad := bytes.Clone(good)
		bad[i] ^= 0xFF
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := newPath(t)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := openAt(t.Context(), path)
		if err != nil {
			kept := path
			if aside, _ := filepath.Glob(path + ".damaged-*[0-9]"); len(aside) == 1 {
				kept = aside[0]
			}
			if after, err := os.ReadFile(kept); err != nil || !bytes.Equal(data, after) {
				t.Errorf("a refused file was changed (%v)", err)
			}
			return
		}
		defer j.Close()
		rows, err := j.Movements(t.Context(), client.MovementFilter{})
		for _, m := range rows {
			if !m.Amount.Known() && m.Amount.Amount.IsPositive() {
				t.Errorf("an amount without a currency: %+v", m)
			}
		}
		if err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("an error that says nothing")
		}
	})
}
