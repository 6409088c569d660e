// Package terminal asks a person for a line at the terminal, and takes only what was typed for that question. It prints nothing that is
// not safe already. It also tells when nobody reads any more what the program writes.
package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"golang.org/x/term"

	"cardwallet/tui/dialog"
)

// QuietTime is how long the keyboard must be quiet after a question appears before an answer to it counts.
const QuietTime = dialog.Grace

// ErrInterrupted ends a command whose question was not answered.
var ErrInterrupted = errors.New("interrupted, nothing was sent")

// Console is a terminal that shows a question and takes the answer.
type Console struct {
	In  *os.File
	Out io.Writer
}

// Open opens the terminal that the process was started from. The caller closes it.
func Open() (Console, error) {
	in, out, err := open()
	return Console{in, out}, err
}

// Close closes what Open opened.
func (c Console) Close() {
	_ = c.In.Close()
	if out, is := c.Out.(io.Closer); is {
		_ = out.Close()
	}
}

// Is reports whether a stream is a terminal.
func Is(stream any) bool {
	f, ok := stream.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// ReadLine asks for one line. It drops what was typed or pasted before the question was there and the keyboard then was quiet: that was
// meant for something else. The mark after the question shows the person that typing counts from now on. The caller wipes the result.
func (c Console) ReadLine(ctx context.Context, question, mark string) ([]byte, error) {
	return c.prompted(ctx, question, mark, false, func(f *os.File) ([]byte, error) {
		line, err := bufio.NewReader(f).ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return line, err
	})
}

// ReadSecret asks without showing what is typed. The caller wipes the result.
func (c Console) ReadSecret(ctx context.Context, question string) ([]byte, error) {
	return c.prompted(ctx, question, "", true, func(f *os.File) ([]byte, error) {
		defer fmt.Fprintln(c.Out)
		return term.ReadPassword(int(f.Fd()))
	})
}

// prompted asks at the terminal until there is an answer or an interrupt. An interrupted read cannot be stopped. It ends with the process,
// which ends next.
//
// For an unseen answer the echo goes off before the prompt appears, since people begin to type as soon as they see it.
func (c Console) prompted(ctx context.Context, question, mark string, unseen bool, read func(*os.File) ([]byte, error)) ([]byte, error) {
	f := c.In
	state, err := term.GetState(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	ask := func() { fmt.Fprint(c.Out, question) }
	var stops atomic.Int32
	heeded := func() { stops.Add(1) } // for an answer that is shown the loop below asks again
	if unseen {
		heeded = func() { ask(); fmt.Fprint(c.Out, mark) }
		defer func() { _ = term.Restore(int(f.Fd()), state) }()
	}
	defer heedStops(f, state, unseen, heeded)()
	if unseen {
		echoOff(f)
	}
	discardTyped(f)
	ask()
	text, err := Aside(ctx, func() ([]byte, error) {
		if unseen {
			fmt.Fprint(c.Out, mark)
			return read(f)
		}
		for ; ctx.Err() == nil; ask() {
			before := stops.Load()
			stopped := func() bool { return ctx.Err() != nil || stops.Load() != before }
			if awaitQuiet(f); stopped() {
				continue
			}
			fmt.Fprint(c.Out, mark)
			if !awaitLine(f, stopped) {
				continue // what comes now was typed for the shell
			}
			if text, err := read(f); !stopped() {
				return text, err
			}
		}
		return nil, ended(ctx)
	})
	if ctx.Err() != nil {
		fmt.Fprintln(c.Out)
		_ = term.Restore(int(f.Fd()), state) // the echo may be off
	}
	return text, err
}

// Aside runs f, which may never return, and waits for it until ctx ends. What f returns later is lost.
func Aside[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := f()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ended(ctx)
	}
}

// ended is the error of a context that ended: that of a deadline, or ErrInterrupted.
func ended(ctx context.Context) error {
	if err := ctx.Err(); errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return ErrInterrupted
}
