//go:build unix

package codes

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// When nobody reads any more what a program prints, it ends with all that it started, and so does the command. The pipe that they hold open
// then reaches its end.
func TestProgramEndsWithTheReaderOfItsOutput(t *testing.T) {
	t.Setenv("CARDWALLET_STATE", t.TempDir())
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	program, err := newProgram(`sh -c 'exec 3>"$0"; sleep 300 & echo started >&3; sleep 300' ` + pipe)
	if err != nil {
		t.Fatal(err)
	}
	reader, output, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = output.Close() }()
	a := &command{&run.App{Now: time.Now, Out: &run.Stdout{File: output}, Err: new(bytes.Buffer)}}
	ctx, end := a.WhileRead(t.Context())
	defer end()
	ended := make(chan error, 1)
	go func() {
		ended <- a.printNewCodes(ctx, client.Account{Profile: "ads"}, []client.Code{at(time.Now(), 0, "111", "", false)},
			newPrinted(wanted{program: program}))
	}()
	held, err := os.Open(pipe)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	if _, err := io.ReadFull(held, make([]byte, len("started\n"))); err != nil {
		t.Fatal(err)
	}
	_ = reader.Close()
	if rest, err := io.ReadAll(held); err != nil || len(rest) > 0 {
		t.Errorf("read %q, %v", rest, err)
	}
	if err := <-ended; !errors.Is(err, ctx.Err()) {
		t.Errorf("it ends with %v", err)
	}
}
