//go:build unix

package main

import (
	"net"
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

// signsInAtAurex answers the first two pages. It ends at the test.
func (p *person) signsInAtAurex(address, user, key string) {
	p.t.Helper()
	p.shows("Whose cards do you hold?")
	p.write("\x1b[B")
	p.write("\r\r")
	p.shows("Where is the API key of Aurex?")
	p.write("\x15" + address + "\r" + user + "\r\r")
	p.shows("where nobody sees it")
	p.write(key)
	p.shows("•••")
	p.write("\r")
}

// wroteNothing is true of a set-up that was left: there is no config, no secret, no key.
func (p *person) wroteNothing() {
	p.t.Helper()
	var left []string
	_ = filepath.WalkDir(homeOf(p), func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			left = append(left, path)
		}
		return nil
	})
	if len(left) > 0 {
		p.t.Errorf("left, and there is %q", left)
	}
}

// A wrong key is told on the page of the test with what to do; the right one can be typed then.
func TestTheSetUpTellsAWrongKey(t *testing.T) {
	t.Parallel()
	box, _, _ := askingBox(t)
	at := box.Aurex()
	p := sit(t, "", "", "init")
	p.signsInAtAurex(at.BaseURL, at.UserID, "no-such-key")
	p.shows("It does not work yet", "check the profile's credentials")
	p.write("\x1b[Z")
	p.shows("where nobody sees it")
	p.write("\x15" + at.APIKey)
	p.shows("•••••••••••••")
	p.write("\r")
	p.shows("It works.")
	p.write("\x1b")
	if code := p.ends(); code == run.ExitDone || strings.Contains(p.screen(), at.APIKey) || strings.Contains(p.screen(), "no-such-key") {
		t.Errorf("exit code %d, or a key was shown", code)
	}
	p.wroteNothing()
}

// An issuer that takes the connection and says nothing keeps nobody: the page says that it asks, and esc leaves at once.
func TestTheSetUpAtASilentIssuer(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }() // what the system took is never answered
	p := sit(t, "", "", "init")
	p.signsInAtAurex("http://"+listener.Addr().String()+"/api", "u", "some-key")
	p.shows("asking …")
	p.write("\x1b[Z")
	p.shows("where nobody sees it")
	p.write("\r")
	p.shows("asking …")
	p.write("\x1b")
	if code := p.ends(); code == run.ExitDone {
		t.Errorf("exit code %d", code)
	}
	p.wroteNothing()
}

// The set-up leads from nothing to the cards of an account.
func TestTheSetUpOpensTheWallet(t *testing.T) {
	t.Parallel()
	box, _, _ := askingBox(t)
	at := box.Aurex()
	p := sit(t, "", "", "init")
	p.signsInAtAurex(at.BaseURL, at.UserID, at.APIKey)
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

// The wallet opens with the new profile, whatever --profile, the environment and the config select.
func TestTheSetUpOpensTheNewProfile(t *testing.T) {
	t.Parallel()
	box, _, _ := askingBox(t)
	at := box.Aurex()
	config := filepath.Join(t.TempDir(), "config.toml")
	other := "default_profile = \"old\"\n[profiles.old]\nissuer = \"aurex\"\nbase_url = \"" + at.BaseURL + "\"\nuser_id = \"u\"\n" +
		"api_key = \"env:NO_SUCH_KEY\"\n"
	for _, way := range []struct {
		name string
		args []string
	}{{"mine", []string{"init"}}, {"other", []string{"--profile", "x", "init"}}} {
		if err := os.WriteFile(config, []byte(other), 0o600); err != nil {
			t.Fatal(err)
		}
		p := sit(t, config, "", way.args...)
		p.shows("Whose cards do you hold?")
		p.write("\x1b[B\r\x15" + way.name + "\r")
		p.shows("Where is the API key of Aurex?")
		p.write("\x15" + at.BaseURL + "\r" + at.UserID + "\r\r")
		p.shows("where nobody sees it")
		p.write(at.APIKey + "\r")
		p.shows("It works.")
		p.write("\r")
		p.shows("Colours")
		p.write("\r\r\r")
		p.shows("writes it and opens the wallet")
		p.write("\r")
		p.shows("4 Accounts", "Marketing")
		p.write("\x03")
		if code := p.ends(); code != run.ExitDone {
			t.Errorf("%v: exit code %d", way.args, code)
		}
	}
}
