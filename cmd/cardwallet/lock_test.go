//go:build unix

package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
	"cardwallet/tui/tuitest"
)

// shows waits until all the texts are on the screen of 80×24.
func (p *person) shows(texts ...string) {
	p.t.Helper()
	if before := p.before; before != "" {
		p.before = ""
		if containsAll(before, texts) {
			p.t.Fatalf("%q was there before the key: what comes next might be typed too early\n%s", texts, before)
		}
	}
	drawn, screen := -1, ""
	eventually(p.t, fmt.Sprintf("it shows %q", texts), func() string { return screen }, func() bool {
		if raw := p.screen(); len(raw) != drawn {
			drawn, screen = len(raw), tuitest.Replay(raw, 80, 24)
		}
		return containsAll(screen, texts)
	})
}

func containsAll(screen string, texts []string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(screen, text) })
}

// protect writes the private key of the sandbox's config anew, protected by a passphrase.
func protect(t *testing.T, config, passphrase string) {
	t.Helper()
	private, err := registered()
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := crypto.ParsePrivateKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(config), "finhub.pem")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := crypto.WriteKeyFile(path, key, []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
}

// atCard is a person in front of a card whose number is shown.
func atCard(t *testing.T) (p *person, box *sandbox.Sandbox, pan string) {
	t.Helper()
	return atCardBy(t, func(config string) *person { return sit(t, config, "", "--profile", "ads") })
}

// atCardBy is atCard for a person who starts the program in their own way.
func atCardBy(t *testing.T, start func(config string) *person) (p *person, box *sandbox.Sandbox, pan string) {
	t.Helper()
	box, config, card := askingBox(t)
	truth, _ := box.Truth(strings.TrimPrefix(card, "ads/"))
	p = start(config)
	p.shows("1 of")
	p.write("/" + strings.TrimPrefix(card, "ads/") + "\r")
	p.shows("1 of 1,")
	p.write("\r")
	p.shows("v reveal")
	p.write("v")
	pan = truth.PAN
	p.shows(pan[:4] + " " + pan[4:8] + " " + pan[8:12] + " " + pan[12:])
	return p, box, pan
}

