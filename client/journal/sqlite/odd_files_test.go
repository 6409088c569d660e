//go:build unix

package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cardwallet/client"
	"cardwallet/client/journal/sqlite"
)

// Root moves no money in another user's directory, where its rows would be the owner's guards.
func TestAnothersStateDirectoryIsRefused(t *testing.T) {
	t.Parallel()
	dir := "/usr"
	if os.Geteuid() == 0 {
		dir = t.TempDir()
		if err := os.Chown(dir, 12345, -1); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "journal.db")
	_, opened := openAt(t.Context(), path)
	_, inspected := sqlite.Inspect(t.Context(), path)
	for _, err := range []error{opened, inspected} {
		if !errors.Is(err, sqlite.ErrExposed) || !strings.Contains(err.Error(), dir+" belongs to another user") ||
			!strings.Contains(err.Error(), "\nrun cardwallet as that user") {
			t.Errorf("got %v", err)
		}
	}
	if files, err := os.ReadDir(dir); dir != "/usr" && (err != nil || len(files) != 0) {
		t.Errorf("left %v, %v", files, err)
	}
}

// A named pipe in the place of any file is said or passed over, and never waited for.
func TestANamedPipeBesideTheJournalIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		path := newPath(t)
		if err := syscall.Mkfifo(path+suffix, 0o600); err != nil {
			t.Fatal(err)
		}
		if suffix != "" {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, opened := openAt(t.Context(), path)
		_, inspected := sqlite.Inspect(t.Context(), path)
		for _, err := range []error{opened, inspected} {
			if err == nil || !strings.Contains(err.Error(), "not a plain file\nmove it away") {
				t.Errorf("journal.db%s: %v", suffix, err)
			}
		}
	}
	path := newPath(t)
	if err := syscall.Mkfifo(path+"-owner-SOMEBODY", 0o600); err != nil {
		t.Fatal(err)
	}
	j := open(t, path)
	if m, err := topUp(t.Context(), j, account(i), "25"); err != nil {
		t.Errorf("a pipe in the place of another's lock: %v, %v", m, err)
	}
	if _, err := j.Settle(t.Context(), nil); err != nil {
		t.Error(err)
	}
}
