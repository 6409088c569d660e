package clip

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

const terminalPath = "CONOUT$"

// detachedProcess is DETACHED_PROCESS of the Windows API: no console.
const detachedProcess = 0x00000008

// detach makes a command outlive the console.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: detachedProcess | syscall.CREATE_NEW_PROCESS_GROUP}
}

// lastingTerminal fails: an open file cannot be handed to a process here. Copies to the terminal have no cleaner then, and say so.
func lastingTerminal() (*os.File, error) { return nil, errors.ErrUnsupported }

func terminalName() string { return "console" }
