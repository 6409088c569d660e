//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/diagnosis"
)

// The tests with real terminals, desktops and shells need tmux, GNU screen, sshd, Xvfb, xclip, sway, wl-clipboard, zsh, fish and
// bash-completion, which a machine with only
// Go has not: they run where this variable is set.
const terminalsVariable = "CARDWALLET_TEST_TERMINALS"

// clearAfter is how long values stay on the clipboard in these tests: long enough to be seen there on a busy machine.
const clearAfter = 5 * time.Second

// desk is the wallet with simulated issuers and one card, for a person at a terminal.
type desk struct {
	t      *testing.T
	box    *sandbox.Sandbox
	dir    string
	exe    string
	card   string
	number string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	if os.Getenv(terminalsVariable) == "" {
		t.Skip("needs tmux, screen, sshd, Xvfb, xclip, sway, wl-clipboard, zsh, fish and bash-completion: set " + terminalsVariable)
	}
	key, err := registered()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	box, err := sandbox.Start(ctx, sandbox.Options{Seed: 7, FinHubKey: &key.PublicKey, RateLimit: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = box.Close() })
	d := &desk{t: t, box: box, dir: t.TempDir()}
	d.exe = linkProgram(t, d.dir, "cardwallet")
	t.Cleanup(d.awaitEnd)
	config, err := box.WriteConfig(filepath.Join(d.dir, "box"), key)
	if err != nil {
		t.Fatal(err)
	}
	if err := makeSole(config); err != nil { // one person has all the sessions
		t.Fatal(err)
	}
	f, err := os.OpenFile(config, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(f, "\n[clipboard]\nclear_after = %q\n", clearAfter)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(d.exe, "--profile", "fin", "--json", "cards")
	cmd.Env = d.env()
	var cards []struct{ Profile, ID, Status string }
	d.decode(cmd, &cards)
	for _, c := range cards {
		if c.Status == "active" {
			d.card = c.Profile + "/" + c.ID
		}
	}
	cmd = exec.Command(d.exe, "--json", "cards", "show", d.card, "--reveal")
	cmd.Env = d.env()
	var shown struct{ Number string }
	d.decode(cmd, &shown)
	d.number = shown.Number
	return d
}

// awaitEnd waits until nothing runs the program any more, and so writes no more into its directory, which goes next.
func (d *desk) awaitEnd() {
	var running string
	eventually(d.t, "all of the program ends", func() string { return running }, func() bool {
		links, err := filepath.Glob("/proc/[0-9]*/exe")
		if err != nil {
			d.t.Fatal(err)
		}
		for _, link := range links {
			if exe, err := os.Readlink(link); err == nil && exe == d.exe { // else it ended meanwhile, or is another user's
				running = link
				return false
			}
		}
		return true
	})
}

func (d *desk) decode(cmd *exec.Cmd, into any) {
	d.t.Helper()
	out, err := cmd.Output()
	if err != nil {
		d.t.Fatalf("%v: %v", cmd.Args, err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		d.t.Fatal(err)
	}
}

// env is a person's environment, with nothing of the one that runs the test.
func (d *desk) env(more ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + d.dir, "CARDWALLET_STATE=" + d.dir + "/state/cardwallet", "TERM=xterm-256color", "LANG=C.UTF-8",
		"SHELL=/bin/sh",
		"TMUX_TMPDIR=" + d.dir, "SCREENDIR=" + d.screenDir(), "PS1=ready> ", "CARDWALLET_CONFIG=" + filepath.Join(d.dir, "box", "config.toml"),
	}, more...)
}

func (d *desk) screenDir() string {
	dir := filepath.Join(d.dir, "screens")
	_ = os.Mkdir(dir, 0o700)
	return dir
}

const overSSH = "SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22"

// terminal is the terminal program in front of a person: it records what it is asked to put on its clipboard.
type terminal struct {
	t   *testing.T
	pty *os.File
	cmd *exec.Cmd
	mu  sync.Mutex
	raw bytes.Buffer
}

