//go:build linux

package main

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"cardwallet/cmd/internal/run"
	"cardwallet/tui/clip"
)

// A word goes to the terminal once the person agreed, and what they paste back decides, here and for the words about later copies.
func TestDoctorTriesTheClipboard(t *testing.T) {
	t.Parallel()
	sent := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(clip.Word))
	for pasted, want := range map[string]struct {
		says  string
		code  int
		later string
	}{
		"cardwallet\n": {"the word arrived", run.ExitDone, ", tested " + time.Now().Format(time.DateOnly)},
		"\n":           {"did not arrive", run.ExitUsage, ", refused "},
		"something\n":  {"did not arrive", run.ExitUsage, ", refused "},
	} {
		_, config, card := askingBox(t)
		p := sit(t, config, "", "doctor", "--offline")
		p.await("[y/N]")
		if strings.Contains(p.screen(), "\x1b]52;") {
			t.Errorf("something was sent before the person agreed:\n%q", p.screen())
		}
		p.write("y\n")
		p.await("nothing comes): ")
		if !strings.Contains(p.screen(), sent) {
			t.Errorf("no word was sent:\n%q", p.screen())
		}
		p.write(pasted)
		if code := p.ends(); code != want.code || !strings.Contains(p.screen(), want.says) {
			t.Errorf("%q: exit code %d\n%s", pasted, code, p.screen())
		}
		blank := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(clip.Blank))
		if !strings.Contains(p.screen(), blank) {
			t.Errorf("%q: the word stays there", pasted)
		}
		again := sitAgain(t, p, "cards", "show", card, "--copy", "expiry")
		if code := again.ends(); code != run.ExitDone || !strings.Contains(again.screen(), want.later) {
			t.Errorf("%q: later copies (exit code %d) do not say %q:\n%s", pasted, code, want.later, again.screen())
		}
	}
}

func TestDoctorSendsNothingToOneWhoDoesNotWantIt(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	p := sit(t, config, "", "doctor", "--offline")
	p.await("[y/N]")
	p.write("\n")
	if code := p.ends(); code != run.ExitDone || strings.Contains(p.screen(), "\x1b]52;") || !strings.Contains(p.screen(), "skipped  test") {
		t.Errorf("exit code %d\n%q", code, p.screen())
	}
}

func TestDoctorAsksForAPassphraseOnce(t *testing.T) {
	t.Parallel()
	_, config, _ := askingBox(t)
	protect(t, config, "correct horse")
	p := sit(t, config, "", "--profile", "fin", "doctor", "--no-clipboard")
	p.await("passphrase of private_key of fin: ")
	p.write("correct horse\n")
	p.await("opens what the issuer seals")
	if code := p.ends(); code != run.ExitDone || strings.Count(p.screen(), "passphrase of") != 1 ||
		!strings.Contains(p.screen(), "protected by a passphrase") {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
	if strings.Contains(p.screen(), "horse") {
		t.Error("the passphrase was shown")
	}
}
