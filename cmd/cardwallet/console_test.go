//go:build unix

package main

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"cardwallet/cmd/internal/run"
)

// leaveTerminal has the tests, and the processes that they start, know no terminal but those that they are given: a question finds the
// one of the person who runs the tests, and would wait there.
func leaveTerminal() {
	if fd, err := unix.Open("/dev/tty", unix.O_RDWR|unix.O_CLOEXEC, 0); err == nil {
		_ = unix.IoctlSetInt(fd, unix.TIOCNOTTY, 0)
		_ = unix.Close(fd)
	}
}

// led is sit with some of the streams led away from the terminal: 0, 1 and 2, each to the null device.
func led(t *testing.T, config string, away []int, args ...string) *person {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = null.Close() })
	cmd := command(t, "cardwallet", config, args...)
	for _, stream := range away {
		switch stream {
		case 0:
			cmd.Stdin = null
		case 1:
			cmd.Stdout = null
		case 2:
			cmd.Stderr = null
		}
	}
	return begin(t, cmd, "")
}

// TestAQuestionIsAskedWhereItIsSeen: what leads stdin or stderr away does not lead the question away.
func TestAQuestionIsAskedWhereItIsSeen(t *testing.T) {
	t.Parallel()
	for name, away := range map[string][]int{"stderr": {2}, "stdout and stderr": {1, 2}, "stdin": {0}, "all": {0, 1, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for answer, want := range map[string]int{"y\n": 1, "n\n": 0} {
				box, config, card := askingBox(t)
				before := applied(box)
				p := led(t, config, away, "topup", card, "41")
				p.await("top up? [y/N] ")
				for _, fact := range []string{"41.00 USD", "ads (Aurex)", " → "} {
					if !strings.Contains(p.screen(), fact) {
						t.Errorf("the question does not say %q:\n%s", fact, p.screen())
					}
				}
				p.write(answer)
				if code := p.ends(); applied(box)-before != want || (code == run.ExitDone) != (want == 1) {
					t.Errorf("%q: exit code %d, %d top-ups\n%s", answer, code, applied(box)-before, p.screen())
				}
			}
		})
	}
}

// TestASecretIsAskedForWhereItIsSeen: a passphrase, too, and it is shown nowhere.
func TestASecretIsAskedForWhereItIsSeen(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/protected.pem"
	p := led(t, "", []int{0, 2}, "keys", "generate", path, "--passphrase")
	p.await("new passphrase: ")
	p.write("correct horse\n")
	p.await("once more: ")
	p.write("correct horse\n")
	if code := p.ends(); code != run.ExitDone || strings.Contains(p.screen(), "horse") {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
}

// TestWithoutATerminalNothingIsAsked: a question that nobody can see is not asked, and the flag is named.
func TestWithoutATerminalNothingIsAsked(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	before := applied(box)
	for _, away := range [][]int{{0}, {2}, {0, 2}, {0, 1, 2}} {
		for _, tc := range []struct {
			args []string
			flag string
		}{
			{[]string{"topup", card, "41"}, "--yes"},
			{[]string{"keys", "generate", t.TempDir() + "/k.pem", "--passphrase"}, "--passphrase"},
		} {
			said, code := runAway(t, config, away, tc.args...)
			if code != run.ExitUnanswered || said != "" && !strings.Contains(said, tc.flag) {
				t.Errorf("%v away, %v: exit code %d\n%s", away, tc.args, code, said)
			}
		}
	}
	if got := applied(box) - before; got != 0 {
		t.Errorf("%d top-ups", got)
	}
}

// runAway runs a command that has a pseudo-terminal on some of its streams and none to open. It returns what the terminal showed.
func runAway(t *testing.T, config string, away []int, args ...string) (said string, code int) {
	t.Helper()
	main, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	c := command(t, "cardwallet", config, args...)
	streams := [3]*os.File{terminal, terminal, terminal}
	for _, stream := range away {
		streams[stream] = null
	}
	c.Stdin, c.Stdout, c.Stderr = streams[0], streams[1], streams[2]
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // and no terminal of its own
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = terminal.Close()
	p := &person{t: t, cmd: c, tty: main, done: make(chan struct{})}
	go p.watch()
	t.Cleanup(func() { _ = main.Close() })
	code = p.ends()
	return p.screen(), code
}

// TestAScreenNeedsATerminal: nothing is drawn where nobody sees it, and nothing is read that was not meant for it.
func TestAScreenNeedsATerminal(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	for _, away := range []int{0, 1} {
		for _, args := range [][]string{{}, {"demo"}} {
			p := led(t, config, []int{away}, args...)
			if code := p.ends(); code != run.ExitUsage {
				t.Errorf("%v with stream %d away: exit code %d", args, away, code)
			}
			screen := p.screen()
			if strings.Contains(screen, "\x1b") || !strings.Contains(screen, "needs a terminal on stdin and stdout") ||
				strings.Count(screen, "\n") != 2 {
				t.Errorf("%v with stream %d away:\n%q", args, away, screen)
			}
		}
	}
}

// TestABurstDoesNotAnswerTheQuestion: what a paste leaves behind when the question is there is no answer; what is typed after the mark is.
func TestABurstDoesNotAnswerTheQuestion(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]int{"y\n": 1, "n\n": 0} {
		box, config, card := askingBox(t)
		before := applied(box)
		p := sit(t, config, "y\n", "topup", card, "20")
		p.await("top up?")
		p.write("y\ny\nyes please\ny")
		p.await("top up? [y/N] ") // with nothing of the burst between
		p.write(answer)
		if code := p.ends(); applied(box)-before != want || (code == run.ExitDone) != (want == 1) {
			t.Errorf("%q: exit code %d, %d top-ups\n%s", answer, code, applied(box)-before, p.screen())
		}
	}
}

// TestAQuestionThatIsNotAnsweredInTimeEndsTheCommand: nothing is sent, and the exit code says that a person is wanted.
func TestAQuestionThatIsNotAnsweredInTimeEndsTheCommand(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	before := applied(box)
	p := sit(t, config, "", "topup", card, "20", "--timeout", "10s")
	p.await("top up? [y/N]")
	if code := p.ends(); code != run.ExitUnanswered || applied(box) != before ||
		!strings.Contains(p.screen(), "nobody answered in time, nothing was sent") {
		t.Errorf("exit code %d, %d top-ups\n%s", code, applied(box)-before, p.screen())
	}
}
