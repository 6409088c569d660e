//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/cmd/internal/run"
)

// homeOf is the home that a person's program was started with.
func homeOf(p *person) string {
	for _, v := range p.cmd.Env {
		if home, ok := strings.CutPrefix(v, "HOME="); ok {
			return home
		}
	}
	return ""
}

// Without a config the wallet offers to set one up. Who leaves is told what there was without the offer, and nothing is written.
func TestWithoutAConfigASetUpIsOffered(t *testing.T) {
	t.Parallel()
	p := sit(t, "", "")
	p.shows("Whose cards do you hold?")
	p.write("\x03")
	if code := p.ends(); code != run.ExitUsage || !strings.Contains(p.screen(), "no config at") {
		t.Errorf("exit code %d\n%s", code, p.screen())
	}
	if _, err := os.Stat(filepath.Join(homeOf(p), ".config")); err == nil {
		t.Error("something was written")
	}
}

// The set-up leads from nothing to the cards of an account.
func TestTheSetUpOpensTheWallet(t *testing.T) {
	t.Parallel()
	box, _, _ := askingBox(t)
	at := box.Aurex()
	p := sit(t, "", "", "init")
	p.shows("Whose cards do you hold?")
	p.write("\x1b[B")
	p.write("\r\r")
	p.shows("Where is the API key of Aurex?")
	p.write("\x15" + at.BaseURL + "\r" + at.UserID + "\r\r")
	p.shows("where nobody sees it")
	p.write("\r" + at.APIKey)
	p.shows("•••")
	p.write("\r")
	p.shows("It works.")
	p.write("\r")
	p.shows("Colours")
	p.write("\r\r\r")
	p.shows("writes it and opens the wallet")
	p.write("\r")
	p.shows("4 Accounts")
	p.write("\x03")
	if code := p.ends(); code != run.ExitDone || strings.Contains(p.screen(), at.APIKey) {
		t.Errorf("exit code %d, or the key was shown", code)
	}
	for _, name := range []string{"config.toml", "aurex.key"} {
		info, err := os.Stat(filepath.Join(homeOf(p), ".config", "cardwallet", name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}
