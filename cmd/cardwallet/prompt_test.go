//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
	"cardwallet/tui/dialog"
	"cardwallet/tui/tuitest"
)

// person is a process in a terminal of its own, with someone typing.
type person struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	done chan struct{}

	before string // the screen when the last key was typed, until something was waited for

	mu   sync.Mutex
	seen bytes.Buffer
}

// sit starts cardwallet in a terminal. typedAhead is in the terminal's buffer before the program starts to read.
func sit(t *testing.T, config, typedAhead string, args ...string) *person {
	t.Helper()
	return sitAt(t, "cardwallet", config, typedAhead, args...)
}

// sitAt is sit for a program that the test binary is when it is called so.
func sitAt(t *testing.T, program, config, typedAhead string, args ...string) *person {
	t.Helper()
	return begin(t, command(t, program, config, args...), typedAhead)
}

// command is cardwallet for a person with a home of their own.
func command(t *testing.T, program, config string, args ...string) *exec.Cmd {
	t.Helper()
	home := t.TempDir()
	cmd := &exec.Cmd{Path: linkProgram(t, t.TempDir(), program), Args: append([]string{program}, args...)}
	cmd.Env = []string{"HOME=" + home, "CARDWALLET_STATE=" + filepath.Join(home, "state", "cardwallet"), "TERM=xterm",
		"CARDWALLET_CONFIG=" + config, "PATH=" + os.Getenv("PATH")}
	return cmd
}

// sitInShell starts a shell with job control that runs a script with cardwallet in it.
func sitInShell(t *testing.T, config, script string) *person {
	t.Helper()
	home, program := t.TempDir(), linkProgram(t, t.TempDir(), "cardwallet")
	cmd := &exec.Cmd{Path: "/bin/sh", Args: []string{"sh", "-m", "-c", script}}
	cmd.Env = []string{"HOME=" + home, "CARDWALLET_STATE=" + filepath.Join(home, "state", "cardwallet"), "TERM=xterm",
		"CARDWALLET_CONFIG=" + config,
		"PATH=" + filepath.Dir(program) + ":" + os.Getenv("PATH")}
	return begin(t, cmd, "")
}

// sitAgain starts cardwallet for the same person, with what the program kept for them.
func sitAgain(t *testing.T, before *person, args ...string) *person {
	t.Helper()
	return begin(t, &exec.Cmd{Path: before.cmd.Path, Args: append([]string{before.cmd.Args[0]}, args...), Env: before.cmd.Env}, "")
}

func begin(t *testing.T, cmd *exec.Cmd, typedAhead string) *person {
	t.Helper()
	main, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(main, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	if _, err := main.WriteString(typedAhead); err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, cmd: cmd, tty: main, done: make(chan struct{})}
	shown := -1 // a stream that is the terminal
	if cmd.Stderr == nil {
		cmd.Stderr, shown = terminal, 2
	}
	if cmd.Stdout == nil {
		cmd.Stdout, shown = terminal, 1
	}
	if cmd.Stdin == nil {
		cmd.Stdin, shown = terminal, 0
	}
	if shown < 0 {
		cmd.ExtraFiles, shown = []*os.File{terminal}, 3
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: shown} // so that ctrl+c reaches it
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = terminal.Close()
	go p.watch()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = main.Close()
		<-p.done
	})
	return p
}

// linkProgram gives the test binary a name in dir, by which it is the program also to the processes that it starts itself. It writes no
// copy: a file that is open for writing cannot be run, and a process that another test starts at that moment has it open, too.
func linkProgram(t *testing.T, dir, name string) string {
	t.Helper()
	program, err := exec.LookPath(name) // where testscript has put it, before any test ran
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.Link(program, path); err != nil {
		t.Fatal(err)
	}
	return path
}

func (p *person) watch() {
	defer close(p.done)
	buffer := make([]byte, 4096)
	for {
		n, err := p.tty.Read(buffer)
		p.mu.Lock()
		p.seen.Write(buffer[:n])
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (p *person) screen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

// eventually waits for what other processes do.
func eventually(t *testing.T, what string, now func() string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patient); !cond(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s\nnow: %s", what, now())
		}
	}
}

func (p *person) await(text string) {
	p.t.Helper()
	p.awaitTimes(text, 1)
}

// awaitTimes waits until a text has come so many times.
func (p *person) awaitTimes(text string, times int) {
	p.t.Helper()
	eventually(p.t, fmt.Sprintf("%q comes %d times", text, times), p.screen, func() bool { return strings.Count(p.screen(), text) >= times })
}

