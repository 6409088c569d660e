package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// Stdout is the output, and remembers that it could not be written: a command that prints line after line need not look at each, and
// none ends as if all had been told.
type Stdout struct {
	File *os.File
	mu   sync.Mutex
	err  error // the first one; nothing is written after it
}

// unwrittenError says that the output could not be written. What a command did beside that is not told by it.
type unwrittenError struct{ err error }

func (e *unwrittenError) Error() string { return "the output cannot be written: " + e.err.Error() }

func (e *unwrittenError) Unwrap() error { return e.err }

// Write writes to the output; every error is an *unwrittenError.
func (o *Stdout) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.File.Write(p)
	if err != nil {
		o.err = unwritten(err)
	}
	return n, o.err
}

// unwritten makes an *unwrittenError of an error of the output, without the words of the system for which file that is.
func unwritten(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return &unwrittenError{err}
}

func (o *Stdout) Failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// Read, Close and Fd make it the file of a terminal for what asks for its size and colours.
func (o *Stdout) Read(p []byte) (int, error) { return o.File.Read(p) }

// Close is for those who want a file: the output ends with the process.
func (o *Stdout) Close() error { return nil }

// Fd is that of the output.
func (o *Stdout) Fd() uintptr { return o.File.Fd() }

// Outlast lets a command that changes something live on when whoever reads its output goes away: writing to that pipe then fails, where
// else the system ends the process, which could be between sending and noting. Commands that only read end so, as others do.
func Outlast() {
	// Noticed rather than ignored, since what this process starts would inherit that.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
}

// Untold says on stderr what became of an order whose outcome could not be printed.
func (a *App) Untold(orderID, status string) {
	a.Note("order %s is %s, which could not be printed", orderID, status)
}

// Changed says that what a command was to change is changed: like the outcome of an order, that is what the exit code tells, whether it
// could be printed or not.
func (a *App) Changed() { a.done = true }

// outputCode is what the output adds to an exit code, with one sentence.
func (a *App) outputCode(code int) int {
	out, ok := a.Out.(*Stdout)
	if !ok || out.Failure() == nil {
		return code
	}
	fmt.Fprintln(a.Err, "cardwallet: "+out.Failure().Error())
	if code == ExitDone && !a.done && !a.Interrupts.Sent.Load() {
		return ExitFailed
	}
	return code
}
