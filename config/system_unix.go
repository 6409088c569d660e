//go:build unix

package config

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
)

// nonblock keeps the opening of a named pipe from waiting for who is at its other end.
const nonblock = syscall.O_NONBLOCK

// ownGroup gives the command a process group, so that ending it also ends what it started.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

func checkPrivate(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("%s: its owner cannot be found out", path)
	}
	return privacy(path, info.Mode(), stat.Uid, uint32(os.Geteuid()))
}

func closeToOthers(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("%s is open to others and cannot be closed: %w", dir, reason(err))
	}
	return nil
}