func (d *desk) terminal(env []string, name string, args ...string) *terminal {
	d.t.Helper()
	term := &terminal{t: d.t, cmd: exec.Command(name, args...)}
	term.cmd.Env, term.cmd.Dir = env, d.dir
	var err error
	if term.pty, err = pty.StartWithSize(term.cmd, &pty.Winsize{Rows: 24, Cols: 100}); err != nil {
		d.t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		chunk := make([]byte, 4096)
		for {
			n, err := term.pty.Read(chunk)
			term.mu.Lock()
			term.raw.Write(chunk[:n])
			term.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	d.t.Cleanup(func() {
		_ = term.cmd.Process.Kill()
		_ = term.pty.Close()
		_ = term.cmd.Wait()
		<-read
	})
	return term
}

func (term *terminal) text() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.raw.String()
}

func (term *terminal) types(text string) {
	term.t.Helper()
	if _, err := term.pty.WriteString(text); err != nil {
		term.t.Fatal(err)
	}
}

func (term *terminal) shows(text string) {
	term.t.Helper()
	eventually(term.t, "the terminal shows "+text, term.text, func() bool { return strings.Contains(term.text(), text) })
}

var osc52 = regexp.MustCompile("\x1b\\]52;[a-z]*;([A-Za-z0-9+/=]*)(\a|\x1b\\\\)")

// clipboard is everything that was put on it, in turn.
func (term *terminal) clipboard() []string {
	var all []string
	for _, m := range osc52.FindAllStringSubmatch(term.text(), -1) {
		value, err := base64.StdEncoding.DecodeString(m[1])
		if err != nil {
			value = []byte("not base64: " + m[1])
		}
		all = append(all, string(value))
	}
	return all
}

// gets waits until the clipboard got these values and no other, but for the blank that follows each in time.
func (term *terminal) gets(want ...string) {
	term.t.Helper()
	eventually(term.t, fmt.Sprintf("the clipboard got %q", want), func() string { return fmt.Sprintf("%q", term.clipboard()) },
		func() bool { return len(term.clipboard()) >= len(want) })
	got := term.clipboard()
	if len(got) == len(want)+1 && want[len(want)-1] != " " && got[len(want)] == " " { // looked at late
		got = got[:len(want)]
	}
	if !slices.Equal(got, want) {
		term.t.Fatalf("the clipboard got %q, want %q", got, want)
	}
}

// copyCommand is a line for a shell that copies the number and leaves what was said in a file.
func (d *desk) copyCommand(said string) string {
	return fmt.Sprintf("%s cards show %s --copy number 2>%s.new; mv %s.new %s\r", d.exe, d.card, said, said, said)
}

func (d *desk) said(name string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	eventually(d.t, "the command ends", func() string { return name }, func() bool { _, err := os.Stat(path); return err == nil })
	text, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

func (d *desk) expectSaid(name string, want ...string) {
	d.t.Helper()
	said := d.said(name)
	for _, w := range want {
		if !strings.Contains(said, w) {
			d.t.Errorf("said %q, want %q", said, w)
		}
	}
	if strings.Contains(said, d.number) {
		d.t.Errorf("said the number: %q", said)
	}
}

func (d *desk) tmux(socket string, args ...string) string {
	d.t.Helper()
	cmd := exec.Command("tmux", append([]string{"-L", socket}, args...)...)
	cmd.Env = d.env()
	out, err := cmd.CombinedOutput()
	if err != nil {
		d.t.Fatalf("tmux %v: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// startTmux gives a terminal with a shell in a tmux of its own.
func (d *desk) startTmux(socket, settings string, env ...string) *terminal {
	d.t.Helper()
	conf := filepath.Join(d.dir, socket+".conf")
	// Keys that come fast would be taken for a paste, and would not detach.
	if err := os.WriteFile(conf, []byte("set -g assume-paste-time 0\n"+settings), 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		cmd := exec.Command("tmux", "-L", socket, "kill-server")
		cmd.Env = d.env()
		_ = cmd.Run() // it is gone where its last shell is
	})
	term := d.terminal(d.env(env...), "tmux", "-L", socket, "-f", conf, "new-session", "-s", "work", "sh")
	term.shows("ready> ")
	return term
}

func (d *desk) noBuffers(socket string) {
	d.t.Helper()
	if left := d.tmux(socket, "list-buffers"); left != "" {
		d.t.Errorf("left in tmux: %q", left)
	}
}

func TestPlainTerminal(t *testing.T) {
	d := newDesk(t)
	term := d.terminal(d.env(overSSH), "sh")
	term.shows("ready> ")
	term.types(d.copyCommand("said"))
	d.expectSaid("said", "number sent to your terminal, unconfirmed; overwritten with a space in "+clearAfter.String(),
		"show it with: cardwallet cards show "+d.card)
	term.gets(d.number, " ")
}

func TestTmux(t *testing.T) {
	for name, settings := range map[string]string{
		"default": "", "set-clipboard on": "set -s set-clipboard on", "set-clipboard off": "set -s set-clipboard off",
		"allow-passthrough on": "set -g allow-passthrough on",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			term := d.startTmux("one", settings, overSSH)
			term.types(d.copyCommand("said"))
			d.expectSaid("said", "number sent to your terminal via tmux, unconfirmed")
			term.gets(d.number, " ")
			d.noBuffers("one")
		})
	}
}

// tmux does not know how to set the clipboard of this terminal, and passes on what is wrapped.
func TestTmuxPassesOn(t *testing.T) {
	d := newDesk(t)
	term := d.startTmux("one", "set -g allow-passthrough on", overSSH, "TERM=vt220")
	term.types(d.copyCommand("said"))
	d.expectSaid("said", "number sent to your terminal via tmux, unconfirmed")
	term.gets(d.number, " ")
	d.noBuffers("one")
}

// What the config wants and tmux keeps to itself is said, and what to do about it helps.
func TestTmuxDoctor(t *testing.T) {
	const focus, notify = "hide_on_blur does nothing here", "tmux passes no notifications on"
	for name, tc := range map[string]struct {
		settings, ui string
		want         []string
	}{
		"default":   {"", "hide_on_blur = true\nnotify = \"osc777\"", []string{focus, notify}},
		"let":       {"set -s focus-events on\nset -g allow-passthrough on", "hide_on_blur = true\nnotify = \"osc9\"", nil},
		"not asked": {"", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			config, err := os.OpenFile(filepath.Join(d.dir, "box", "config.toml"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(config, "\n[ui]\n%s\n", tc.ui)
			if err := config.Close(); err != nil {
				t.Fatal(err)
			}
			term := d.startTmux("one", tc.settings)
			term.types(d.exe + " doctor --offline --json >said.new; mv said.new said\r")
			var found []diagnosis.Finding
			if err := json.Unmarshal([]byte(d.said("said")), &found); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				for _, text := range []string{focus, notify} {
					if strings.Contains(f.Detail, text) && f.Status == diagnosis.Warning && f.Fix != "" {
						got = append(got, text)
					}
				}
			}
			if !slices.Equal(got, tc.want) || !slices.Contains(found, diagnosis.Finding{
				Group: "clipboard", Name: "viewers", Status: diagnosis.OK, Detail: "yours is the only terminal that shows this tmux session",
			}) {
				t.Errorf("said %q in %+v", got, found)
			}
		})
	}
}

// The shell was started at the machine, and then somebody attached over SSH.
func TestTmuxAttachedOverSSHLater(t *testing.T) {
	d := newDesk(t)
	local := d.startTmux("one", "")
	local.types("\x02d")
	eventually(t, "detached", local.text, func() bool { return strings.Contains(local.text(), "[detached") })
	term := d.terminal(d.env(overSSH), "tmux", "-L", "one", "attach")
	term.shows("ready> ")
	term.types(d.copyCommand("said"))
	d.expectSaid("said", "via tmux")
	term.gets(d.number, " ")
}

// Somebody at the machine looked in and left: tmux still says that the last to attach sat there.
func TestTmuxOverSSHAfterALocalVisitor(t *testing.T) {
	d := newDesk(t)
	term := d.startTmux("one", "", overSSH)
	visitor := d.terminal(d.env(), "tmux", "-L", "one", "attach")
	visitor.shows("ready> ")
	visitor.types("\x02d")
	eventually(t, "detached", visitor.text, func() bool { return strings.Contains(visitor.text(), "[detached") })
	if noted := d.tmux("one", "show-environment", "-t", "work"); !strings.Contains(noted, "-SSH_CONNECTION") {
		t.Fatalf("tmux noted %q", noted)
	}
	said := filepath.Join(d.dir, "doctor")
	term.types(fmt.Sprintf("DISPLAY=:77 %s --json doctor --offline --no-clipboard >%s.new; mv %s.new %s\r", d.exe, said, said, said))
	d.expectSaid("doctor", "tmux hands it to your terminal")
	term.types(d.copyCommand("said"))
	d.expectSaid("said", "via tmux")
	term.gets(d.number, " ")
}

func TestTmuxWithTwoViewersCopiesToTheTypist(t *testing.T) {
	for name, settings := range map[string]string{"default": "", "everything on": "set -s set-clipboard on\nset -g allow-passthrough on"} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			anna := d.startTmux("one", settings, overSSH)
			boris := d.terminal(d.env(overSSH), "tmux", "-L", "one", "attach")
			boris.shows("ready> ")
			anna.types(d.copyCommand("anna"))
			d.expectSaid("anna", "2 viewers: number sent to yours alone via tmux, unconfirmed")
			anna.gets(d.number, " ")
			boris.types(d.copyCommand("boris"))
			boris.gets(d.number, " ")
			if got := anna.clipboard(); len(got) != 2 {
				t.Errorf("anna also got %q", got[2:])
			}
			d.noBuffers("one")
		})
	}
}

