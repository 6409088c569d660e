package sandbox

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
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
		if f.Name() != KeyFile && f.Name() != "finhub.password" && f.Name() != "aurex.key" && f.Name() != "linora.key" && f.Name() != ConfigFile {
			t.Errorf("unexpected file %s", f.Name())
		}
	}
	if len(files) != 5 {
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
