package crypto_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/crypto"
)

// passphrase opens every encrypted key under testdata.
const passphrase = "correct horse"

// publicBase64 returns what openssl wrote in a PEM file, without its armour.
func publicBase64(t testing.TB, name string) string {
	t.Helper()
	block, _ := pem.Decode(fixture(t, name))
	if block == nil {
		t.Fatalf("%s is no PEM", name)
	}
	return base64.StdEncoding.EncodeToString(block.Bytes)
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sealed(t testing.TB, name string) string {
	t.Helper()
	return string(fixture(t, "sealed/"+name+".txt"))
}

func mustKey(t testing.TB, name string) *crypto.PrivateKey {
	t.Helper()
	key, err := crypto.ParsePrivateKey(fixture(t, name), []byte(passphrase))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return key
}

// standardKey reads an unencrypted PKCS#8 fixture without the code under test.
func standardKey(t testing.TB, name string) *rsa.PrivateKey {
	t.Helper()
	block, _ := pem.Decode(fixture(t, name))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key.(*rsa.PrivateKey)
}

// privateNumbers are what must never show of keys/rsa1024.pem.
func privateNumbers(t testing.TB) []*big.Int {
	t.Helper()
	key := standardKey(t, "keys/rsa1024.pem")
	return append([]*big.Int{key.D, key.Precomputed.Dp, key.Precomputed.Dq, key.Precomputed.Qinv}, key.Primes...)
}

// wrap breaks text into lines.
func wrap(text string, width int, end string) string {
	var out strings.Builder
	for len(text) > width {
		out.WriteString(text[:width] + end)
		text = text[width:]
	}
	return out.String() + text + end
}
