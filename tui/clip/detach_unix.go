//go:build unix

package clip

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/term"
)

const terminalPath = "/dev/tty"

// detach makes a command outlive the terminal: it gets no hang-up when the session ends.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// lastingTerminal is the terminal of this process as an open file that stays the same terminal in a process without one. A name
// would not do: after a hang-up another session may get it.
func lastingTerminal() (*os.File, error) {
	for _, f := range []*os.File{os.Stderr, os.Stdout} {
		if !term.IsTerminal(int(f.Fd())) {
			continue
		}
		if fd, err := syscall.Dup(int(f.Fd())); err == nil {
			syscall.CloseOnExec(fd)
			return os.NewFile(uintptr(fd), "terminal"), nil
		}
	}
	return openTerminal()
}

// terminalName tells the terminals of this machine apart. With output redirected it is only known whose child this is.
func terminalName() string {
	tty, err := lastingTerminal()
	if err != nil {
		return ""
	}
	defer tty.Close()
	var s syscall.Stat_t
	if tty.Name() == terminalPath || syscall.Fstat(int(tty.Fd()), &s) != nil {
		return fmt.Sprint("of ", os.Getppid())
	}
	return fmt.Sprint(s.Rdev)
}
