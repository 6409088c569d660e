//go:build unix

package config

import (
	"context"
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

// A named pipe must be refused, not waited for.
func TestLoadRefusesPipes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(Options{Path: path}); err == nil || err.Error() != "config "+path+" is not a regular file" {
		t.Errorf("got %v", err)
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
