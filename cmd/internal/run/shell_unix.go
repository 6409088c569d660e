//go:build unix

package run

import (
	"golang.org/x/sys/unix"
)

// ShellContinues reports whether a shell would continue this process after it was stopped. In the process group that leads the session,
// as the command of an SSH connection or of a tmux window, none is left that would, and the system stops no such group.
func ShellContinues() bool {
	sid, err := unix.Getsid(0)
	return err == nil && sid != unix.Getpgrp()
}
