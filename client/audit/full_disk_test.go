//go:build unix

package audit_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cardwallet/client/audit"
)

// fullVariable makes the test binary write to a trail whose files cannot grow, then where they can again.
const fullVariable = "CARDWALLET_TEST_AUDIT_FULL"

func init() {
	if dir := os.Getenv(fullVariable); dir != "" {
		if err := fullDisk(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// fullDisk writes entries while no file may become larger than limit, which the system holds as it does a full disk: part of a write
// succeeds. Then it writes where there is space.
func fullDisk(dir string) error {
	var limit uint64
	if _, err := fmt.Sscan(os.Getenv("LIMIT"), &limit); err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	var usual syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &usual); err != nil {
		return err
	}
	trail := audit.New(dir)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: usual.Max}); err != nil {
		return err
	}
	for range 2 {
		if err := trail.Record(context.Background(), entry("on a full disk")); !errors.Is(err, syscall.EFBIG) {
			return fmt.Errorf("on a full disk: %v", err)
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &usual); err != nil {
		return err
	}
	return trail.Record(context.Background(), entry("with space again"))
}

// A disk that was full is not somebody who changed the trail, wherever in the first entry, or in a later one, it became full.
func TestAFullDiskIsNotAChange(t *testing.T) {
	t.Parallel()
	for _, earlier := range []int{0, 1, 3} {
		dir := t.TempDir()
		record(t, audit.New(dir), make([]string, earlier)...)
		size := int64(0)
		if info, err := os.Stat(filepath.Join(dir, audit.FileName)); err == nil {
			size = info.Size()
		}
		limits := []int64{size, size + 1, size + 200} // a disk that is full lets what is there be overwritten, as the head is
		if earlier == 0 {
			limits = append(limits, 17, 40, 81, 82)
		}
		for _, limit := range limits {
			t.Run(fmt.Sprintf("%d entries, files of at most %d bytes", earlier, limit), func(t *testing.T) {
				t.Parallel()
				dir := filepath.Join(t.TempDir(), "state")
				record(t, audit.New(dir), make([]string, earlier)...)
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), fullVariable+"="+dir, fmt.Sprint("LIMIT=", limit))
				if out, err := child.CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				details, report := read(t, audit.New(dir))
				if !report.Sound() || report.Entries < earlier+1 || details[len(details)-1] != "with space again" {
					t.Errorf("%+v\n%s", report, strings.Join(details, "\n"))
				}
			})
		}
	}
}

// What earlier versions left on a full disk is a trail that was never written.
func TestAHeadOfZerosOfANewTrailIsNone(t *testing.T) {
	t.Parallel()
	first := fmt.Sprintf("%016d %064d\n", 0, 0)
	for _, written := range []int{0, 1, 40, 81} {
		dir := t.TempDir()
		head := first[:written] + strings.Repeat("\x00", 82-written)
		if err := os.WriteFile(filepath.Join(dir, "audit.head"), []byte(head), 0o600); err != nil {
			t.Fatal(err)
		}
		trail := audit.New(dir)
		if _, report := read(t, trail); !report.Sound() {
			t.Errorf("%d bytes written: %+v", written, report)
		}
		record(t, trail, "first")
		if _, report := read(t, trail); !report.Sound() || report.Entries != 1 {
			t.Errorf("%d bytes written: %+v", written, report)
		}
	}
	// In front of entries it proves that something was done to it.
	dir := t.TempDir()
	trail := audit.New(dir)
	record(t, trail, "first", "second")
	if err := os.WriteFile(filepath.Join(dir, "audit.head"), make([]byte, 82), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, report := read(t, trail); report.Sound() {
		t.Error("a head of zeros beside entries is sound")
	}
}
