package clip

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/charmbracelet/x/ansi"
)

// Sequence is the OSC 52 sequence that asks a terminal to put value on the clipboard of the person in front of it.
func Sequence(value string) string { return ansi.SetSystemClipboard(value) }

// SendToTerminal writes the sequence for value to the terminal of this process, past any redirection of its output. It is for
// commands and for the time after the screen is gone; while the screen is up only the screen writes.
func SendToTerminal(value string) error {
	path := "/dev/tty"
	if runtime.GOOS == "windows" {
		path = "CONOUT$"
	}
	return sendTo(path, value)
}

func sendTo(path, value string) error {
	tty, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("no terminal to send it to: %w\nrun the command in a terminal", err)
	}
	_, err = tty.WriteString(Sequence(value))
	return errors.Join(err, tty.Close())
}
