//go:build unix

package config

import (
	"os/exec"
	"syscall"
)

// OwnGroup gives the command a process group, so that ending it also ends what it started.
func OwnGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