// One tmux in another passes on what the inner one may. The outer one sets the clipboard only where it is told to, and keeps what
// it set, which cannot be helped from inside: it is said.
func TestNestedTmux(t *testing.T) {
	d := newDesk(t)
	term := d.startTmux("outer", "set -s set-clipboard on", overSSH)
	inner := filepath.Join(d.dir, "inner.conf")
	if err := os.WriteFile(inner, []byte("set -g allow-passthrough on\nset -g status-left 'inside '"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd := exec.Command("tmux", "-L", "inner", "kill-server")
		cmd.Env = d.env()
		_ = cmd.Run()
	})
	term.types("env -u TMUX tmux -L inner -f " + inner + " new-session sh\r")
	term.shows("inside ")
	term.types(d.copyCommand("said"))
	d.expectSaid("said", "number sent via tmux, which may keep it in a buffer, unconfirmed", "tmux delete-buffer")
	term.gets(d.number, " ")
	d.noBuffers("inner")
	if kept := d.tmux("outer", "list-buffers", "-F", "#{buffer_sample}"); !strings.Contains(kept, d.number) {
		t.Errorf("the outer tmux keeps nothing, and the words say that it may: %q", kept)
	}
}

// The person's own tmux or GNU screen is between their terminal and the SSH connection. Nothing but TERM tells of it here.
func TestTmuxOnThePersonsSide(t *testing.T) {
	for name, c := range map[string]struct {
		settings string
		kept     bool
	}{"set-clipboard on": {"set -s set-clipboard on", true}, "allow-passthrough on": {"set -g allow-passthrough on", false}} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			term := d.startTmux("near", c.settings)
			term.types("unset TMUX TMUX_PANE; export '" + overSSH + "'\r")
			term.types(d.copyCommand("said"))
			d.expectSaid("said", "number sent via tmux, which may keep it in a buffer, unconfirmed", "tmux delete-buffer")
			term.gets(d.number, " ")
			if kept := strings.Contains(d.tmux("near", "list-buffers", "-F", "#{buffer_sample}"), d.number); kept != c.kept {
				t.Errorf("kept in a buffer: %v", kept)
			}
		})
	}
}

