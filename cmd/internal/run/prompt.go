package run

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"cardwallet/cmd/internal/terminal"
)

// console is where questions are asked: at stdin and stderr where both are a terminal, else at the terminal that the command was started
// from. If only one of the two were a terminal, a person could not read the question or not answer it. ok is false where there is no
// terminal.
func (a *App) console() (c terminal.Console, ok bool) {
	if in, is := a.In.(*os.File); is && terminal.Is(in) && terminal.Is(a.Err) {
		return terminal.Console{In: in, Out: a.Err}, true
	}
	if _, is := a.In.(*os.File); !is { // not the streams of a process
		return terminal.Console{}, false
	}
	if a.tty == nil {
		tty, err := terminal.Open()
		if err != nil {
			return terminal.Console{}, false
		}
		a.OnClose(tty.Close)
		a.tty = &tty
	}
	return *a.tty, true
}

// Interactive reports whether a question can be asked.
func (a *App) Interactive() bool {
	_, ok := a.console()
	return ok
}

// OnScreen reports whether a full screen can be drawn, and the keys read that are meant for it.
func (a *App) OnScreen() bool { return terminal.Is(a.In) && terminal.Is(a.Out) }

// ErrUnanswered is a question that nobody answered: there is nobody to ask, and no flag that answers it.
var ErrUnanswered = errors.New("cannot ask: there is no terminal on stdin and stderr, and no other to ask at")

// CannotAsk is the error of a question without a terminal to ask it at. The hint says what to do instead.
func CannotAsk(hint string, args ...any) error {
	return fmt.Errorf("%w\n%s", ErrUnanswered, fmt.Sprintf(hint, args...))
}

var errNoTerminal = CannotAsk("run it in a terminal")

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

// ReadLine asks for one line, see terminal.Console.ReadLine.
func (a *App) ReadLine(ctx context.Context, question, mark string) (string, error) {
	c, ok := a.console()
	if !ok {
		return "", errNoTerminal
	}
	line, err := c.ReadLine(ctx, SafeLine(question), mark)
	defer clear(line)
	return string(line), late(err)
}

// ReadPassphrase asks without showing what is typed. The caller wipes the result.
func (a *App) ReadPassphrase(ctx context.Context, question string) ([]byte, error) {
	c, ok := a.console()
	if !ok {
		return nil, errNoTerminal
	}
	typed, err := c.ReadSecret(ctx, SafeLine(question))
	return typed, late(err)
}

// late says of a question that its time is over.
func late(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return ErrTooLate
	}
	return err
}

// OnTerminal reports whether stdin is a terminal. A flag that reads a secret from stdin then asks for it, unseen, as without the flag.
func (a *App) OnTerminal() bool { return terminal.Is(a.In) }

// StdinLines reads secrets for a command from stdin, one a line.
func (a *App) StdinLines(ctx context.Context, n int) ([][]byte, error) {
	const most = 1024
	data, err := terminal.Aside(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.In, most)) })
	defer clear(data)
	if err != nil && ctx.Err() != nil {
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
