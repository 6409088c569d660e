package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// errInterrupted ends a command whose question was not answered.
var errInterrupted = errors.New("interrupted, nothing was sent")

// interactive reports whether a question can be asked: there is a terminal on stdin.
func (a *app) interactive() bool { return a.onTerminal() }

// ask wants a typed y; anything else is no.
func (a *app) ask(ctx context.Context, question string) error {
	answer, err := a.readLine(ctx, question+" [y/N] ")
	if err != nil {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(answer), "y") {
		return errors.New("not confirmed, nothing was sent")
	}
	return nil
}

// readLine asks for one line. What was typed before the question was there does not count: it was meant for something else.
func (a *app) readLine(ctx context.Context, prompt string) (string, error) {
	line, err := a.prompted(ctx, prompt, false, func(f *os.File) ([]byte, error) {
		line, err := bufio.NewReader(f).ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return line, err
	})
	defer clear(line)
	return string(line), err
}

// readPassphrase asks without showing what is typed. The caller wipes it.
func (a *app) readPassphrase(ctx context.Context, prompt string) ([]byte, error) {
	return a.prompted(ctx, prompt, true, func(f *os.File) ([]byte, error) {
		defer fmt.Fprintln(a.err)
		return term.ReadPassword(int(f.Fd()))
	})
}

// prompted reads from the terminal until it is answered or interrupted. A read that was interrupted cannot be taken back: it ends with
// the process, which is what follows.
//
// What is typed unseen is not shown from before the prompt is there, which is when people begin to type.
func (a *app) prompted(ctx context.Context, prompt string, unseen bool, read func(*os.File) ([]byte, error)) ([]byte, error) {
	f, ok := a.in.(*os.File)
	if !ok || !a.interactive() {
		return nil, errors.New("cannot ask: there is no terminal on stdin")
	}
	state, err := term.GetState(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	ask := func() { fmt.Fprint(a.err, safeLine(prompt)) }
	if unseen {
		defer func() { _ = term.Restore(int(f.Fd()), state) }()
	}
	defer heedStops(f, state, unseen, ask)()
	if unseen {
		echoOff(f)
	}
	discardTyped(f)
	ask()
	text, err := aside(ctx, func() ([]byte, error) { return read(f) })
	if errors.Is(err, errInterrupted) {
		fmt.Fprintln(a.err)
		_ = term.Restore(int(f.Fd()), state) // the echo may be off
	}
	return text, err
}

// onTerminal reports whether stdin is a terminal: a secret that a flag takes from there is then asked for, unseen, as without the flag.
func (a *app) onTerminal() bool {
	f, ok := a.in.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// stdinLines reads secrets for a command from stdin, one a line.
func (a *app) stdinLines(ctx context.Context, n int) ([][]byte, error) {
	const most = 1024
	data, err := aside(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.in, most)) })
	defer clear(data)
	if errors.Is(err, errInterrupted) {
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
		return nil, usagef("stdin must have %s", plural(n, "line", "lines"))
	}
	return lines, nil
}