func (p *person) write(text string) {
	p.t.Helper()
	p.before = tuitest.Replay(p.screen(), 80, 24)
	if _, err := p.tty.WriteString(text); err != nil {
		p.t.Fatal(err)
	}
}

// confirms answers what the screen asks when it was there and nothing was typed for long enough, and waits for what comes of it. What is
// still being read may make it another question meanwhile, and a busy machine is late: then the screen says so, and it is answered again.
func (p *person) confirms(then ...string) {
	p.t.Helper()
	const again = "press the key once"
	for deadline := time.Now().Add(patient); ; {
		p.write("j") // takes the notice away
		time.Sleep(dialog.Grace + dialog.Grace/4)
		p.write("y")
		for done := false; ; time.Sleep(5 * time.Millisecond) {
			screen := p.oneScreen()
			if done = containsAll(screen, then); done {
				p.before = ""
				return
			}
			if time.Now().After(deadline) {
				p.t.Fatalf("%q never came:\n%s", then, screen)
			}
			if strings.Contains(screen, again) {
				break
			}
		}
	}
}

// ends waits for the process and returns its exit code.
func (p *person) ends() int {
	p.t.Helper()
	waited := make(chan error, 1)
	go func() { waited <- p.cmd.Wait() }()
	select {
	case <-waited:
		select {
		case <-p.done: // all that it wrote is on the screen
		case <-time.After(patient):
			p.t.Fatal("its terminal stays open")
		}
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(patient):
		p.t.Fatalf("it does not end:\n%s", p.screen())
		return -1
	}
}

func askingBox(t *testing.T) (box *sandbox.Sandbox, config, card string) {
	t.Helper()
	return boxWith(t, sandbox.Options{})
}

// boxWith starts issuers that do as options say, and names a card of Aurex that can be used.
func boxWith(t *testing.T, options sandbox.Options) (box *sandbox.Sandbox, config, card string) {
	t.Helper()
	key, err := registered()
	if err != nil {
		t.Fatal(err)
	}
	options.Seed, options.FinHubKey, options.RateLimit = 7, &key.PublicKey, -1
	box, err = sandbox.Start(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	if config, err = box.WriteConfig(filepath.Join(t.TempDir(), "box"), key); err != nil {
		t.Fatal(err)
	}
	for _, id := range box.CardIDs(sandbox.IssuerAurex) {
		if truth, _ := box.Truth(id); truth.Status == "active" {
			return box, config, "ads/" + id
		}
	}
	t.Fatal("no usable card")
	return nil, "", ""
}

func applied(box *sandbox.Sandbox) int {
	count := 0
	for _, m := range box.Ledger(sandbox.IssuerAurex).Movements {
		if m.Kind == "deposit" {
			count += m.Applied
		}
	}
	return count
}

func TestOnlyATypedYConfirms(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]int{"y\n": 1, "Y\n": 1, "\n": 0, "n\n": 0, "yes\n": 0, "\x04": 0} {
		box, config, card := askingBox(t)
		before := applied(box)
		p := sit(t, config, "", "topup", card, "20")
		p.await("top up? [y/N]")
		for _, fact := range []string{"20.00 USD", "0.60 USD", "20.60 USD", " → ", "ads (Aurex)"} {
			if !strings.Contains(p.screen(), fact) {
				t.Errorf("the question does not say %q:\n%s", fact, p.screen())
			}
		}
		p.write(answer)
		code := p.ends()
		if got := applied(box) - before; got != want || (code == 0) != (want == 1) {
			t.Errorf("%q: %d top-ups, exit code %d\n%s", answer, got, code, p.screen())
		}
	}
}

func TestWhatWasTypedBeforeTheQuestionDoesNotAnswerIt(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	before := applied(box)
	p := sit(t, config, "y\ny\n", "topup", card, "20")
	p.await("top up? [y/N]")
	p.write("n\n")
	if code := p.ends(); code == 0 || applied(box) != before {
		t.Errorf("exit code %d, %d top-ups\n%s", code, applied(box)-before, p.screen())
	}
}

func TestInterruptingTheQuestionSendsNothing(t *testing.T) {
	t.Parallel()
	box, config, card := askingBox(t)
	before := applied(box)
	p := sit(t, config, "", "topup", card, "20")
	p.await("top up? [y/N]")
	p.write("\x03")
	if code := p.ends(); code != run.ExitFailed || applied(box) != before {
		t.Errorf("exit code %d, %d top-ups", code, applied(box)-before)
	}
	if !strings.Contains(p.screen(), "nothing was sent") {
		t.Errorf("it does not say so:\n%s", p.screen())
	}
}

