package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"cardwallet/client"
	"cardwallet/config"
	"cardwallet/crypto"
)

// typedKeys are the private keys whose passphrase a person typed before the screen came up. The config cannot give that passphrase: after a
// lock, which wipes the keys, the person types it again. The zero typedKeys is empty.
type typedKeys struct {
	mu   sync.Mutex
	keys []*typedKey
}

type typedKey struct {
	profile string
	file    config.Ref
	print   string             // its fingerprint
	key     *crypto.PrivateKey // nil while locked
}

// Add takes a key that was opened.
func (t *typedKeys) Add(p config.Profile, key *crypto.PrivateKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keys = append(t.keys, &typedKey{profile: p.Name, file: p.PrivateKey, print: key.Fingerprint(), key: key})
}

// of gives the key of a profile; typed is false for a profile whose passphrase nobody typed.
func (t *typedKeys) of(profile string) (key *crypto.PrivateKey, typed bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.keys {
		if k.profile != profile {
			continue
		}
		if k.key == nil {
			err = &keyError{fmt.Errorf("private_key of %s is locked: its passphrase was not typed\npress L and type it", profile)}
		}
		return k.key, true, err
	}
	return nil, false, nil
}

// Wipe removes the keys from memory.
func (t *typedKeys) Wipe() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.keys {
		k.key.Wipe()
		k.key = nil
	}
}

// Wanted names the profiles of all typed keys.
func (t *typedKeys) Wanted() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var profiles []string
	for _, k := range t.keys {
		profiles = append(profiles, k.profile)
	}
	return profiles
}

// Unlock opens the wiped keys that the passphrase fits, and names those that stay closed. If it opens none, the error says why;
// crypto.ErrWrongPassphrase goes before any other.
func (t *typedKeys) Unlock(ctx context.Context, passphrase crypto.Secret) (closed []string, err error) {
	opened := 0
	for _, k := range t.wiped() {
		key, keyErr := k.parse(ctx, passphrase)
		if keyErr != nil {
			closed = append(closed, k.profile)
			if err == nil || errors.Is(keyErr, crypto.ErrWrongPassphrase) {
				err = keyErr
			}
			continue
		}
		opened++
		t.mu.Lock()
		k.key = key
		t.mu.Unlock()
	}
	if opened > 0 {
		err = nil
	}
	return closed, err
}

func (t *typedKeys) wiped() (keys []*typedKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.keys {
		if k.key == nil {
			keys = append(keys, k)
		}
	}
	return keys
}

// parse reads the key file anew.
func (k *typedKey) parse(ctx context.Context, passphrase crypto.Secret) (key *crypto.PrivateKey, err error) {
	data, err := k.file.Resolve(ctx)
	if err != nil {
		return nil, fmt.Errorf("private_key of %s: %w", k.profile, err)
	}
	defer clear(data)
	passphrase.Reveal(func(b []byte) { key, err = crypto.ParsePrivateKey(data, b) })
	if err != nil {
		return nil, fmt.Errorf("private_key of %s: %w", k.profile, err)
	}
	if key.Fingerprint() != k.print {
		key.Wipe()
		return nil, &keyError{fmt.Errorf("private_key of %s: another key is in the file by now\nstart the wallet anew", k.profile)}
	}
	return key, nil
}

// Forget wipes tokens, API keys and private keys. The program reads them again when it needs them. A private key whose passphrase a person
// typed comes back when that is typed again.
func (a *App) Forget(w *client.Wallet) {
	a.Typed.Wipe() // at once: the rest may have to wait for a request or a reference
	for _, account := range w.Accounts() {
		if issuer, ok := account.Issuer.(client.Session); ok {
			issuer.Forget()
		}
	}
	a.WipeKeys()
}

// WipeKeys removes all private keys from memory.
func (a *App) WipeKeys() {
	a.Typed.Wipe()
	for _, o := range slices.Backward(a.Openers) {
		o.Wipe()
	}
}
