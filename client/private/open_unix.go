//go:build unix

package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"al.essio.dev/pkg/shellescape"
)

// nonblock keeps the opening of a named pipe from waiting for who is at its other end.
const nonblock = syscall.O_NONBLOCK

// alone says why a file or a directory is not of this user alone: it has another owner, or others have one of the rights in closed.
func alone(path string, info fs.FileInfo, closed fs.FileMode) error {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		hint := "run cardwallet as that user"
		if info.IsDir() {
			hint += ", or name a state directory of your own with --state"
		}
		return fmt.Errorf("%s %w (uid %d)\n%s", path, ErrOwner, stat.Uid, hint)
	}
	if perm := info.Mode().Perm(); perm&closed != 0 {
		hint := "chmod 600"
		if info.IsDir() {
			hint = "chmod go-w"
		}
		return fmt.Errorf("%s %w (mode %04o)\nrun: %s %s", path, ErrMode, perm, hint, shellescape.Quote(path))
	}
	return nil
}

func closeToOthers(f *os.File) error { return f.Chmod(0o600) }

// SyncDirectory makes the names in a directory durable, where the file system can.
func SyncDirectory(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}
