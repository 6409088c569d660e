package sandbox

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestWriteConfig(t *testing.T) {
	w := start(t, Options{Padding: OAEPSHA256MGF1SHA1})
	dir := filepath.Join(t.TempDir(), `new "dir"`)
	path, err := w.WriteConfig(dir, testKey())
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Profiles map[string]map[string]string
		State    struct{ Dir string }
	}
	if err := toml.Unmarshal(text, &config); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	secret := func(reference string) string {
		t.Helper()
		name, ok := strings.CutPrefix(reference, "file:")
		if !ok {
			t.Fatalf("%q is no reference to a file", reference)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(string(content), "\n")
	}
	if config.State.Dir != filepath.Join(dir, "state") {
		t.Errorf("the state is in %q", config.State.Dir)
	}
	fin := config.Profiles["fin"]
	if fin["issuer"] != "finhub" || fin["base_url"] != w.FinHub().BaseURL || fin["tenant_id"] != w.FinHub().TenantID ||
		fin["email"] != w.FinHub().Email ||
		fin["padding"] != "oaep-sha256-mgf1-sha1" || secret(fin["password"]) != w.FinHub().Password {
		t.Errorf("fin: %v", fin)
	}
	block, _ := pem.Decode([]byte(secret(fin["private_key"]) + "\n"))
	if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err != nil || !key.(*rsa.PrivateKey).Equal(testKey()) {
		t.Errorf("private key: %v", err)
	}
	for name, e := range map[string]Endpoint{"ads": w.Aurex(), "team": w.Linora()} {
		p := config.Profiles[name]
		if p["issuer"] != e.Issuer || p["base_url"] != e.BaseURL || p["user_id"] != e.UserID || secret(p["api_key"]) != e.APIKey {
			t.Errorf("%s: %v", name, p)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %s", f.Name(), info.Mode())
		}
		if !slices.Contains([]string{KeyFile, PublicKeyFile, AccountsFile, "finhub.password", "aurex.key", "linora.key", ConfigFile}, f.Name()) {
			t.Errorf("unexpected file %s", f.Name())
		}
	}
	if len(files) != 7 {
		t.Errorf("%d files", len(files))
	}
}

func TestWriteConfigNeverOverwrites(t *testing.T) {
	w := start(t, Options{})
	for _, name := range []string{ConfigFile, KeyFile, "aurex.key"} {
		dir := t.TempDir()
		mine := filepath.Join(dir, name)
		if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := w.WriteConfig(dir, testKey()); err == nil || !strings.Contains(err.Error(), "\n") {
			t.Errorf("%s exists: %v", name, err)
		}
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" || len(files) != 1 {
			t.Errorf("%s: %q, %d files, %v", name, text, len(files), err)
		}
	}
	if _, err := w.WriteConfig(t.TempDir(), newKey(1024)); err == nil {
		t.Error("writes a key that is not the registered one")
	}
	dir := t.TempDir()
	if _, err := w.WriteConfig(dir, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, KeyFile)); err == nil {
		t.Error("a key file without a key")
	}
}

// What a person reads in the dashboards is there, and a key is registered by putting it into a file.
func TestDesk(t *testing.T) {
	w := start(t, Options{})
	dir := t.TempDir()
	if _, err := w.WriteConfig(dir, testKey()); err != nil {
		t.Fatal(err)
	}
	accounts, err := os.ReadFile(filepath.Join(dir, AccountsFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"FINHUB_ADDRESS='" + w.FinHub().BaseURL, "FINHUB_TENANT='" + w.FinHub().TenantID,
		"FINHUB_EMAIL='" + w.FinHub().Email,
		"AUREX_ADDRESS='" + w.Aurex().BaseURL, "AUREX_USER='" + w.Aurex().UserID, "LINORA_ADDRESS='" + w.Linora().BaseURL,
		"LINORA_USER='" + w.Linora().UserID} {
		if !strings.Contains(string(accounts), want+"'\n") {
			t.Errorf("no %s in\n%s", want, accounts)
		}
	}
	mine := newKey(1536)
	text, err := publicPEM(&mine.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	registered := func() *rsa.PublicKey {
		w.finhub.mu.Lock()
		defer w.finhub.mu.Unlock()
		return w.finhub.registered()
	}
	for _, put := range []struct {
		text []byte
		want *rsa.PublicKey
	}{{nil, &testKey().PublicKey}, {text, &mine.PublicKey}, {[]byte("no key"), &mine.PublicKey},
		{[]byte(base64.StdEncoding.EncodeToString(block.Bytes) + "\n"), &mine.PublicKey}} {
		if put.text != nil {
			if err := os.WriteFile(filepath.Join(dir, PublicKeyFile), put.text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if !put.want.Equal(registered()) {
			t.Errorf("after %q another key is registered", put.text)
		}
	}
}
