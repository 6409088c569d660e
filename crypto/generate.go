package crypto

import (
	stdcrypto "crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/youmark/pkcs8"

	"cardwallet/client/private"
)

// GenerateKey makes an RSA key of 2048 to 4096 bits, in whole bytes.
func GenerateKey(bits int) (*PrivateKey, error) {
	if bits < strongBits || bits > 4096 || bits%8 != 0 {
		return nil, fmt.Errorf("cannot make an RSA key of %d bits\nuse 2048, 3072 or 4096", bits)
	}
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, fmt.Errorf("cannot make an RSA key: %w", err)
	}
	return newPrivateKey(key)
}

// WriteKeyFile writes the key as PKCS#8 PEM into a new file that only its owner can read, encrypted (PBES2: AES-256, PBKDF2 with SHA-256
// and 600,000 rounds) unless passphrase is empty. Missing directories are made for the owner alone.
//
// What is at path already, be it a dangling link, is never touched: the error then matches fs.ErrExist. After any error nothing new is at
// path.
func WriteKeyFile(path string, key *PrivateKey, passphrase []byte) error {
	text, err := key.marshal(passphrase)
	if err != nil {
		return err
	}
	defer clear(text)
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("cannot make the directory of the private key: %w\nchoose a place that you may write to", err)
	}
	if err := private.WriteNew(path, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("cannot write the private key: %w\n"+
				"a key file is never overwritten: choose another name, or move the old key away first", err)
		}
		return fmt.Errorf("cannot write the private key: %w\ncheck the directory's permissions and the space on the disk", err)
	}
	return nil
}

// PEM is the key as WriteKeyFile writes it without a passphrase. The caller wipes it.
func (k *PrivateKey) PEM() ([]byte, error) { return k.marshal(nil) }

func (k *PrivateKey) marshal(passphrase []byte) ([]byte, error) {
	k.cell.mu.RLock()
	defer k.cell.mu.RUnlock()
	if k.cell.rsa == nil {
		return nil, errors.New("cannot write the private key: it was wiped from memory\nload it again")
	}
	label := "PRIVATE KEY"
	if len(passphrase) > 0 {
		label = "ENCRYPTED PRIVATE KEY"
	}
	der, err := pkcs8.MarshalPrivateKey(k.cell.rsa, passphrase, &pkcs8.Opts{
		Cipher:  pkcs8.AES256CBC,
		KDFOpts: pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: 600_000, HMACHash: stdcrypto.SHA256},
	})
	if err != nil {
		return nil, fmt.Errorf("cannot encode the private key: %w", err)
	}
	defer clear(der)
	return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}), nil
}
