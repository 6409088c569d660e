package wycheproof_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"hash"
	"os"
	"testing"

	"cardwallet/crypto"
)

// scheme is one PBES2 file: pseudo-random function and AES key length.
type scheme struct {
	prf     asn1.ObjectIdentifier
	newHash func() hash.Hash
	cipher  asn1.ObjectIdentifier
	keySize int // bytes
}

func schemes() map[string]scheme {
	hashes := []struct {
		name string
		oid  int
		new  func() hash.Hash
	}{{"1", 7, sha1.New}, {"224", 8, sha256.New224}, {"256", 9, sha256.New}, {"384", 10, sha512.New384}, {"512", 11, sha512.New}}
	ciphers := []struct{ bits, oid int }{{128, 2}, {192, 22}, {256, 42}}
	all := map[string]scheme{}
	for _, h := range hashes {
		for _, c := range ciphers {
			all[fmt.Sprintf("pbes2_hmacsha%s_aes_%d_test.json", h.name, c.bits)] = scheme{
				prf:     asn1.ObjectIdentifier{1, 2, 840, 113549, 2, h.oid},
				newHash: h.new,
				cipher:  asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, c.oid},
				keySize: c.bits / 8,
			}
		}
	}
	return all
}

// The vectors encrypt short messages, not keys. So each first proves the few lines of encryption below; these then encrypt an RSA key
// under the vector's password, salt, rounds and IV, and ParsePrivateKey must open it, and must refuse it under another password.
func TestPBES2(t *testing.T) {
	text, err := os.ReadFile("../testdata/keys/rsa1024.pem")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	want, err := crypto.ParsePrivateKey(text, nil)
	if err != nil {
		t.Fatal(err)
	}

	all := schemes()
	var n tally
	for name, file := range load(t, "pbes2_*_test.json") {
		s, ok := all[name]
		if !ok {
			t.Errorf("%s is a scheme that this test does not know", name)
			continue
		}
		for _, g := range file.TestGroups {
			for _, v := range g.Tests {
				if v.Result != "valid" || !bytes.Equal(s.encrypt(t, v, v.Msg), v.Ct) {
					t.Errorf("%s %d: this test encrypts otherwise", name, v.TcID)
					continue
				}
				if len(v.Password) == 0 {
					n.skip("an empty password, which here means none was given", 1)
					continue
				}
				sealed := s.keyFile(t, v, block.Bytes)
				got, err := crypto.ParsePrivateKey(sealed, v.Password)
				if err != nil || got.PublicBase64() != want.PublicBase64() {
					t.Errorf("%s %d: %v", name, v.TcID, err)
				}
				n.opened++
				if v.TcID%20 == 0 {
					_, err := crypto.ParsePrivateKey(sealed, append([]byte("not "), v.Password...))
					if !errors.Is(err, crypto.ErrWrongPassphrase) {
						t.Errorf("%s %d: another password: %v", name, v.TcID, err)
					}
					n.refused++
				}
			}
		}
	}
	n.check(t, "PBES2 key files", 1230, 60, map[string]int{"an empty password, which here means none was given": 30})
}

func (s scheme) encrypt(t *testing.T, v vector, plaintext []byte) []byte {
	t.Helper()
	key, err := pbkdf2.Key(s.newHash, string(v.Password), v.Salt, v.IterationCount, s.keySize)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	pad := aes.BlockSize - len(plaintext)%aes.BlockSize
	out := append(bytes.Clone(plaintext), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, v.Iv).CryptBlocks(out, out)
	return out
}

// keyFile returns the bare base64 of an EncryptedPrivateKeyInfo.
func (s scheme) keyFile(t *testing.T, v vector, der []byte) []byte {
	t.Helper()
	if _, err := x509.ParsePKCS8PrivateKey(der); err != nil {
		t.Fatal(err)
	}
	raw := func(value any) asn1.RawValue {
		der, err := asn1.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return asn1.RawValue{FullBytes: der}
	}
	type algorithms struct{ KDF, Cipher pkix.AlgorithmIdentifier }
	type rounds struct {
		Salt   []byte
		Rounds int
		PRF    pkix.AlgorithmIdentifier
	}
	file := raw(struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{
		pkix.AlgorithmIdentifier{
			Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13},
			Parameters: raw(algorithms{
				pkix.AlgorithmIdentifier{
					Algorithm:  asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12},
					Parameters: raw(rounds{v.Salt, v.IterationCount, pkix.AlgorithmIdentifier{Algorithm: s.prf, Parameters: asn1.NullRawValue}}),
				},
				pkix.AlgorithmIdentifier{Algorithm: s.cipher, Parameters: raw([]byte(v.Iv))},
			}),
		},
		s.encrypt(t, v, der),
	})
	return []byte(base64.StdEncoding.EncodeToString(file.FullBytes))
}
