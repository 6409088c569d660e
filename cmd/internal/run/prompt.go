package run

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"golang.org/x/term"

	"cardwallet/tui/dialog"
)

// QuietTime is how long the keyboard must be quiet after a question appears before an answer to it counts.
const QuietTime = dialog.Grace

// ErrInterrupted ends a command whose question was not answered.
var ErrInterrupted = errors.New("interrupted, nothing was sent")

// console is a terminal that shows a question and takes the answer.
type console struct {
	in  *os.File
	out io.Writer
}

// console is where questions are asked: at stdin and stderr where both are a terminal, else at the terminal that the command was started
// from. If only one of the two were a terminal, a person could not read the question or not answer it. ok is false where there is no
// terminal.
func (a *App) console() (c console, ok bool) {
	if in, is := a.In.(*os.File); is && isTerminal(in) && isTerminal(a.Err) {
		return console{in, a.Err}, true
	}
	if _, is := a.In.(*os.File); !is { // not the streams of a process
		return console{}, false
	}
	if a.tty == nil {
		in, out, err := openTerminal()
		if err != nil {
			return console{}, false
		}
		a.OnClose(func() { _, _ = in.Close(), out.Close() })
		a.tty = &console{in, out}
	}
	return *a.tty, true
}

func isTerminal(stream any) bool {
	f, ok := stream.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// Interactive reports whether a question can be asked.
func (a *App) Interactive() bool {
	_, ok := a.console()
	return ok
}

// OnScreen reports whether a full screen can be drawn, and the keys read that are meant for it.
func (a *App) OnScreen() bool { return isTerminal(a.In) && isTerminal(a.Out) }

// Beside is where to print what belongs to a question. It is the place where the question is asked.
func (a *App) Beside() io.Writer {
	if c, ok := a.console(); ok {
		return c.out
	}
	return a.Err
}

// CannotAsk is the error of a question without a terminal to ask it at. The hint says what to do instead.
func CannotAsk(hint string, args ...any) error {
	return Usagef("cannot ask: there is no terminal on stdin and stderr, and no other to ask at\n"+hint, args...)
}

// ErrNotConfirmed ends a command whose question was answered with no.
var ErrNotConfirmed = errors.New("not confirmed, nothing was sent")

// Ask wants a typed y; anything else is no.
func (a *App) Ask(ctx context.Context, question string) error {
	answer, err := a.ReadLine(ctx, question, " [y/N] ")
	if err == nil && !strings.EqualFold(strings.TrimSpace(answer), "y") {
		err = ErrNotConfirmed
	}
	return err
}

// ReadLine asks for one line. It drops what was typed or pasted before the question was there and the keyboard then was quiet: that was
// meant for something else. The mark after the question shows the person that typing counts from now on.
func (a *App) ReadLine(ctx context.Context, question, mark string) (string, error) {
	line, err := a.prompted(ctx, question, mark, false, func(f *os.File) ([]byte, error) {
		line, err := bufio.NewReader(f).ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return line, err
	})
	defer clear(line)
	return string(line), err
}

// ReadPassphrase asks without showing what is typed. The caller wipes the result.
func (a *App) ReadPassphrase(ctx context.Context, prompt string) ([]byte, error) {
	return a.prompted(ctx, prompt, "", true, func(f *os.File) ([]byte, error) {
		defer fmt.Fprintln(a.Beside())
		return term.ReadPassword(int(f.Fd()))
	})
}

// prompted asks at the terminal until there is an answer or an interrupt. An interrupted read cannot be stopped. It ends with the process,
// which ends next.
//
// For an unseen answer the echo goes off before the prompt appears, since people begin to type as soon as they see it.
func (a *App) prompted(ctx context.Context, question, mark string, unseen bool, read func(*os.File) ([]byte, error)) ([]byte, error) {
	c, ok := a.console()
	if !ok {
		return nil, CannotAsk("run it in a terminal")
	}
	f := c.in
	state, err := term.GetState(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	ask := func() { fmt.Fprint(c.out, SafeLine(question)) }
	var stops atomic.Int32
	heeded := func() { stops.Add(1) } // for an answer that is shown the loop below asks again
	if unseen {
		heeded = func() { ask(); fmt.Fprint(c.out, mark) }
		defer func() { _ = term.Restore(int(f.Fd()), state) }()
	}
	defer heedStops(f, state, unseen, heeded)()
	if unseen {
		echoOff(f)
	}
	discardTyped(f)
	ask()
	text, err := aside(ctx, func() ([]byte, error) {
		if unseen {
			fmt.Fprint(c.out, mark)
			return read(f)
		}
		for ; ctx.Err() == nil; ask() {
			before := stops.Load()
			stopped := func() bool { return ctx.Err() != nil || stops.Load() != before }
			if awaitQuiet(f); stopped() {
				continue
			}
			fmt.Fprint(c.out, mark)
			if !awaitLine(f, stopped) {
				continue // what comes now was typed for the shell
			}
			if text, err := read(f); !stopped() {
				return text, err
			}
		}
		return nil, ErrInterrupted
	})
	if errors.Is(err, ErrInterrupted) {
		fmt.Fprintln(c.out)
		_ = term.Restore(int(f.Fd()), state) // the echo may be off
	}
	return text, err
}

// OnTerminal reports whether stdin is a terminal. A flag that reads a secret from stdin then asks for it, unseen, as without the flag.
func (a *App) OnTerminal() bool { return isTerminal(a.In) }

// StdinLines reads secrets for a command from stdin, one a line.
func (a *App) StdinLines(ctx context.Context, n int) ([][]byte, error) {
	const most = 1024
	data, err := aside(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.In, most)) })
	defer clear(data)
	if errors.Is(err, ErrInterrupted) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read stdin: %w", err)
	}
	var lines [][]byte
	for line := range bytes.Lines(data) {
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		lines = append(lines, bytes.Clone(line))
	}
	if len(lines) != n {
		for _, line := range lines {
			clear(line)
		}
		return nil, Usagef("stdin must have %s", Plural(n, "line", "lines"))
	}
	return lines, nil
}
