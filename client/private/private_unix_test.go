//go:build unix

package private_test

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cardwallet/client/private"
)

// oddities puts what is no plain file at the path, one after the other.
func oddities(t *testing.T) map[string]func(path string) error {
	return map[string]func(string) error{
		"a named pipe": func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a directory":  func(path string) error { return os.Mkdir(path, 0o700) },
		"a device":     func(path string) error { return os.Symlink("/dev/tty", path) },
		"a socket": func(path string) error {
			l, err := net.Listen("unix", path)
			if err == nil {
				t.Cleanup(func() { _ = l.Close() })
			}
			return err
		},
	}
}

func TestWhatIsNoPlainFileIsNotWaitedFor(t *testing.T) {
	t.Chdir(t.TempDir()) // a socket's path is short
	for name, put := range oddities(t) {
		path := strings.ReplaceAll(name, " ", "-")
		if err := put(path); err != nil {
			t.Fatal(err)
		}
		for _, flags := range []int{os.O_RDONLY, os.O_WRONLY | os.O_APPEND, os.O_RDWR | os.O_CREATE} {
			if f, err := private.Open(path, flags); err == nil || !strings.Contains(err.Error(), "not a plain file\nmove it away") {
				t.Errorf("%s: opened %v, %v", name, f, err)
			}
		}
		if _, err := private.ReadFile(path, 10); err == nil {
			t.Errorf("%s: read", name)
		}
		if lock, err := private.NewLock(path); err == nil {
			t.Errorf("%s: a lock %v", name, lock)
		}
	}
}

func TestPlainFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if _, err := private.ReadFile(path, 10); !os.IsNotExist(err) {
		t.Errorf("none: %v", err)
	}
	f, err := private.Open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("0123456789"); err != nil {
		t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil || info.Mode() != fs.FileMode(0o600) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if text, err := private.ReadFile(path, 10); err != nil || string(text) != "0123456789" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := private.ReadFile(path, 9); err == nil {
		t.Error("more than the limit is read")
	}
	lock, err := private.NewLock(path)
	if err != nil {
		t.Fatal(err)
	}
	if held, err := lock.TryLock(); !held || err != nil {
		t.Errorf("locked %v, %v", held, err)
	}
	_ = lock.Close()
}

func TestChmodHintCanBePasted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "$HOME isn't \"here\"")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chmod(path, 0o644)); err != nil { // whatever the umask is
		t.Fatal(err)
	}
	_, command, _ := strings.Cut(private.CheckFile(path).Error(), "\nrun: ")
	if out, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v, %s", command, err, out)
	}
	if err := private.CheckFile(path); err != nil {
		t.Errorf("after %s: %v", command, err)
	}
}

// foreign is a directory of another user, whoever runs the tests.
func foreign(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		return "/usr"
	}
	dir := t.TempDir()
	if err := os.Chown(dir, 12345, -1); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAnothersDirectoryIsNotWrittenIn(t *testing.T) {
	if _, err := private.NewLock(filepath.Join(t.TempDir(), "lock")); err != nil {
		t.Errorf("in one's own: %v", err)
	}
	path := filepath.Join(foreign(t), "cardwallet-test.lock")
	lock, err := private.NewLock(path)
	if !errors.Is(err, private.ErrOwner) || !strings.Contains(err.Error(), "\nrun cardwallet as that user") {
		t.Errorf("a lock %v, %v", lock, err)
	}
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("something was made: %v", err)
	}
}

func TestAFileThatIsOpenToOthers(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := private.Replace(path, []byte("one")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(private.CheckFile(path), private.CheckDirectory(dir)); err != nil {
		t.Errorf("one's own: %v", err)
	}
	if err := errors.Join(os.Chmod(path, 0o640), os.Chmod(dir, 0o770)); err != nil {
		t.Fatal(err)
	}
	if err := private.CheckFile(path); !errors.Is(err, private.ErrMode) || !strings.Contains(err.Error(), "\nrun: chmod 600 ") {
		t.Errorf("a file: %v", err)
	}
	if err := private.CheckDirectory(dir); !errors.Is(err, private.ErrMode) || !strings.Contains(err.Error(), "\nrun: chmod go-w ") {
		t.Errorf("a directory: %v", err)
	}
	f, err := private.OpenOwn(path, os.O_RDWR)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := private.CheckFile(path); err != nil {
		t.Errorf("it was not closed: %v", err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := private.CheckFile(link); err == nil || !strings.Contains(err.Error(), "not a plain file") {
		t.Errorf("a link: %v", err)
	}
}

func TestWholeFilesOrNone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	broken := errors.New("broken")
	if err := private.WriteNew(path, func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := private.WriteNew(path, text("new")); err != nil {
		t.Errorf("where nothing stayed: %v", err)
	}
	if err := private.WriteNew(path, text("other")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	dangling := filepath.Join(dir, "dangling")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), dangling); err != nil {
		t.Fatal(err)
	}
	if err := private.WriteNew(dangling, text("other")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("through a link: %v", err)
	}
	if err := private.Replace(path, []byte("newer")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != "newer" || err != nil || private.CheckFile(path) != nil {
		t.Errorf("%q, %v, %v", got, err, private.CheckFile(path))
	}
	if err := private.ReplaceSoon(path, []byte("newest")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != "newest" || err != nil || private.CheckFile(path) != nil {
		t.Errorf("%q, %v, %v", got, err, private.CheckFile(path))
	}
	for name, replace := range map[string]func(string, []byte) error{"at once": private.Replace, "soon": private.ReplaceSoon} {
		if err := replace(filepath.Join(dir, "none", "file"), nil); err == nil {
			t.Errorf("%s: in a directory that is not there", name)
		}
	}
	if names, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(names) != 2 {
		t.Errorf("left: %v, %v", names, err)
	}
}
