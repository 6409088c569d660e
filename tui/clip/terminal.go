package clip

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// SendToTerminal sends the sequence for value to the terminal of this process, past any redirection of its output. It is for
// commands and for the time after the screen is gone; while the screen is up only the screen writes. It does nothing where the
// board has done it.
func SendToTerminal(via Via, value string) error {
	if !via.ByCaller() {
		return nil
	}
	tty, err := openTerminal()
	if err != nil {
		return err
	}
	_, err = tty.WriteString(via.Sequence(value))
	return errors.Join(err, tty.Close())
}

// Send is SendToTerminal for a copy that was just put. Where it fails nothing was copied, and nothing of the copy stays: neither its
// cleaner nor its claim.
func (b *Board) Send(ctx context.Context, c Copy, value string) error {
	err := SendToTerminal(c.Via, value)
	if err != nil {
		_, _ = b.Clear(context.WithoutCancel(ctx), c) // what the caller would have to send for it cannot be sent either
	}
	return err
}

func openTerminal() (*os.File, error) {
	tty, err := os.OpenFile(terminalPath, os.O_WRONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("no terminal to send it to: %w\nrun the command in a terminal", err)
	}
	return tty, nil
}
