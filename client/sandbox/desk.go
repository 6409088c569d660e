package sandbox

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"strings"
)

// The files that stand for the issuers' dashboards.
const (
	AccountsFile  = "accounts"   // what a dashboard shows of an account and is no secret, as assignments of a shell
	PublicKeyFile = "finhub.pub" // the public key that is registered with FinHub; another one in its place is registered from then on
)

// accounts are the addresses and names that a client needs to sign in.
func (s *Sandbox) accounts() []byte {
	var out bytes.Buffer
	line := func(name, value string) { fmt.Fprintf(&out, "%s='%s'\n", name, value) }
	out.WriteString("# What the dashboards of the simulated issuers show. The secrets are in the files beside this one.\n\n")
	fin := s.FinHub()
	line("FINHUB_ADDRESS", fin.BaseURL)
	line("FINHUB_TENANT", fin.TenantID)
	line("FINHUB_EMAIL", fin.Email)
	out.WriteString("# its password is in finhub.password; the key that is registered is in " + PublicKeyFile +
		": put yours there to register it\n\n")
	for _, at := range []Endpoint{s.Aurex(), s.Linora()} {
		name := strings.ToUpper(at.Issuer)
		line(name+"_ADDRESS", at.BaseURL)
		line(name+"_USER", at.UserID)
		out.WriteString("# its API key is in " + at.Issuer + ".key\n\n")
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

// desk is where keys are registered with FinHub by hand.
type desk struct {
	file string // none where it is empty
	last *rsa.PublicKey
}

// key is the newest key that was put into the file. What cannot be used, such as a file that is half written, is nobody's.
func (d *desk) key() *rsa.PublicKey {
	if d.file == "" {
		return nil
	}
	text, err := os.ReadFile(d.file)
	if err != nil {
		return d.last
	}
	if key := readPublic(text); key != nil && key.N.BitLen() >= leastKeyBits {
		d.last = key
	}
	return d.last
}

// readPublic reads PEM, or its base64 alone; nil where it is no RSA key.
func readPublic(text []byte) *rsa.PublicKey {
	der, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if block, _ := pem.Decode(text); block != nil {
		der, err = block.Bytes, nil
	}
	if err != nil {
		return nil
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil
	}
	public, _ := key.(*rsa.PublicKey)
	return public
}

func publicPEM(key *rsa.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), err
}
