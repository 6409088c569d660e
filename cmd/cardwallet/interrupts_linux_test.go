package main

import (
	"bytes"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
)

// piped is a process whose stdin and stdout are pipes that the test holds.
type piped struct {
	cmd           *exec.Cmd
	input, output *os.File // the ends of the process
	toIt          *os.File
	said          bytes.Buffer // on stderr
}

// runPiped starts cardwallet with a stdin that never ends and a stdout that nobody reads.
func runPiped(t *testing.T, config string, args ...string) *piped {
	t.Helper()
	p := &piped{cmd: &exec.Cmd{Path: linkProgram(t, t.TempDir(), "cardwallet"), Args: append([]string{"cardwallet"}, args...)}}
	p.cmd.Env = []string{"HOME=" + t.TempDir(), "TERM=xterm", "CARDWALLET_CONFIG=" + config, "PATH=" + os.Getenv("PATH")}
	var err error
	if p.input, p.toIt, err = os.Pipe(); err != nil {
		t.Fatal(err)
	}
	fromIt, output, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.output = output
	if _, err := unix.FcntlInt(output.Fd(), unix.F_SETPIPE_SZ, 4096); err != nil {
		t.Fatal(err)
	}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = p.input, p.output, &p.said
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		for _, f := range []*os.File{p.input, p.toIt, fromIt, p.output} {
			_ = f.Close()
		}
	})
	return p
}

// held is how many bytes a pipe holds.
func held(t *testing.T, pipe *os.File) int {
	t.Helper()
	n, err := unix.IoctlGetInt(int(pipe.Fd()), unix.TIOCINQ)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// ends waits for the process and returns its exit code.
func (p *piped) ends(t *testing.T) int {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = p.cmd.Wait() // its state tells
	}()
	select {
	case <-ended:
	case <-time.After(patient):
		t.Fatal("it does not end")
	}
	return p.cmd.ProcessState.ExitCode()
}

// TestTheFirstInterruptEndsWhatHasSentNothing: whatever it waits for, and whichever way it is asked to end.
func TestTheFirstInterruptEndsWhatHasSentNothing(t *testing.T) {
	t.Parallel()
	box, config, _ := askingBox(t)
	card := inactive(t, box)
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run("a PIN that never comes, "+s.String(), func(t *testing.T) {
			t.Parallel()
			p := runPiped(t, config, "cards", "activate", "fin/"+card, "--code-from-3ds", "--pin-stdin", "--yes")
			if _, err := p.toIt.WriteString("3180"); err != nil {
				t.Fatal(err)
			}
			eventually(t, "it reads the PIN", p.cmd.String, func() bool { return held(t, p.input) == 0 })
			if err := p.cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			if code := p.ends(t); code != run.ExitFailed || !strings.Contains(p.said.String(), "nothing was sent") {
				t.Errorf("exit code %d\n%s", code, p.said.String())
			}
		})
	}
	t.Run("output that nobody reads", func(t *testing.T) {
		t.Parallel()
		p := runPiped(t, config, "man")
		eventually(t, "the pipe is full", p.cmd.String, func() bool { return held(t, p.output) == 4096 })
		if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if code := p.ends(t); code != run.ExitFailed || !strings.Contains(p.said.String(), "interrupted") {
			t.Errorf("exit code %d\n%s", code, p.said.String())
		}
	})
	t.Run("a debug log that nobody reads", func(t *testing.T) {
		t.Parallel()
		fifo := filepath.Join(t.TempDir(), "log")
		if err := syscall.Mkfifo(fifo, 0o600); err != nil {
			t.Fatal(err)
		}
		_, config, _ := askingBox(t)
		protect(t, config, "correct horse")
		p := sit(t, config, "", "--debug", fifo)
		p.await("passphrase of")
		p.write("correct horse\n")
		p.awaitTimes("\n", 1) // it goes on to the log
		p.write("\x03")
		if code := p.ends(); code != run.ExitFailed || !strings.Contains(p.screen(), "interrupted") {
			t.Errorf("exit code %d\n%s", code, p.screen())
		}
	})
}

// TestTheSecondInterruptEndsAnything: a movement was sent, and its outcome cannot be noted.
func TestTheSecondInterruptEndsAnything(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	if err := box.SetFault(sandbox.Fault{Issuer: sandbox.IssuerAurex, Path: "/topup", Kind: sandbox.FaultLatency,
		Delay: time.Minute}); err != nil {
		t.Fatal(err)
	}
	p := sit(t, config, "", "topup", card, "20", "--yes")
	p.topsUp(box)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.state(), "journal.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Close() }()
	if _, err := tx.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	p.write("\x03")
	p.await("the outcome of what was sent is noted first")
	p.write("\x03")
	if code := p.ends(); code != run.ExitUnknown || !strings.Contains(p.screen(), "do not repeat it") {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
}

// TestSignalsThatComeTogetherAreOneInterrupt: what was sent still has its outcome noted when a terminal closes, or a service is ended.
func TestSignalsThatComeTogetherAreOneInterrupt(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	if err := box.SetFault(sandbox.Fault{Issuer: sandbox.IssuerAurex, Path: "/topup", Kind: sandbox.FaultLatency,
		Delay: time.Minute}); err != nil {
		t.Fatal(err)
	}
	p := sit(t, config, "", "topup", card, "20", "--yes")
	p.topsUp(box)
	for _, s := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGCONT} { // so that it gets both at once
		if err := p.cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	code := p.ends()
	if code != run.ExitUnknown || strings.Contains(p.screen(), "not known here") ||
		!strings.Contains(p.screen(), "interrupted before an answer came") {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
}

// state is the person's state directory.
func (p *person) state() string {
	p.t.Helper()
	for _, e := range p.cmd.Env {
		if dir, ok := strings.CutPrefix(e, "CARDWALLET_STATE="); ok {
			return dir
		}
	}
	p.t.Fatal("the person has no state directory")
	return ""
}

// TestIgnoredSignalsStayIgnored: nohup, and a shell that begins a command in the background, ignore them for it.
func TestIgnoredSignalsStayIgnored(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"HUP", "INT", "INT QUIT"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box, config, card := askingBox(t)
			cmd := &exec.Cmd{Path: "/bin/sh",
				Args: []string{"sh", "-c", `trap "" ` + name + `; exec "$0" otp "$1" --wait 1m`, linkProgram(t, t.TempDir(), "cardwallet"), card}}
			cmd.Env = []string{"HOME=" + t.TempDir(), "CARDWALLET_CONFIG=" + config, "PATH=" + os.Getenv("PATH")}
			var said bytes.Buffer
			cmd.Stderr = &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = cmd.Process.Kill() })
			eventually(t, "it asks for a code", cmd.String, func() bool {
				return slices.ContainsFunc(box.Requests(), func(r sandbox.Received) bool { return strings.Contains(r.Path, "otp") })
			})
			if err := cmd.Process.Signal(unix.SignalNum("SIG" + name[strings.LastIndex(name, " ")+1:])); err != nil {
				t.Fatal(err)
			}
			if _, err := box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerAurex, CardID: strings.TrimPrefix(card, "ads/")}); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // its state tells
			if code := cmd.ProcessState.ExitCode(); code != run.ExitDone {
				t.Errorf("exit code %d: %s", code, said.String())
			}
		})
	}
}
