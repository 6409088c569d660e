//go:build unix

package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"cardwallet/client/private"
)

// checkDirectory refuses a directory in which others could put a file of their own in the journal's place, and one of another user, where
// root would write past the owner's guards.
func checkDirectory(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("cannot look at the journal's directory: %w", err)
	}
	if err := private.Owned(dir); err != nil {
		return fmt.Errorf("%w: its directory %w", ErrExposed, err)
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%w: others can write in its directory %s\nrun: chmod go-w %q", ErrExposed, dir, dir)
	}
	return nil
}

// checkFile wants a plain file that belongs to the person and that nobody else can read, as ssh does for its keys.
func checkFile(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("cannot look at the journal: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a plain file\nmove it away", path)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Getuid() {
		return fmt.Errorf("%w: %s belongs to another user\nrun cardwallet as that user", ErrExposed, path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%w: %s has permissions %04o\nrun: chmod 600 %q", ErrExposed, path, info.Mode().Perm(), path)
	}
	return nil
}

// syncDirectory makes the file's name durable, and as far as possible that of its directory, which may be new.
func syncDirectory(path string) error {
	dir := filepath.Dir(path)
	if parent, err := os.Open(filepath.Dir(dir)); err == nil {
		_ = errors.Join(parent.Sync(), parent.Close()) // it may be on another file system that cannot
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("cannot make the journal durable: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return fmt.Errorf("cannot make the journal durable: %w", err)
	}
	return nil
}
