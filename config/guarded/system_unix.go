//go:build unix

package guarded

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// nonblock keeps the opening of a named pipe from waiting for who is at its other end.
const nonblock = syscall.O_NONBLOCK

func check(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("%s: its owner cannot be found out", path)
	}
	return privacy(path, info.Mode(), stat.Uid, uint32(os.Geteuid()))
}

// Close closes a directory to others.
func Close(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("%s is open to others and cannot be closed: %w", dir, Reason(err))
	}
	return nil
}
