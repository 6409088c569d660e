package main

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"

	"cardwallet/client/sandbox"
)

// glass shows what the person at a terminal sees.
type glass struct {
	*terminal
	emulator *vt.Emulator
	drawn    int
}

func (term *terminal) glass() *glass {
	g := &glass{terminal: term, emulator: vt.NewEmulator(100, 24)}
	drained := make(chan struct{})
	go func() { // what it answers to queries would block it
		defer close(drained)
		_, _ = io.Copy(io.Discard, g.emulator)
	}()
	term.t.Cleanup(func() {
		_ = g.emulator.InputPipe().(io.Closer).Close()
		<-drained
	})
	return g
}

func (g *glass) screen() string {
	text := g.text()
	_, _ = g.emulator.WriteString(text[g.drawn:])
	g.drawn = len(text)
	return g.emulator.String()
}

// sees waits until all the texts are on the screen.
func (g *glass) sees(texts ...string) {
	g.t.Helper()
	eventually(g.t, fmt.Sprintf("the screen shows %q", texts), g.screen, func() bool {
		screen := g.screen()
		return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(screen, text) })
	})
}

// copies waits until the terminal got so many values for its clipboard.
func (g *glass) copies(count int) {
	g.t.Helper()
	eventually(g.t, fmt.Sprintf("%d values copied", count), g.screen, func() bool { return len(g.clipboard()) >= count })
}

// needle is one form in which a secret could be written down.
type needle struct{ what, form string }

// digitForms are a number as it comes, as it is drawn, and as it goes to a terminal's clipboard.
func digitForms(what, digits string, group int) []needle {
	var groups []string
	for digits := range slices.Chunk([]byte(digits), group) {
		groups = append(groups, string(digits))
	}
	return []needle{
		{what, digits}, {what + " grouped", strings.Join(groups, " ")}, {what + " in base64", base64.StdEncoding.EncodeToString([]byte(digits))},
	}
}

// keyForms are the lines of a key's file, and its private numbers as programs print them.
func keyForms(t *testing.T, path string, key *rsa.PrivateKey) (forms []needle) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "-----") {
			forms = append(forms, needle{"key file", strings.TrimSpace(line)})
		}
	}
	for _, n := range append([]*big.Int{key.D, key.Precomputed.Dp, key.Precomputed.Dq, key.Precomputed.Qinv}, key.Primes...) {
		bytes := n.Bytes()
		forms = append(forms, needle{"private number", n.String()}, needle{"private number in hexadecimal", n.Text(16)},
			needle{"private number in base64", base64.RawStdEncoding.EncodeToString(bytes)}, needle{"private number in bytes", string(bytes)},
			needle{"private number as a list", strings.Trim(fmt.Sprint(bytes), "[]")})
	}
	return forms
}

// Nothing of what was shown, copied or sent, nor of the private key that opened it, is in the log, in the files of the state directory, or
// in the command line: not while it is in use, and not after it was hidden and locked.
func TestSecretsLeaveNoTraceOnTheDisk(t *testing.T) {
	t.Parallel()
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
	d := &desk{t: t, dir: t.TempDir()}
	d.exe = linkProgram(t, d.dir, "cardwallet")
	if _, err := box.WriteConfig(filepath.Join(d.dir, "box"), key); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(d.dir, "debug.log")
	g := d.terminal(d.env(overSSH), d.exe, "--debug", log, "--profile", "fin", "--profile", "ads").glass()
	defer g.leaves()

	secrets := append(keyForms(t, filepath.Join(d.dir, "box", sandbox.KeyFile), key),
		needle{"API key", box.Aurex().APIKey}, needle{"password", box.FinHub().Password})
	for i, issuer := range []string{sandbox.IssuerFinHub, sandbox.IssuerAurex} {
		card := cardToShow(t, box, issuer)
		code, err := box.Purchase(sandbox.Purchase{Issuer: issuer, CardID: card.CardID})
		if err != nil {
			t.Fatal(err)
		}
		secrets = slices.Concat(secrets, digitForms(issuer+" number", card.PAN, 4), digitForms(issuer+" code", code.Value, 3),
			[]needle{{issuer + " CVV", `"cvv":"` + card.CVV}})

		g.sees("of 16")
		g.types("/" + card.CardID)
		g.sees("1 of 1")
		g.types("\r")
		g.sees("1 of 1", "enter open")
		g.types("\r")
		g.sees("v reveal")
		g.types("v")
		g.sees("hides in", card.PAN[12:])
		g.types("c")
		g.copies(2*i + 1)
		g.types("v")
		g.sees("•••")

		g.types("o")
		g.sees(code.Value)
		g.types("c")
		g.copies(2*i + 2)
		g.nowhereElse(log, secrets)
		g.types("v")
		g.sees("•••")
		g.types("\x1b[27u")
		g.sees("v reveal")
		g.types("\x1b[27u")
		g.sees("1 of 1")
		g.types("\x1b[27u")
	}
	g.types("L")
	g.sees("locked")
	g.nowhereElse(log, secrets)
}

// leaves ends the program, which clears the clipboard: another process would wait to do that.
func (g *glass) leaves() {
	g.types("\x03")
	eventually(g.t, "the program ends", g.screen, func() bool { return strings.Contains(g.text(), "\x1b[?1049l") })
}

func cardToShow(t *testing.T, box *sandbox.Sandbox, issuer string) sandbox.Truth {
	t.Helper()
	for _, id := range box.CardIDs(issuer) {
		card, _ := box.Truth(id)
		if (card.Status == "Normal" || card.Status == "active") && card.ActivateURL == "" {
			return card
		}
	}
	t.Fatalf("no usable card at %s", issuer)
	return sandbox.Truth{}
}

// aToken is one of FinHub's by its form.
var aToken = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]{43}`)

// nowhereElse wants none of the secrets in the log, in the files of the state directory, or in the command line.
func (g *glass) nowhereElse(log string, needles []needle) {
	g.t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(log), "state", "*", "*"))
	if err != nil {
		g.t.Fatal(err)
	}
	files = append(files, log, fmt.Sprintf("/proc/%d/cmdline", g.cmd.Process.Pid))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			g.t.Fatal(err)
		}
		if file == log && !strings.Contains(string(text), "msg=request") {
			g.t.Errorf("nothing is logged: %s", text)
		}
		for _, n := range needles {
			if strings.Contains(string(text), n.form) {
				g.t.Errorf("%s has the %s", file, n.what)
			}
		}
		if aToken.Match(text) {
			g.t.Errorf("%s has a token", file)
		}
	}
}
