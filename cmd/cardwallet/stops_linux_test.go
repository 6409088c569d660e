package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
)

// withTermios looks at the settings of the person's terminal, without making its file block.
func (p *person) withTermios(f func(fd int, settings *unix.Termios)) {
	p.t.Helper()
	raw, err := p.tty.SyscallConn()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := raw.Control(func(fd uintptr) {
		settings, err := unix.IoctlGetTermios(int(fd), unix.TCGETS)
		if err != nil {
			p.t.Error(err)
			return
		}
		f(int(fd), settings)
	}); err != nil {
		p.t.Fatal(err)
	}
}

// echoes reports whether the person's terminal shows what is typed.
func (p *person) echoes() (on bool) {
	p.t.Helper()
	p.withTermios(func(_ int, settings *unix.Termios) { on = settings.Lflag&unix.ECHO != 0 })
	return on
}

// setEcho does what a shell does that takes the terminal.
func (p *person) setEcho() {
	p.t.Helper()
	p.withTermios(func(fd int, settings *unix.Termios) {
		settings.Lflag |= unix.ECHO | unix.ICANON
		if err := unix.IoctlSetTermios(fd, unix.TCSETS, settings); err != nil {
			p.t.Error(err)
		}
	})
}

// TestNothingTypedUnseenIsShownAfterAStop: the shell has the echo while the command is stopped, and the question has it off again, and is
// there again, when the command goes on.
func TestNothingTypedUnseenIsShownAfterAStop(t *testing.T) {
	t.Parallel()
	protected := filepath.Join(t.TempDir(), "protected.pem")
	p := sit(t, "", "", "keys", "generate", protected, "--passphrase")
	for _, prompt := range []string{"new passphrase: ", "once more: "} {
		p.await(prompt)
		p.write("correct horse\n")
	}
	if code := p.ends(); code != run.ExitDone {
		t.Fatalf("exit code %d\n%s", code, p.screen())
	}
	box, config, _ := askingBox(t)
	for _, tc := range []struct{ name, command, prompt, typed, answer string }{
		{"a passphrase", "keys check " + protected, "protected.pem: ", "correct horse\n", "RSA, 2048 bits"},
		{"a PIN", "cards activate fin/" + inactive(t, box) + " --code-from-3ds", "new PIN: ", "318052\n", "once more: "},
		{"a PIN for stdin", "cards activate fin/" + inactive(t, box) + " --code-from-3ds --pin-stdin", "new PIN: ", "318052\n", "once more: "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := sitInShell(t, config, "cardwallet "+tc.command+`; echo "the shell goes on"; read -r word; fg >/dev/null`)
			p.await(tc.prompt)
			if p.echoes() {
				t.Fatal("the echo is on at the question")
			}
			p.write("1\x1a")
			p.await("the shell goes on")
			if !p.echoes() {
				t.Error("the shell has no echo")
			}
			p.write("word\n")
			p.awaitTimes(tc.prompt, 2)
			if p.echoes() {
				t.Error("the echo stays on")
			}
			p.write(tc.typed)
			p.await(tc.answer)
			if strings.Contains(p.screen(), strings.TrimSpace(tc.typed)) {
				t.Errorf("what was typed is shown:\n%s", p.screen())
			}
		})
	}
}

// TestWhatWasTypedForTheShellDoesNotAnswer: the question was there before ctrl+z, and what is in the terminal after fg was typed without
// it.
func TestWhatWasTypedForTheShellDoesNotAnswer(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	before := applied(box)
	p := sitInShell(t, config, "cardwallet topup "+card+` 20; echo "the shell goes on"; read -r word; fg >/dev/null; echo "it ended with $?"`)
	p.await("top up? [y/N] ")
	p.write("\x1a")
	p.await("the shell goes on")
	p.write("word\ny\n")
	p.awaitTimes("top up? [y/N] ", 2)
	p.write("n\n")
	p.await("it ended with 1")
	if applied(box) != before || strings.Count(p.screen(), "top up?") != 2 {
		t.Errorf("%d top-ups\n%s", applied(box)-before, p.screen())
	}
}

// TestAStopThatNobodyAnnouncesIsHeededAfterwards: SIGSTOP cannot be handled, and what stopped the command may have set the echo.
func TestAStopThatNobodyAnnouncesIsHeededAfterwards(t *testing.T) {
	t.Parallel()
	p := sit(t, "", "", "keys", "generate", filepath.Join(t.TempDir(), "protected.pem"), "--passphrase")
	p.await("new passphrase: ")
	var status syscall.WaitStatus
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if _, err := syscall.Wait4(p.cmd.Process.Pid, &status, syscall.WUNTRACED, nil); err != nil || !status.Stopped() {
		t.Fatalf("it is not stopped: %v, %v", status, err)
	}
	p.setEcho()
	if err := p.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	p.awaitTimes("new passphrase: ", 2)
	if p.echoes() {
		t.Error("the echo stays on")
	}
	p.write("\x03")
	if code := p.ends(); code != run.ExitFailed || !p.echoes() {
		t.Errorf("exit code %d, the terminal echoes: %v", code, p.echoes())
	}
}

// TestWithoutAShellAQuestionIsNotStopped: nobody would continue the command.
func TestWithoutAShellAQuestionIsNotStopped(t *testing.T) {
	t.Parallel()
	p := sit(t, "", "", "keys", "generate", filepath.Join(t.TempDir(), "protected.pem"), "--passphrase")
	p.await("new passphrase: ")
	p.write("\x1acorrect horse\n")
	p.await("once more: ")
	p.write("correct horse\n")
	if code := p.ends(); code != run.ExitDone || strings.Contains(p.screen(), "horse") {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
}

// inactive is a card that waits for its activation.
func inactive(t *testing.T, box *sandbox.Sandbox) string {
	t.Helper()
	for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
		if truth, _ := box.Truth(id); truth.Status == "un_activated" {
			return id
		}
	}
	t.Fatal("no card waits for its activation")
	return ""
}
