package sandbox

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cardwallet/client/private"
)

// The files that WriteConfig writes.
const (
	ConfigFile = "config.toml"
	KeyFile    = "finhub.pem"
	StateDir   = "state" // named by the configuration, and made by the program when it needs it
)

// WriteConfig writes a cardwallet configuration for the three issuers into dir, made if it is missing: config.toml, and
// beside it a file for each secret, all readable by their owner only. The state of a program that uses it goes into dir, too. With a
// private key it also writes finhub.pem as PKCS #8, and its public half; it must be the one that is registered. Without one the caller
// puts that file there. Beside them comes what the issuers' dashboards are for: see AccountsFile and PublicKeyFile. A file that exists is
// never overwritten: then nothing is written at all. It returns the path of config.toml.
func (s *Sandbox) WriteConfig(dir string, key *rsa.PrivateKey) (string, error) {
	if s.FinHub().BaseURL == finhubBase {
		return "", errors.New("sandbox: a configuration needs addresses\nuse Start instead of New")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("sandbox: %w", err)
	}
	type file struct {
		name string
		text []byte
	}
	files := []file{
		{"finhub.password", []byte(s.FinHub().Password + "\n")},
		{"aurex.key", []byte(s.Aurex().APIKey + "\n")},
		{"linora.key", []byte(s.Linora().APIKey + "\n")},
	}
	if key != nil {
		s.finhub.mu.Lock()
		registered := s.finhub.registered()
		s.finhub.mu.Unlock()
		if registered == nil || !key.PublicKey.Equal(registered) {
			return "", errors.New("sandbox: the private key does not belong to the registered public key")
		}
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			return "", fmt.Errorf("sandbox: %w", err)
		}
		public, err := publicPEM(registered)
		if err != nil {
			return "", fmt.Errorf("sandbox: %w", err)
		}
		files = append(files, file{KeyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})}, file{PublicKeyFile, public})
	}
	files = append(files, file{AccountsFile, append(s.accounts(), '\n')})
	// Last, so that a configuration never names what is not there yet.
	files = append(files, file{ConfigFile, s.config(dir)})

	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("sandbox: %w", err)
	}
	for i, f := range files {
		if err := private.WriteNew(filepath.Join(dir, f.name), func(w io.Writer) error { _, err := w.Write(f.text); return err }); err != nil {
			for _, written := range files[:i] {
				err = errors.Join(err, os.Remove(filepath.Join(dir, written.name)))
			}
			return "", fmt.Errorf("sandbox: %w\nchoose an empty directory", err)
		}
	}
	s.finhub.mu.Lock()
	s.finhub.desk.file = filepath.Join(dir, PublicKeyFile)
	s.finhub.mu.Unlock()
	return filepath.Join(dir, ConfigFile), nil
}

func (s *Sandbox) config(dir string) []byte {
	var out bytes.Buffer
	file := func(name string) []byte { return encode("file:" + filepath.Join(dir, name)) }
	line := func(key string, value any) { fmt.Fprintf(&out, "%-11s = %s\n", key, value) }

	fin := s.FinHub()
	out.WriteString("# The simulated issuers. They are gone when the sandbox ends.\n\n[profiles.fin]\n")
	line("issuer", encode(fin.Issuer))
	line("base_url", encode(fin.BaseURL))
	line("tenant_id", encode(fin.TenantID))
	line("email", encode(fin.Email))
	line("password", file("finhub.password"))
	line("private_key", file(KeyFile))
	if s.opts.Padding != PKCS1v15 {
		line("padding", encode(paddingNames[s.opts.Padding]))
	}
	for _, p := range []struct {
		profile string
		at      Endpoint
	}{{"ads", s.Aurex()}, {"team", s.Linora()}} {
		fmt.Fprintf(&out, "\n[profiles.%s]\n", p.profile)
		line("issuer", encode(p.at.Issuer))
		line("base_url", encode(p.at.BaseURL))
		line("user_id", encode(p.at.UserID))
		line("api_key", file(p.at.Issuer+".key"))
		if p.at.Issuer == s.Aurex().Issuer {
			out.WriteString("# sole_user = true   # you alone move money here: what became of a top-up is then read off the balances\n")
		}
	}
	// What is sent here must not be looked for at the real issuers later, so its journal is not the real one.
	out.WriteString("\n[state]\n")
	line("dir", encode(filepath.Join(dir, StateDir)))
	return out.Bytes()
}
