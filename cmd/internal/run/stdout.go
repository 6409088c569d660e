package run

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"cardwallet/cmd/internal/documents"
)

// Stdout is the output. It remembers an error of writing, so that a command that prints many lines does not have to check each. The error
// is told at the end, and decides the exit code.
type Stdout struct {
	File *os.File
	mu   sync.Mutex
	err  error // the first one; nothing is written after it

	stream bool // see App.WhileRead
}

// unwrittenError says that the output could not be written. It says nothing about what the command did.
type unwrittenError struct{ err error }

// Error says what failed.
func (e *unwrittenError) Error() string { return "the output cannot be written: " + e.err.Error() }

// Unwrap gives the error of the system.
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

// unwritten makes an *unwrittenError of an error of the output. It leaves out what the system calls the file.
func unwritten(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return &unwrittenError{err}
}

// Failure is the first error of writing; nil where there was none.
func (o *Stdout) Failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// Read reads from the file. With Close and Fd it makes Stdout a file, which libraries want that ask a terminal for its size and colours.
func (o *Stdout) Read(p []byte) (int, error) { return o.File.Read(p) }

// Close does nothing: the output ends with the process.
func (o *Stdout) Close() error { return nil }

// Fd is the file descriptor of the output.
func (o *Stdout) Fd() uintptr { return o.File.Fd() }

// Outlast keeps the process alive when the reader of its output goes away: writing to that pipe then fails. Otherwise the system would end
// the process, maybe between sending an order and noting it. Commands that only read do not call it.
func Outlast() {
	// The signal is taken and not ignored, since processes that this one starts would inherit that.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
}

// Untold says on stderr what became of an order if its outcome could not be printed.
func (a *App) Untold(orderID, status string) {
	a.Note("order %s is %s, which could not be printed", orderID, status)
}

// Changed notes that the command has made its change. The exit code then says so, even if the output cannot be written.
func (a *App) Changed() { a.done = true }

// outputCode prints the error of the output, if there is one, and gives the exit code with it.
func (a *App) outputCode(code int) int {
	out, ok := a.Out.(*Stdout)
	if !ok || out.Failure() == nil || out.stream && errors.Is(out.Failure(), syscall.EPIPE) {
		return code
	}
	a.tellError(documents.LevelError, out.Failure())
	if code == ExitDone && !a.done && !a.Interrupts.Sent.Load() {
		return ExitFailed
	}
	return code
}
