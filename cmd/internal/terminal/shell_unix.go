//go:build unix

package terminal

import (
	"golang.org/x/sys/unix"
)

// ShellContinues reports whether a shell would continue this process after it was stopped. The command of an SSH connection or of a tmux
// window leads its session: there is no shell that would continue it, and the system does not stop it.
func ShellContinues() bool {
	sid, err := unix.Getsid(0)
	return err == nil && sid != unix.Getpgrp()
}
