package run

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"cardwallet/client"
	"cardwallet/config"
	"cardwallet/crypto"
)

// LoadKey reads a profile's private key, asking for its passphrase at the terminal where no reference gives it.
func (a *App) LoadKey(ctx context.Context, p config.Profile) (*crypto.PrivateKey, error) {
	if key, typed, err := a.Typed.of(p.Name); typed {
		return key, err
	}
	if p.PrivateKey.IsZero() {
		return nil, Usagef("%s: the profile has no private_key\nmake one with: cardwallet keys generate FILE", p.Name)
	}
	data, err := p.PrivateKey.Resolve(ctx)
	if err != nil {
		return nil, unusable(fmt.Errorf("%s: private_key: %w", p.Name, err))
	}
	defer clear(data)
	var passphrase []byte
	if !p.PrivateKeyPassphrase.IsZero() {
		if passphrase, err = p.Secret("private_key_passphrase").Resolve(ctx); err != nil {
			return nil, unusable(fmt.Errorf("%s: private_key_passphrase: %w", p.Name, err))
		}
		defer clear(passphrase)
	}
	return a.ParseKey(ctx, "private_key of "+p.Name, data, passphrase)
}

// passphraseTries is how often a mistyped passphrase may be typed again.
const passphraseTries = 3

// ParseKey asks for the passphrase at the terminal where the key needs one that was not given.
func (a *App) ParseKey(ctx context.Context, what string, data, passphrase []byte) (*crypto.PrivateKey, error) {
	key, err := crypto.ParsePrivateKey(data, passphrase)
	asking := errors.Is(err, crypto.ErrPassphraseNeeded) && a.Interactive() && !a.ScreenUp
	for try := 0; asking && try < passphraseTries; try++ {
		asked, askErr := a.ReadPassphrase(ctx, "passphrase of "+SafeLine(what)+": ")
		if askErr != nil {
			return nil, askErr
		}
		key, err = crypto.ParsePrivateKey(data, asked)
		clear(asked)
		if errors.Is(err, crypto.ErrPassphraseNeeded) {
			break // empty: the person goes on without
		}
		if asking = errors.Is(err, crypto.ErrWrongPassphrase); asking && try+1 < passphraseTries {
			a.Explain("wrong passphrase, try again")
		}
	}
	if err != nil {
		return nil, &keyError{fmt.Errorf("%s: %w", what, err)}
	}
	return key, nil
}

// keyError is a private key that cannot be used.
type keyError struct{ err error }

// Error is the text of the error inside.
func (e *keyError) Error() string { return e.err.Error() }

// Unwrap gives the error inside.
func (e *keyError) Unwrap() error { return e.err }

// secretOf reads a secret when it is needed. If it cannot be read, and there was time for it, that is a fault of the
// config.
func secretOf(s config.Secret) func(context.Context) (crypto.Secret, error) {
	return func(ctx context.Context) (crypto.Secret, error) {
		value, err := s.Resolve(ctx)
		if err != nil {
			err = fmt.Errorf("%s: %w", s.Name, err)
			if TimedOut(ctx) == nil {
				err = unusable(err)
			}
			return crypto.Secret{}, err
		}
		return crypto.NewSecret(value), nil
	}
}

// KeyOpener opens sealed fields, several at a time. It reads its key when the first field has to be opened.
type KeyOpener struct {
	Profile string
	padding crypto.Padding
	Load    func(context.Context) (*crypto.PrivateKey, error)

	Mu  sync.RWMutex
	Key *crypto.PrivateKey
}

// opener returns nil where the profile has no key.
func (a *App) opener(p config.Profile) (client.Opener, error) {
	if p.PrivateKey.IsZero() {
		return nil, nil
	}
	padding, err := crypto.ParsePadding(p.Padding)
	if err != nil {
		return nil, err
	}
	o := &KeyOpener{Profile: p.Name, padding: padding,
		Load: func(ctx context.Context) (*crypto.PrivateKey, error) { return a.LoadKey(ctx, p) }}
	a.OnClose(o.Wipe)
	a.Openers = append(a.Openers, o)
	return o, nil
}

// Ready reads the key, once. It tries again after a failure, since a person can mend that meanwhile.
func (o *KeyOpener) Ready(ctx context.Context) error {
	o.Mu.Lock()
	defer o.Mu.Unlock()
	if o.Key != nil {
		return nil
	}
	key, err := o.Load(ctx)
	if err == nil {
		o.Key = key
	}
	return err
}

// Open decrypts one field, with the key that Ready reads.
func (o *KeyOpener) Open(ctx context.Context, sealed string) (crypto.Secret, error) {
	for {
		if err := o.Ready(ctx); err != nil {
			return crypto.Secret{}, err
		}
		if value, had, err := o.open(sealed); had {
			return value, err
		} // else it was wiped in between
	}
}

// open decrypts a field where the key is there, and keeps it there meanwhile.
func (o *KeyOpener) open(sealed string) (value crypto.Secret, had bool, err error) {
	o.Mu.RLock()
	defer o.Mu.RUnlock()
	if o.Key == nil {
		return crypto.Secret{}, false, nil
	}
	value, err = o.Key.Open(sealed, o.padding)
	return value, true, err
}

// Wipe removes the key from memory; the next Open reads it again.
func (o *KeyOpener) Wipe() {
	o.Mu.Lock()
	defer o.Mu.Unlock()
	if o.Key != nil {
		o.Key.Wipe()
		o.Key = nil
	}
}