func TestScreenOnThePersonsSide(t *testing.T) {
	d := newDesk(t)
	term := d.startScreen()
	term.types("unset STY\r")
	term.types(d.copyCommand("said"))
	d.expectSaid("said", "number sent via screen or tmux, which may keep it in a buffer, unconfirmed")
	term.gets(d.number, " ")
}

// startScreen gives a terminal with a shell in a GNU screen of its own.
func (d *desk) startScreen() *terminal {
	d.t.Helper()
	term := d.terminal(d.env(overSSH), "screen", "-c", "/dev/null", "-s", "/bin/sh", "-S", "work")
	d.t.Cleanup(func() {
		cmd := exec.Command("screen", "-S", "work", "-X", "quit")
		cmd.Env = d.env()
		_ = cmd.Run()
	})
	term.shows("ready> ")
	return term
}

func TestScreen(t *testing.T) {
	d := newDesk(t)
	term := d.startScreen()
	term.types(d.copyCommand("said"))
	d.expectSaid("said", "number sent to your terminal via screen, unconfirmed")
	term.gets(d.number, " ")
}

// killed copies the number on the screen of a card and, as soon as it has arrived, ends the program without a chance to clean up. It
// gives the time before which nothing can have been cleared.
func (d *desk) killed(term *terminal, notice string, arrived func() bool) (due time.Time) {
	d.t.Helper()
	term.shows("ready> ")
	term.types(fmt.Sprintf("%s --profile fin & echo $! >pid; fg\r", d.exe))
	term.shows("1 of")
	name := d.card[strings.Index(d.card, "/")+1:]
	term.types("/" + name + "\r")
	term.types("\r")
	term.sees("v reveal")
	due = time.Now().Add(clearAfter)
	term.types("c")
	term.sees(regexp.QuoteMeta(notice))
	eventually(d.t, "the number arrives", term.text, arrived)
	pid, err := os.ReadFile(filepath.Join(d.dir, "pid"))
	if err != nil {
		d.t.Fatal(err)
	}
	var id int
	if _, err := fmt.Sscan(string(pid), &id); err != nil {
		d.t.Fatal(err)
	}
	if err := syscall.Kill(id, syscall.SIGKILL); err != nil {
		d.t.Fatal(err)
	}
	return due
}

