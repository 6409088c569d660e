//go:build unix

package clip

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

const terminalPath = "/dev/tty"

// detach makes a command outlive the terminal: it gets no hang-up when the session ends.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// lastingTerminal is the terminal of this process as an open file that stays the same terminal in a process without one. A name
// would not do: after a hang-up another session may get it. It fails where the terminal ends with this process, as it does for the
// command of an SSH connection: see leads.
func lastingTerminal() (*os.File, error) {
	if leads() {
		return nil, errors.New("the terminal ends with this process")
	}
	return terminalFile()
}

// leads reports whether this process leads its session: then the system hangs the terminal up when it ends, whoever has it open.
func leads() bool {
	sid, err := unix.Getsid(0)
	return err == nil && sid == os.Getpid()
}

func terminalFile() (*os.File, error) {
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
	tty, err := terminalFile()
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
