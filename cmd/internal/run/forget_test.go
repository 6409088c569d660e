package run

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/config"
	"cardwallet/crypto"
)

type forgetful struct {
	client.Issuer
	forgot int
}

func (f *forgetful) Forget() { f.forgot++ }

func (f *forgetful) Close() {}

func TestLockingForgetsTokensAndKeys(t *testing.T) {
	read := 0
	again := &KeyOpener{Profile: "fin", Load: func(context.Context) (*crypto.PrivateKey, error) {
		read++
		return crypto.GenerateKey(2048)
	}}
	a := &App{Openers: []*KeyOpener{again}}
	if _, err := again.Open(t.Context(), "x"); err == nil || again.Key == nil {
		t.Fatal("the key is not read")
	}
	issuer := &forgetful{}
	a.Forget(client.NewWallet(client.Account{Profile: "fin", Issuer: issuer}))
	if issuer.forgot != 1 || again.Key != nil {
		t.Errorf("forgot %d times, key kept %v", issuer.forgot, again.Key != nil)
	}
	if _, err := again.Open(t.Context(), "x"); err == nil || read != 2 {
		t.Errorf("the key was read %d times", read)
	}
}

// TestFieldsOpenWhileOthersDo: an opening that lasts holds up no other, and a key that is not there is looked for once.
func TestFieldsOpenWhileOthersDo(t *testing.T) {
	reads, failed := 0, errors.New("no such file")
	o := &KeyOpener{Profile: "fin", Load: func(context.Context) (*crypto.PrivateKey, error) { reads++; return nil, failed }}
	field := client.SealedField(client.FieldPAN, "x", o)
	if err := field.Ready(t.Context()); !errors.Is(err, failed) || reads != 1 || o.Key != nil {
		t.Fatalf("%v, read %d times", err, reads)
	}
	if err := client.PlainField(client.FieldPAN, crypto.SecretFromString("x")).Ready(t.Context()); err != nil || reads != 1 {
		t.Errorf("what came in the clear wants a key: %v", err)
	}
	o.Load = func(context.Context) (*crypto.PrivateKey, error) { return crypto.GenerateKey(2048) }
	if err := field.Ready(t.Context()); err != nil || o.Key == nil {
		t.Fatal(err)
	}
	o.Mu.RLock() // as an opening that lasts
	_, had, err := o.open("x")
	o.Mu.RUnlock()
	if !had || !errors.Is(err, crypto.ErrOpen) {
		t.Errorf("%v, %v", had, err)
	}
}

// protected is a profile whose key file a passphrase protects, with the key as it is opened at the start.
func protected(t *testing.T, name, passphrase string) (config.Profile, *crypto.PrivateKey) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".pem")
	key, err := crypto.GenerateKey(2048)
	if err != nil {
		t.Fatal(err)
	}
	if err := crypto.WriteKeyFile(path, key, []byte(passphrase)); err != nil {
		t.Fatal(err)
	}
	file, err := config.ParseRef("file:" + path)
	if err != nil {
		t.Fatal(err)
	}
	return config.Profile{Name: name, PrivateKey: file}, key
}

func TestTypedKeysOpenWithTheirPassphraseAlone(t *testing.T) {
	a := &App{}
	fin, finKey := protected(t, "fin", "one")
	ads, adsKey := protected(t, "ads", "two")
	a.Typed.Add(fin, finKey)
	a.Typed.Add(ads, adsKey)
	for _, p := range []config.Profile{fin, ads} {
		o, err := a.opener(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Open(t.Context(), "x"); !errors.Is(err, crypto.ErrOpen) {
			t.Fatalf("%s: the key is not used: %v", p.Name, err)
		}
	}
	locked := func(i int) bool {
		_, err := a.Openers[i].Open(t.Context(), "x")
		return err != nil && strings.Contains(err.Error(), "is locked: its passphrase was not typed\npress L and type it")
	}
	unlock := func(passphrase string, wantClosed []string, wantErr error) {
		t.Helper()
		closed, err := a.Typed.Unlock(t.Context(), crypto.SecretFromString(passphrase))
		if diff := cmp.Diff(wantClosed, closed); diff != "" || !errors.Is(err, wantErr) {
			t.Errorf("%q: %v %s", passphrase, err, diff)
		}
	}
	a.Forget(client.NewWallet())
	if !locked(0) || !locked(1) || finKey.Fingerprint() == "" {
		t.Error("a typed key stays open")
	}
	if _, err := finKey.Open("x", crypto.PKCS1v15); err == nil {
		t.Error("its memory is not wiped")
	}
	unlock("three", []string{"fin", "ads"}, crypto.ErrWrongPassphrase)
	unlock("", []string{"fin", "ads"}, crypto.ErrPassphraseNeeded)
	unlock("one", []string{"ads"}, nil)
	if locked(0) || !locked(1) {
		t.Error("the passphrase of fin opens something else")
	}
	unlock("two", nil, nil)
	if locked(0) || locked(1) {
		t.Error("a key stays closed")
	}
	if diff := cmp.Diff([]string{"fin", "ads"}, a.Typed.Wanted()); diff != "" {
		t.Error(diff)
	}
}

func TestATypedKeyThatIsNotThereAnyMore(t *testing.T) {
	a := &App{}
	fin, key := protected(t, "fin", "one")
	other, _ := protected(t, "other", "one")
	a.Typed.Add(fin, key)
	a.Typed.Wipe()
	path := func(p config.Profile) string { return strings.TrimPrefix(p.PrivateKey.String(), "file:") }
	if err := os.Rename(path(other), path(fin)); err != nil {
		t.Fatal(err)
	}
	_, err := a.Typed.Unlock(t.Context(), crypto.SecretFromString("one"))
	if err == nil || !strings.Contains(err.Error(), "private_key of fin: another key is in the file by now") {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(path(fin)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Typed.Unlock(t.Context(), crypto.SecretFromString("one")); err == nil || errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Errorf("got %v", err)
	}
}
