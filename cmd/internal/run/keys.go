package run

import (
	"context"
	"errors"
	"fmt"

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
		return nil, &UsageError{fmt.Errorf("%s: private_key: %w", p.Name, err)}
	}
	defer clear(data)
	var passphrase []byte
	if !p.PrivateKeyPassphrase.IsZero() {
		if passphrase, err = p.Secret("private_key_passphrase").Resolve(ctx); err != nil {
			return nil, &UsageError{fmt.Errorf("%s: private_key_passphrase: %w", p.Name, err)}
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

func (e *keyError) Error() string { return e.err.Error() }

func (e *keyError) Unwrap() error { return e.err }
