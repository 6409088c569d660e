//go:build unix

package config

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestResolveCommand(t *testing.T) {
	fails := ": the command fails: exit status 3\nrun it by hand to see why"
	tests := []struct{ ref, want, wantErr string }{
		{"cmd:printf s3cret", "s3cret", ""},
		{"cmd:echo s3cret", "s3cret", ""},
		{`cmd:printf '%s|' "a b" c\ d 'e"f'`, "a b|c d|e\"f|", ""},
		// No shell between us and the program: nothing is expanded, joined or redirected.
		{`cmd:printf '%s|' '$HOME' * ; echo > x`, "$HOME|*|;|echo|>|x|", ""},
		{"cmd:sh -c 'echo s3cret; echo leak >&2'", "s3cret", ""},
		{"cmd:head -c 65536 /dev/zero", strings.Repeat("\x00", maxSecret), ""},
		// No input: cat ends at once.
		{"cmd:cat", "", "cmd:cat: there is nothing in it"},
		{"cmd:true", "", "cmd:true: there is nothing in it"},
		{"cmd:sh -c 'echo s3cret; echo leak >&2; exit 3'", "", "cmd:sh" + fails},
		{"cmd:head -c 65537 /dev/zero", "", "cmd:head: it is larger than 65536 bytes, which no secret here is"},
		{"cmd:yes s3cret", "", "cmd:yes: it is larger than 65536 bytes, which no secret here is"},
		{"cmd:no-such-command s3cret", "", "cmd:no-such-command: there is no such command\ninstall it, or write its whole path"},
		{"cmd:/no/such/command", "", "cmd:/no/such/command: there is no such command\ninstall it, or write its whole path"},
		{"cmd:/dev/null s3cret", "", "cmd:/dev/null: the command cannot be run\ncheck the path and that it can be executed"},
	}
	for _, test := range tests {
		t.Run(test.ref, func(t *testing.T) { resolves(t, system, test.ref, test.want, test.wantErr) })
	}
}

func TestResolveCommandInHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	if err := os.Symlink("/bin/echo", filepath.Join(home, "say")); err != nil {
		t.Fatal(err)
	}
	resolves(t, system, "cmd:~/say ~/x", "~/x", "")
}

func TestResolveCommandTooSlow(t *testing.T) {
	s := &resolver{commandLimit: 50 * time.Millisecond}
	resolves(t, s, "cmd:sleep 300", "", "cmd:sleep: the command does not end within 50ms\n"+
		"it gets no input: run it by hand to see what it waits for")
}

// Whatever a command started ends with it: the pipe that both hold open reaches its end.
func TestResolveCommandEndsItsGroup(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	done := make(chan error, 1)
	go func() {
		_, err := system.resolve(ctx, mustRef(t, `cmd:sh -c 'exec 3>"$0"; sleep 300 & sleep 300' `+pipe))
		done <- err
	}()
	held, err := os.Open(pipe)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	quit := errors.New("quit")
	cancel(quit)
	if err := <-done; !errors.Is(err, quit) || err.Error() != "cmd:sh: given up" {
		t.Errorf("got %v", err)
	}
	if rest, err := io.ReadAll(held); err != nil || len(rest) > 0 {
		t.Errorf("read %q, %v", rest, err)
	}
}

// A command that leaves something behind in its own session has still given its answer.
func TestResolveCommandWithDaemon(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	resolves(t, system, `cmd:sh -c 'sleep 300 & echo $! >"$0"; echo s3cret' `+pidFile, "s3cret", "")
	text, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	pid := 0
	for _, digit := range strings.TrimSpace(string(text)) {
		pid = pid*10 + int(digit-'0')
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("the process left behind is gone: %v", err)
	}
}

func TestResolveAfterTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	ran := filepath.Join(t.TempDir(), "ran")
	_, err := mustRef(t, "cmd:touch "+ran).Resolve(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("the command ran after the end of its context")
	}
}