func TestAPassphraseIsAskedForAndMayBeMistyped(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "protected.pem")
	p := sit(t, "", "", "keys", "generate", path, "--passphrase")
	p.await("new passphrase: ")
	p.write("correct horse\n")
	p.await("once more: ")
	p.write("correct horse\n")
	if code := p.ends(); code != 0 {
		t.Fatalf("exit code %d\n%s", code, p.screen())
	}
	p = sit(t, "", "", "keys", "check", path)
	p.await("passphrase of")
	p.write("battery\n")
	p.awaitTimes("protected.pem: ", 2) // what is typed before the question is there does not count
	p.write("correct horse\n")
	p.await("RSA, 2048 bits")
	if code := p.ends(); code != 0 {
		t.Fatalf("exit code %d\n%s", code, p.screen())
	}
	if strings.Contains(p.screen(), "horse") {
		t.Error("the passphrase was shown")
	}
	p = sit(t, "", "", "keys", "check", path)
	p.await("passphrase of")
	p.write("\x03")
	if code := p.ends(); code != run.ExitFailed {
		t.Errorf("interrupted: exit code %d", code)
	}
}

// TestACancellationWantsTheCardNamed: a y is not enough, and what is typed has to be this card.
func TestACancellationWantsTheCardNamed(t *testing.T) {
	t.Parallel()
	box, config, _ := askingBox(t)
	card := ""
	for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
		if truth, _ := box.Truth(id); truth.Status == "Normal" {
			card = id
			break
		}
	}
	for _, tc := range []struct {
		typed    string
		canceled bool
	}{{"y\n", false}, {"\n", false}, {card[:len(card)-1] + "\n", false}, {"#" + card[len(card)-4:] + "\n", true}} {
		p := sit(t, config, "", "cards", "cancel", "fin/"+card)
		p.await("or the whole id to cancel the card: ")
		if !strings.Contains(p.screen(), "what becomes of it is not documented: withdraw it first") {
			t.Errorf("it does not say what becomes of the balance:\n%s", p.screen())
		}
		p.write(tc.typed)
		code := p.ends()
		truth, _ := box.Truth(card)
		if canceled := truth.Status == "cancel"; canceled != tc.canceled || (code == run.ExitDone) != tc.canceled {
			t.Errorf("%q: status %s, exit code %d\n%s", tc.typed, truth.Status, code, p.screen())
		}
	}
}

// TestAPINIsTypedTwiceAndNeverShown: each rule that it breaks is named, and nothing of it is echoed.
func TestAPINIsTypedTwiceAndNeverShown(t *testing.T) {
	t.Parallel()
	box, config, _ := askingBox(t)
	card := ""
	for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
		if truth, _ := box.Truth(id); truth.Status == "un_activated" {
			card = id
			break
		}
	}
	if card == "" {
		t.Fatal("no card waits for its activation")
	}
	if _, err := box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: card, Kind: sandbox.CodeActivation}); err != nil {
		t.Fatal(err)
	}
	p := sit(t, config, "", "cards", "activate", "fin/"+card, "--code-from-3ds")
	prompts := 0
	typeAt := func(prompt, text string) {
		t.Helper()
		eventually(t, "it asks", p.screen, func() bool {
			return strings.Count(p.screen(), "new PIN: ")+strings.Count(p.screen(), "once more: ") > prompts
		})
		if prompts++; !strings.HasSuffix(p.screen(), prompt) {
			t.Fatalf("it does not ask for %q:\n%s", prompt, p.screen())
		}
		p.write(text)
	}
	typeAt("new PIN: ", "123456\n")
	typeAt("new PIN: ", "318052\n")
	typeAt("once more: ", "318053\n")
	typeAt("new PIN: ", "318052\n")
	typeAt("once more: ", "318052\n")
	p.await("activate this card? [y/N]")
	p.write("y\n")
	if code := p.ends(); code != run.ExitDone {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
	for _, want := range []string{"must have digits that do not only ascend", "the two PINs differ"} {
		if !strings.Contains(p.screen(), want) {
			t.Errorf("it does not say %q:\n%s", want, p.screen())
		}
	}
	if strings.Contains(p.screen(), "31805") || strings.Contains(p.screen(), "123456") {
		t.Errorf("a PIN is shown:\n%s", p.screen())
	}
	if truth, _ := box.Truth(card); truth.PIN != "318052" {
		t.Errorf("the PIN is %q", truth.PIN)
	}
}
