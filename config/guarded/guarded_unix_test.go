//go:build unix

package guarded

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestPrivacyOwner(t *testing.T) {
	tests := []struct {
		owner, reader uint32
		want          string
	}{
		{1000, 1000, ""},
		{0, 1000, ""},
		{0, 0, ""},
		{1001, 1000, "f belongs to another user (uid 1001)\nuse a file of your own"},
		{1001, 0, "f belongs to another user (uid 1001)\nuse a file of your own"},
	}
	for _, test := range tests {
		got := ""
		if err := privacy("f", 0o600, test.owner, test.reader); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("owner %d, reader %d: %q, want %q", test.owner, test.reader, got, test.want)
		}
	}
}

// A named pipe that took the place of the file after the first look is not waited for either.
func TestAPipeThatCameLater(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readOpened(path, 1<<20); err == nil || err.Error() != path+" is not a regular file" {
		t.Errorf("got %v", err)
	}
}

func TestExposed(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "journal.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	expect := func(path string, mode fs.FileMode, want string) {
		t.Helper()
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := Exposed(path); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("mode %o: %q, want %q", mode, got, want)
		}
	}
	expect(file, 0o600, "")
	expect(file, 0o644, file+" can be read by others (mode 0644)\nrun: chmod 600 "+file)
	expect(dir, 0o700, "")
	expect(dir, 0o755, dir+" can be entered by others (mode 0755)\nrun: chmod 700 "+dir)
	if err := Exposed(filepath.Join(dir, "nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
}
