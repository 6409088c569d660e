package setup

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/draft"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
)

// A profile is tried before anything of it is written, and nothing is left behind: what was typed and made is in memory alone.
func TestAProfileIsTriedBeforeItIsWritten(t *testing.T) {
	tmp, home := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", tmp)
	box, err := sandbox.Start(t.Context(), sandbox.Options{Seed: 7, FinHubKeyFrom: oneKey.public, RateLimit: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = box.Close() }()
	a := &command{&run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: run.TimeNow}}
	a.Flags.Config = filepath.Join(home, "config.toml")
	ads, fin := box.Aurex(), box.FinHub()
	profile := func(secret string, settings ...string) *draft.Draft {
		d := &draft.Draft{Name: "new", Secret: draft.Secret{Setting: settings[0], Value: crypto.SecretFromString(secret)}}
		d.Set(settings[0], "file:the.secret")
		for i := 1; i < len(settings); i += 2 {
			d.Set(settings[i], settings[i+1])
		}
		return d
	}
	key, err := crypto.GenerateKey(2048)
	if err != nil {
		t.Fatal(err)
	}
	unregistered := profile(fin.Password, "password", "issuer", config.FinHub, "base_url", fin.BaseURL, "tenant_id", fin.TenantID,
		"email", fin.Email, "private_key", "file:new.pem")
	unregistered.Key = key
	for name, tc := range map[string]struct {
		d    *draft.Draft
		want []string
	}{
		"good": {profile(ads.APIKey, "api_key", "issuer", config.Aurex, "base_url", ads.BaseURL, "user_id", ads.UserID),
			[]string{"ok api_key file:the.secret", "ok login read the balances", "ok cards 4 cards, wallet "}},
		"a wrong key": {profile("wrong", "api_key", "issuer", config.Aurex, "base_url", ads.BaseURL, "user_id", ads.UserID),
			[]string{"problem login new: read balances: not allowed"}},
		"nobody there": {profile("k", "api_key", "issuer", config.Linora, "base_url", "http://127.0.0.1:9/api", "user_id", "u"),
			[]string{"problem login new: read balances: unreachable"}},
		"a key that is not registered": {unregistered,
			[]string{"ok login", "warning key the new key is not registered yet", "register its public half", "ok cards"}},
	} {
		var said strings.Builder
		a.try(t.Context(), tc.d, func(found ...diagnosis.Finding) {
			for _, f := range found {
				said.WriteString(string(f.Status) + " " + f.Name + " " + f.Detail + " " + f.Fix + "\n")
			}
		})
		for _, want := range tc.want {
			if !strings.Contains(said.String(), want) {
				t.Errorf("%s: no %q in\n%s", name, want, said.String())
			}
		}
	}
	for _, dir := range []string{tmp, home} {
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v (%v)", left, err)
		}
	}
}

// A passphrase that was typed for a new key opens it for the wallet, which asks for it no more.
func TestTheWalletIsHandedThePassphrase(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	var told strings.Builder
	a := &command{&run.App{In: strings.NewReader(""), Out: io.Discard, Err: &told, Now: run.TimeNow}}
	defer a.Typed.Wipe()
	a.Flags.Config = filepath.Join(home, "config.toml")
	key, err := crypto.GenerateKey(2048)
	if err != nil {
		t.Fatal(err)
	}
	d := &draft.Draft{Name: "new", Key: key, Passphrase: crypto.SecretFromString("horse")}
	for setting, value := range map[string]string{"issuer": config.FinHub, "tenant_id": "t", "email": "a@example.com",
		"password": "env:NONE", "private_key": "file:new.pem"} {
		d.Set(setting, value)
	}
	if _, err := d.Write(t.Context(), a.Options()); err != nil {
		t.Fatal(err)
	}
	key.Wipe() // as the pages do
	a.handOn(t.Context(), d)
	c, err := a.Config()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.unlockKeys(t.Context(), c.Selected()); err != nil || told.String() != "" || len(a.Typed.Wanted()) != 1 {
		t.Errorf("%v, told %q, keys of %v", err, told.String(), a.Typed.Wanted())
	}
	p, _ := c.Profile("new")
	if opened, err := a.LoadKey(t.Context(), p); err != nil || opened.Fingerprint() == "" {
		t.Errorf("it is not open: %v", err)
	}
}

// A full disk is not a wrong use of the command.
func TestAFullDiskIsAFailure(t *testing.T) {
	t.Parallel()
	a := &command{&run.App{}}
	for err, want := range map[error]int{
		&os.PathError{Op: "write", Path: "config.toml", Err: syscall.ENOSPC}: run.ExitFailed,
		&os.PathError{Op: "write", Path: "config.toml", Err: syscall.EDQUOT}: run.ExitFailed,
		errors.New("wrong"): run.ExitUsage,
	} {
		if got := run.ExitCode(a.unchanged(fmt.Errorf("cannot write: %w", err))); got != want {
			t.Errorf("%v: exit %d, want %d", err, got, want)
		}
	}
}
