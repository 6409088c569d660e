//go:build unix

package private

import (
	"fmt"
	"os"
	"syscall"
)

// nonblock keeps the opening of a named pipe from waiting for who is at its other end.
const nonblock = syscall.O_NONBLOCK

// Owned wants a directory of the user that this process runs as: root could write in another one, and would leave files there that its
// owner cannot read. Its error wraps ErrOwner.
func Owned(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("%s %w (uid %d)\nrun cardwallet as that user, or name a state directory of your own with --state", dir, ErrOwner, stat.Uid)
	}
	return nil
}
