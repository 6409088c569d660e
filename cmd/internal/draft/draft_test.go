package draft

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"cardwallet/config"
	"cardwallet/crypto"
)

func aurex(name string) *Draft {
	d := &Draft{Name: name}
	d.Set("issuer", "aurex")
	d.Set("user_id", "u")
	d.Set("api_key", "file:new/the.key")
	return d
}

// What fails leaves nothing behind: no config, no secret, no key.
func TestWriteIsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.toml")
	o := config.Options{Path: path}
	key, err := crypto.GenerateKey(2048)
	if err != nil {
		t.Fatal(err)
	}
	d := aurex("ads")
	d.Secret = Secret{"api_key", crypto.SecretFromString("k3y")}
	d.Key = key
	d.Set("private_key", "file:taken.pem")
	if err := os.WriteFile(filepath.Join(dir, "taken.pem"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(t.Context(), o); err == nil {
		t.Fatal("it overwrites a key")
	}
	for _, name := range []string{"config.toml", "new/the.key"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s stays", name)
		}
	}
	d.Set("private_key", "file:fin.pem")
	if _, err := d.Write(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "new/the.key")); err != nil || string(got) != "k3y" {
		t.Errorf("%q, %v", got, err)
	}
	c, err := config.Load(o)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("ads")
	value, err := p.APIKey.Resolve(t.Context())
	if err != nil || string(value) != "k3y" {
		t.Errorf("%q, %v", value, err)
	}
	if _, err := d.Write(t.Context(), o); !errors.Is(err, ErrThere) {
		t.Errorf("twice: %v", err)
	}
}

// A secret can be tried before it is anywhere, and shows as the reference that it will have.
func TestASecretIsTriedBeforeItIsWritten(t *testing.T) {
	d := aurex("ads")
	c, err := d.Config(config.Options{Path: filepath.Join(t.TempDir(), "config.toml")})
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Profile("ads")
	ref, release := config.Hold(p.APIKey, []byte("k3y"))
	p.SetSecret("api_key", ref)
	if got, err := p.APIKey.Resolve(t.Context()); err != nil || string(got) != "k3y" || p.APIKey.String() != "file:new/the.key" {
		t.Errorf("%q, %v, %s", got, err, p.APIKey)
	}
	release()
	if got, err := p.APIKey.Resolve(t.Context()); err == nil {
		t.Errorf("%q after it was released", got)
	}
	if _, err := config.ParseRef("held:file:new/the.key"); err == nil {
		t.Error("a config may name a secret in memory")
	}
}

func TestWhatIsWrongHasNoLines(t *testing.T) {
	d := aurex("ads")
	d.Set("user_id", "")
	d.Set("tenant_id", "t")
	d.Set("api_key", "s3cret")
	_, err := d.Config(config.Options{Path: filepath.Join(t.TempDir(), "config.toml")})
	if err == nil {
		t.Fatal("it is taken")
	}
	for _, says := range []string{"profiles.ads: user_id is missing", "belongs to finhub", "must not stand in the file", "env:NAME"} {
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%q does not say %q", err, says)
		}
	}
	if strings.Contains(err.Error(), "config.toml") || strings.Contains(err.Error(), "s3cret") {
		t.Error(err)
	}
}

// A secret that the keyring has is never overwritten.
func TestTheKeyringKeepsWhatItHas(t *testing.T) {
	keyring.MockInit()
	if err := keyring.Set("cardwallet", "ads", "mine"); err != nil {
		t.Fatal(err)
	}
	o := config.Options{Path: filepath.Join(t.TempDir(), "config.toml")}
	d := aurex("ads")
	d.Secret = Secret{"api_key", crypto.SecretFromString("k3y")}
	d.Set("api_key", "keyring:cardwallet/ads")
	if _, err := d.Write(t.Context(), o); err == nil || !strings.Contains(err.Error(), "name another place") {
		t.Errorf("%v", err)
	}
	if has, err := keyring.Get("cardwallet", "ads"); err != nil || has != "mine" {
		t.Errorf("the keyring has %q, %v", has, err)
	}
	d.Set("api_key", "keyring:cardwallet/new")
	if _, err := d.Write(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if has, err := keyring.Get("cardwallet", "new"); err != nil || has != "k3y" {
		t.Errorf("the keyring has %q, %v", has, err)
	}
}
