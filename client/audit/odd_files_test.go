//go:build unix

package audit_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"

	"cardwallet/client"
	"cardwallet/client/audit"
)

// What is no file in the place of one is said, and nothing waits for who is at its other end.
func TestANamedPipeInPlaceOfAFileIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for _, name := range []string{audit.FileName, "audit.head", "audit.lock"} {
		for kind, put := range map[string]func(string) error{
			"pipe":      func(path string) error { return syscall.Mkfifo(path, 0o600) },
			"directory": func(path string) error { return os.Mkdir(path, 0o700) },
		} {
			dir := t.TempDir()
			trail := audit.New(dir)
			record(t, trail, "before")
			path := filepath.Join(dir, name)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := put(path); err != nil {
				t.Fatal(err)
			}
			if err := trail.Record(t.Context(), entry("after")); err == nil || !strings.Contains(err.Error(), "not a plain file") {
				t.Errorf("%s, a %s: %v", name, kind, err)
			}
			_, err := trail.Read(t.Context(), nil)
			if readable := name == "audit.lock"; (err == nil) != readable {
				t.Errorf("%s, a %s: read %v", name, kind, err)
			}
			if err := trail.Newest(func(client.AuditEntry) bool { return true }); (err == nil) != (name != audit.FileName) {
				t.Errorf("%s, a %s: newest %v", name, kind, err)
			}
		}
	}
}

// One that holds the lock and writes nothing is waited for once, for a second; as soon as it is gone everything is written again.
func TestAHeldLockIsWaitedForOnce(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		trail := audit.New(dir)
		record(t, trail, "first")
		lock := flock.New(filepath.Join(dir, "audit.lock"))
		if held, err := lock.TryLock(); !held || err != nil {
			t.Fatal(held, err)
		}
		start := time.Now()
		const entries = 20
		for range entries {
			if err := trail.Record(t.Context(), entry("held")); err == nil || !strings.Contains(err.Error(), "unrecorded") {
				t.Errorf("got %v", err)
			}
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%d entries waited for %v", entries, took)
		}
		if err := lock.Close(); err != nil {
			t.Fatal(err)
		}
		record(t, trail, "again")
		if details, report := read(t, trail); strings.Join(details, " ") != "first again" || !report.Sound() {
			t.Errorf("%v, %+v", details, report)
		}
	})
}

// Newest is the trail backwards, whole lines only, also where it has more than is read at a time.
func TestNewestIsTheTrailBackwards(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	trail := audit.New(dir)
	if err := trail.Newest(func(client.AuditEntry) bool { t.Error("an entry of nothing"); return true }); err != nil {
		t.Error(err)
	}
	var entries []client.AuditEntry
	for n := range 400 {
		e := entry(strings.Repeat("x", n%200))
		e.OrderID = "CW" + strings.Repeat("I", n)
		entries = append(entries, e)
	}
	if err := trail.Record(t.Context(), entries...); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(trail.Path(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"seq":401`); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	n := len(entries)
	if err := trail.Newest(func(e client.AuditEntry) bool {
		n--
		if n < 0 || e.Detail != entries[n].Detail || len(e.OrderID) != min(200, len(entries[n].OrderID)) {
			t.Fatalf("entry %d is %+v", n, e)
		}
		return true
	}); err != nil || n != 0 {
		t.Errorf("%d entries were not seen, %v", n, err)
	}
	seen := 0
	if err := trail.Newest(func(client.AuditEntry) bool { seen++; return seen < 3 }); err != nil || seen != 3 {
		t.Errorf("%d entries after it had enough, %v", seen, err)
	}
}