// hasCopy reports whether the terminal got something to put on its clipboard. The wallet says so in the same moment, not after it.
func (term *terminal) hasCopy() bool { return len(term.clipboard()) > 0 }

func TestKilledWalletStillBlanksTheTerminal(t *testing.T) {
	d := newDesk(t)
	term := d.terminal(d.env(overSSH), "sh", "-m")
	due := d.killed(term, "sent to your terminal", term.hasCopy)
	if got := term.clipboard(); len(got) != 1 && time.Now().Before(due) {
		t.Errorf("right after the kill the clipboard got %q", got)
	}
	term.gets(d.number, " ")
}

// Stopped by its shell, the wallet cannot clear in time: its cleaner does, and what is copied after that is the person's.
func TestPlainTerminalOfAStoppedWalletIsLeftToItsCleaner(t *testing.T) {
	d := newDesk(t)
	term := d.terminal(d.env(overSSH), "sh", "-m")
	term.shows("ready> ")
	term.types(d.exe + " --profile fin\r")
	term.shows("1 of")
	term.types("\r")
	term.sees("v reveal")
	copies := 0
	for inTime := false; !inTime; { // else it may have cleared by itself before it was stopped
		copies++
		due := time.Now().Add(clearAfter)
		term.types("c")
		eventually(t, "the number arrives", term.text, func() bool { return len(term.clipboard()) >= 2*copies-1 })
		term.types("\x1a")
		eventually(t, "it stops", term.text, func() bool { return strings.Count(term.text(), "Stopped") == copies })
		inTime = time.Now().Before(due)
		eventually(t, "the blank", term.text, func() bool { return len(term.clipboard()) == 2*copies })
		term.types("fg\r")
		term.sees("any key opens it")
		term.types(" ")
		term.sees("v reveal")
	}
	term.sees("cleared while this program was stopped")
	if got := term.clipboard(); len(got) != 2*copies {
		t.Errorf("the clipboard got %q: the last is too many", got)
	}
	term.types("\x03")
}

func TestKilledWalletStillBlanksThroughTmux(t *testing.T) {
	d := newDesk(t)
	term := d.startTmux("one", "", overSSH)
	d.killed(term, "via tmux", term.hasCopy)
	term.gets(d.number, " ")
	d.noBuffers("one")
}
