//go:build unix

package config

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestLoadRefusesFilesThatOthersCanRead(t *testing.T) {
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o620, 0o601, 0o644, 0o777} {
		path := write(t, ads)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := Load(Options{Path: path})
		want := "config " + path + " can be read by others (mode " + "0" + octal(mode) + ")\nrun: chmod 600 " + path
		if err == nil || err.Error() != want {
			t.Errorf("mode %o\ngot  %v\nwant %s", mode, err, want)
		}
	}
	for _, mode := range []fs.FileMode{0o600, 0o400, 0o700} {
		path := write(t, ads)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(Options{Path: path}); err != nil {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}

func octal(mode fs.FileMode) string {
	digits := []byte{'0' + byte(mode>>6&7), '0' + byte(mode>>3&7), '0' + byte(mode&7)}
	return string(digits)
}

func TestChmodHintCanBePasted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "my config's.toml")
	if err := os.WriteFile(path, []byte(ads), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Load(Options{Path: path})
	if err == nil {
		t.Fatal("a config that others can read is taken")
	}
	what, command, _ := strings.Cut(err.Error(), "\nrun: ")
	if want := "config " + path + " can be read by others (mode 0644)"; what != want {
		t.Errorf("got  %s\nwant %s", what, want)
	}
	if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v, %s", command, err, out)
	}
	if _, err := Load(Options{Path: path}); err != nil {
		t.Errorf("after %s: %v", command, err)
	}
}

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

// A named pipe must be refused, not waited for.
func TestLoadRefusesPipes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(Options{Path: path}); err == nil || err.Error() != "config "+path+" is not a regular file" {
		t.Errorf("got %v", err)
	}
	if _, err := readOpened(path, maxFile); err == nil || err.Error() != path+" is not a regular file" {
		t.Errorf("one that came after the first look: %v", err)
	}
}

func TestStateDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "state", "cardwallet")
	if err := StateDir(dir); err != nil {
		t.Fatal(err)
	}
	// Once made, once found open and closed again.
	for range 2 {
		info, err := os.Stat(dir)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("mode %o, want 700", info.Mode().Perm())
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := StateDir(dir); err != nil {
			t.Fatal(err)
		}
	}

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := StateDir(filepath.Join(file, "cardwallet"))
	want := "state directory " + file + "/cardwallet cannot be made: not a directory\n" +
		"name one of your own with --state, CARDWALLET_STATE or XDG_STATE_HOME"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestResolveFileThatOthersCanRead(t *testing.T) {
	path := write(t, "s3cret")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	_, err := mustRef(t, "file:"+path).Resolve(context.Background())
	want := "file:" + path + ": " + path + " can be read by others (mode 0640)\nrun: chmod 600 " + path
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
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
