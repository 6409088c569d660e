package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"time"
)

// fromCommand runs a command and takes what it prints. It runs without a shell and without input; what it writes to stderr is
// dropped, because it may quote the secret. When the time is up, it ends with all that it started.
func (s *resolver) fromCommand(ctx context.Context, r Ref) ([]byte, error) {
	words, err := commandWords(r.rest)
	if err != nil {
		return nil, &SecretError{Ref: r, What: "its quotes are not closed", Err: err}
	}
	program, err := ExpandHome(words[0])
	if err != nil {
		return nil, &SecretError{Ref: r, What: "the home directory is not known", Hint: "write the whole path", Err: err}
	}
	limited, cancel := context.WithTimeout(ctx, s.commandLimit)
	defer cancel()

	out := &limitedOutput{buf: make([]byte, maxSecret+1)}
	defer clear(out.buf)
	cmd := exec.CommandContext(limited, program, words[1:]...)
	cmd.Stdout = out
	OwnGroup(cmd)
	// A process that left the group can still hold the output open: it is not waited for.
	cmd.WaitDelay = time.Second
	err = cmd.Run()

	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, &SecretError{Ref: r, What: "given up", Err: context.Cause(ctx)}
	case err != nil && limited.Err() != nil:
		return nil, &SecretError{Ref: r, What: fmt.Sprintf("the command does not end within %s", short(s.commandLimit)),
			Hint: "it gets no input: run it by hand to see what it waits for", Err: limited.Err()}
	case out.n > maxSecret:
		return nil, tooLarge(r)
	case failed:
		return nil, &SecretError{Ref: r, What: "the command fails: " + exit.String(),
			Hint: "run it by hand to see why", Err: err}
	case errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist):
		return nil, &SecretError{Ref: r, What: "there is no such command", Hint: "install it, or write its whole path", Err: err}
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return nil, &SecretError{Ref: r, What: "the command cannot be run", Hint: "check the path and that it can be executed", Err: err}
	}
	return append([]byte(nil), out.buf[:out.n]...), nil
}

// limitedOutput takes a command's output into one buffer, without the copies that a growing one leaves in memory.
type limitedOutput struct {
	buf []byte
	n   int
}

// ReadFrom spares io.Copy its own buffer.
func (o *limitedOutput) ReadFrom(from io.Reader) (int64, error) {
	start := o.n
	for o.n < len(o.buf) {
		n, err := from.Read(o.buf[o.n:])
		o.n += n
		if errors.Is(err, io.EOF) {
			return int64(o.n - start), nil
		}
		if err != nil {
			return int64(o.n - start), err
		}
	}
	return int64(o.n - start), io.ErrShortBuffer
}

// Write makes it an io.Writer, which exec asks for.
func (o *limitedOutput) Write(p []byte) (int, error) {
	n, err := o.ReadFrom(bytes.NewReader(p))
	return int(n), err
}