func TestTheLockAsksForTheTypedPassphraseOfTheKey(t *testing.T) {
	t.Parallel()
	box, config, _ := askingBox(t)
	protect(t, config, "correct horse")
	var card, pan string
	for _, id := range box.CardIDs(sandbox.IssuerFinHub) {
		if truth, _ := box.Truth(id); truth.Status == "Normal" && truth.ActivateURL == "" {
			card, pan = id, truth.PAN
		}
	}
	p := sit(t, config, "", "--profile", "fin")
	p.await("passphrase of private_key of fin: ")
	p.write("correct horse\n")
	p.shows("1 of")
	p.write("/" + card + "\r")
	p.shows("1 of 1,")
	p.write("\r")
	p.shows("v reveal")
	p.write("v")
	p.shows(pan[:4] + " " + pan[4:8])
	p.write("L")
	p.shows("locked", "type the passphrase of your private key")
	p.write("battery\r")
	p.shows("wrong passphrase · next try in 0:01")
	p.shows("wrong passphrase  ") // the wait is over
	p.write("correct horse\r")
	p.shows("v reveal", "•••• •••• •••• "+pan[12:])
	p.write("v")
	p.shows(pan[:4] + " " + pan[4:8])
	p.write("\x03")
	if code := p.ends(); code != run.ExitDone {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
	if strings.Contains(p.screen(), "horse") {
		t.Error("the passphrase was drawn")
	}
}

// oneScreen is what a terminal shows that has no alternate screen, with what scrolled off it.
func (p *person) oneScreen() string {
	return tuitest.Replay(strings.NewReplacer("\x1b[?1049h", "", "\x1b[?1049l", "").Replace(p.screen()), 80, 24)
}

func TestSuspendedItIsLockedAndShowsNothing(t *testing.T) {
	t.Parallel()
	p, _, pan := atCardBy(t, func(config string) *person {
		return sitInShell(t, config, `cardwallet --profile ads; echo "the shell goes on"; read -r word; fg >/dev/null`)
	})
	p.write("\x1a")
	p.await("the shell goes on")
	if strings.Contains(p.oneScreen(), pan[:4]) {
		t.Errorf("the shell gets a terminal that shows\n%s", p.oneScreen())
	}
	p.write("\r")
	p.shows("any key opens it")
	p.write("x")
	p.shows("v reveal", "•••• ••••")
	p.write("\x03")
	if code := p.ends(); code != run.ExitDone {
		t.Errorf("exit code %d", code)
	}
}

// Nobody would continue the command of an SSH connection or of a tmux window, and the system does not even stop it.
func TestWithoutAShellSuspendingOnlyLocks(t *testing.T) {
	t.Parallel()
	p, _, pan := atCard(t)
	p.write("\x1a")
	p.shows("any key opens it")
	if strings.Contains(tuitest.Replay(p.screen(), 80, 24), pan[:4]) {
		t.Errorf("it shows\n%s", tuitest.Replay(p.screen(), 80, 24))
	}
	p.write("\x1a") // still nothing
	p.write("x")
	p.shows("v reveal", "•••• ••••")
	p.write("\x03")
	if code := p.ends(); code != run.ExitDone {
		t.Errorf("exit code %d", code)
	}
}

// Without its terminal, or when it is told to, it ends as when a person leaves: with the terminal as it was.
func TestToldToEndItEnds(t *testing.T) {
	t.Parallel()
	signaled := func(s os.Signal) func(*person) error {
		return func(p *person) error { return p.cmd.Process.Signal(s) }
	}
	for name, gone := range map[string]func(*person) error{
		"closed":    func(p *person) error { return p.tty.Close() },
		"hung up":   signaled(syscall.SIGHUP),
		"ended":     signaled(syscall.SIGTERM),
		"told quit": signaled(syscall.SIGQUIT), // of which Go would print all calls and registers
		"aborted":   signaled(syscall.SIGABRT),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _, pan := atCard(t)
			if err := gone(p); err != nil {
				t.Fatal(err)
			}
			if code := p.ends(); code == run.ExitDone || code > run.ExitUnknown || code < 0 {
				t.Errorf("exit code %d", code)
			}
			if name == "closed" {
				return
			}
			if shown := p.oneScreen(); !strings.Contains(p.screen(), "\x1b[?1049l") || strings.Contains(shown, pan[:4]) ||
				strings.Contains(shown, "goroutine") {
				t.Errorf("the terminal shows\n%s", shown)
			}
		})
	}
}

// topsUp waits until the issuer has got a top-up.
func (p *person) topsUp(box *sandbox.Sandbox) {
	p.t.Helper()
	eventually(p.t, "a top-up is sent", p.oneScreen, func() bool {
		return slices.ContainsFunc(box.Requests(), func(r sandbox.Received) bool { return strings.HasSuffix(r.Path, "/topup") })
	})
}

func TestMoneyThatMovesWhenTheTerminalGoesIsInTheJournal(t *testing.T) {
	t.Parallel()
	p, box, _ := atCard(t)
	if err := box.SetFault(sandbox.Fault{Issuer: sandbox.IssuerAurex, Path: "/topup", Kind: sandbox.FaultLatency,
		Delay: time.Minute}); err != nil {
		t.Fatal(err)
	}
	p.write("t")
	p.shows("amount")
	p.write("20\r")
	p.shows("no other key confirms")
	p.confirms("written down here")
	p.topsUp(box)
	if err := p.tty.Close(); err != nil {
		t.Fatal(err)
	}
	if code := p.ends(); code == run.ExitDone || code < 0 {
		t.Errorf("exit code %d", code)
	}
	activity := &exec.Cmd{Path: p.cmd.Path, Args: []string{"cardwallet", "--json", "activity"}, Env: p.cmd.Env}
	out, err := activity.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var rows []struct{ Status, Amount, Description string }
	if err := json.Unmarshal(out, &rows); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if len(rows) != 1 || rows[0].Amount != "20.00" || rows[0].Status != "unknown" || rows[0].Description == "" {
		t.Errorf("the journal has %+v", rows)
	}
}
