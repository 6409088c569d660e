package crypto_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"cardwallet/crypto"
)

func TestPublicHalf(t *testing.T) {
	for _, test := range []struct {
		bits string
		size int
		weak bool
	}{{"1024", 1024, true}, {"2048", 2048, false}, {"3072", 3072, false}, {"4096", 4096, false}} {
		key := mustKey(t, "keys/rsa"+test.bits+".pem")
		if key.Bits() != test.size || key.Weak() != test.weak {
			t.Errorf("%s: %d bits, weak %v", test.bits, key.Bits(), key.Weak())
		}
		if got, want := key.PublicPEM(), fixture(t, "keys/rsa"+test.bits+".pub"); !bytes.Equal(got, want) {
			t.Errorf("%s: PublicPEM\n%s\nopenssl wrote\n%s", test.bits, got, want)
		}
		if got, want := key.PublicBase64(), publicBase64(t, "keys/rsa"+test.bits+".pub"); got != want {
			t.Errorf("%s: PublicBase64 %s, want %s", test.bits, got, want)
		}
	}
}

func TestFingerprint(t *testing.T) {
	want := strings.TrimSpace(string(fixture(t, "keys/rsa2048.fingerprint")))
	if got := mustKey(t, "keys/rsa2048.pem").Fingerprint(); got != want {
		t.Errorf("%s, openssl says %s", got, want)
	}
	if mustKey(t, "keys/rsa1024.pem").Fingerprint() == want {
		t.Error("two keys share a fingerprint")
	}
}

func TestWipedKeyKeepsItsPublicHalf(t *testing.T) {
	key := mustKey(t, "keys/rsa2048.pem")
	key.Wipe()
	key.Wipe()
	if key.Bits() != 2048 || key.PublicBase64() != publicBase64(t, "keys/rsa2048.pub") {
		t.Error("the public half is gone")
	}
	path := filepath.Join(t.TempDir(), "key.pem")
	err := crypto.WriteKeyFile(path, key, nil)
	if err == nil {
		t.Fatal("a wiped key was written")
	}
	checkMessage(t, err)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was left: %v", err)
	}
	var none *crypto.PrivateKey
	none.Wipe()
	new(crypto.PrivateKey).Wipe()
}

func TestWipeReachesTheNumbers(t *testing.T) {
	standard := standardKey(t, "keys/rsa2048.pem")
	key, numbers := crypto.WrapForTest(t, standard)
	key.Wipe()
	for i, n := range numbers {
		for _, word := range n {
			if word != 0 {
				t.Errorf("number %d is still there", i)
				break
			}
		}
	}
}

func TestGenerateKey(t *testing.T) {
	for _, bits := range []int{-1, 0, 1024, 2047, 2049, 2052, 4097, 4104, 1 << 30} {
		key, err := crypto.GenerateKey(bits)
		if key != nil || err == nil {
			t.Fatalf("%d bits: %v, %v", bits, key, err)
		}
		checkMessage(t, err)
	}
	key, err := crypto.GenerateKey(2048)
	if err != nil || key.Bits() != 2048 || key.Weak() {
		t.Fatalf("%v, %v", key, err)
	}
	other, err := crypto.GenerateKey(2048)
	if err != nil || other.PublicBase64() == key.PublicBase64() {
		t.Fatalf("the same key twice, %v", err)
	}

	// What others seal with the public half, the key opens.
	block, _ := pem.Decode(key.PublicPEM())
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	// the padding that the issuers use
	ciphertext, err := rsa.EncryptPKCS1v15(rand.Reader, public.(*rsa.PublicKey), []byte("204566")) //nolint:staticcheck
	if err != nil {
		t.Fatal(err)
	}
	got, err := key.Open(base64.StdEncoding.EncodeToString(ciphertext), crypto.PKCS1v15)
	if err != nil || got.RevealString() != "204566" {
		t.Errorf("%q, %v", got.RevealString(), err)
	}
}

func TestWriteKeyFile(t *testing.T) {
	key := mustKey(t, "keys/rsa2048.pem")
	dir := filepath.Join(t.TempDir(), "a", "b")
	for _, test := range []struct{ name, passphrase, label string }{
		{"plain.pem", "", "-----BEGIN PRIVATE KEY-----"},
		{"encrypted.pem", "päss wörd", "-----BEGIN ENCRYPTED PRIVATE KEY-----"},
	} {
		path := filepath.Join(dir, test.name)
		if err := crypto.WriteKeyFile(path, key, []byte(test.passphrase)); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil || !strings.HasPrefix(string(data), test.label) {
			t.Fatalf("%.40s, %v", data, err)
		}
		read, err := crypto.ParsePrivateKey(data, []byte(test.passphrase))
		if err != nil || read.PublicBase64() != key.PublicBase64() {
			t.Errorf("%s does not read back: %v", test.name, err)
		}
		if test.passphrase != "" {
			if _, err := crypto.ParsePrivateKey(data, nil); !errors.Is(err, crypto.ErrPassphraseNeeded) {
				t.Errorf("without passphrase: %v", err)
			}
		}
		if runtime.GOOS != "windows" {
			checkMode(t, path, 0o600)
			checkMode(t, dir, fs.ModeDir|0o700)
			checkMode(t, filepath.Dir(dir), fs.ModeDir|0o700)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d files in the directory, %v", len(entries), err)
	}
}

func checkMode(t *testing.T, path string, want fs.FileMode) {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != want {
		t.Errorf("%s is %s, want %s", path, info.Mode(), want)
	}
}

func TestWriteKeyFileNeverOverwrites(t *testing.T) {
	key := mustKey(t, "keys/rsa1024.pem")
	dir := t.TempDir()
	target := filepath.Join(dir, "target")
	file, directory := filepath.Join(dir, "file"), filepath.Join(dir, "directory")
	link, dangling := filepath.Join(dir, "link"), filepath.Join(dir, "dangling")
	if err := errors.Join(
		os.WriteFile(file, []byte("the old key"), 0o600),
		os.Mkdir(directory, 0o700),
		os.Symlink(file, link),
		os.Symlink(target, dangling),
	); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, directory, link, dangling} {
		err := crypto.WriteKeyFile(path, key, nil)
		if !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		checkMessage(t, err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "the old key" {
		t.Errorf("the old key is %q, %v", data, err)
	}
	if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a dangling link was followed: %v", err)
	}
}

func TestWriteKeyFileFails(t *testing.T) {
	key := mustKey(t, "keys/rsa1024.pem")
	dir := t.TempDir()
	blocker := filepath.Join(dir, "file")
	if err := os.WriteFile(blocker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(blocker, "key.pem"), filepath.Join(dir, strings.Repeat("n", 300))} {
		err := crypto.WriteKeyFile(path, key, nil)
		if err == nil || errors.Is(err, fs.ErrExist) {
			t.Errorf("%.40s: %v", path, err)
			continue
		}
		checkMessage(t, err)
	}
}
