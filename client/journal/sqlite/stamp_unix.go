//go:build linux || darwin

package sqlite

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// stamp is what a file looks like from outside: another file has another one, and so has the same one once it was written. The time of the
// last change (ctime) cannot be set. It is empty where it cannot be told.
func stamp(path string) string {
	var s unix.Stat_t
	if unix.Lstat(path, &s) != nil {
		return ""
	}
	return fmt.Sprint(s.Dev, " ", s.Ino, " ", s.Size, " ", s.Mtim.Nano(), " ", s.Ctim.Nano())
}
