package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
)

// What durability rests on.
func TestDatabaseSettings(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	var mode string
	if err := raw(t, path).QueryRow(`PRAGMA journal_mode`).Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("journal mode %q, %v", mode, err)
	}
	for pragma, want := range map[string]int{"synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "fullfsync": 1} {
		got, err := sqlite.Pragma(t.Context(), path, pragma)
		if err != nil || got != want {
			t.Errorf("%s = %d, %v; want %d", pragma, got, err, want)
		}
	}
}

// Another program that holds the file for long is an error with a hint, and nothing is sent.
func TestBusy(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := journal.New(sqlite.WaitOnlyBriefly(path))
	defer j.Close()
	if err := j.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	db := raw(t, path)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	if _, err := topUp(t.Context(), j, account(i), "1"); err == nil || !strings.Contains(err.Error(), "another program holds") ||
		len(i.orders()) != 0 {
		t.Errorf("%v, sent %v", err, i.orders())
	}
	if rows, err := j.Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows) != 0 {
		t.Errorf("reading while another writes: %v, %v", rows, err)
	}
	if err := errors.Join(rollback(t.Context(), conn), conn.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := topUp(t.Context(), j, account(i), "1"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func rollback(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `ROLLBACK`)
	return err
}

func TestLockFiles(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	locks := func() (names []string) {
		names, err := filepath.Glob(path + "-owner-*")
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	one, two := open(t, path), open(t, path)
	if n := len(locks()); n != 2 {
		t.Errorf("%d locks for two handles", n)
	}
	for _, name := range locks() {
		if info, err := os.Lstat(name); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	closed(t, two)
	stale := path + "-owner-STALE"
	if err := os.WriteFile(stale, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	three := open(t, path)
	if n := len(locks()); n != 2 {
		t.Errorf("after one died: %v", locks())
	}
	for _, j := range []*journal.Journal{one, three} {
		closed(t, j)
	}
	if n := len(locks()); n != 0 {
		t.Errorf("left behind: %v", locks())
	}
}
