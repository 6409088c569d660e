package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/config"
	"cardwallet/crypto"
)

func newKeys(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Make and check the RSA keys that open sealed card data",
		Args:  cobra.NoArgs,
	}
	cmd.AddCommand(newKeysGenerate(a), newKeysPublic(a), newKeysCheck(a))
	return cmd
}

func newKeysGenerate(a *app) *cobra.Command {
	var bits int
	var protect bool
	cmd := &cobra.Command{
		Use:     "generate FILE",
		Short:   "Write a new private key and print its public half to register with the issuer",
		Example: "cardwallet keys generate ~/.config/cardwallet/fin.pem",
		Args:    takes("FILE"),
	}
	cmd.Flags().IntVar(&bits, "bits", 2048, "size of the key, 2048 to 4096")
	cmd.Flags().BoolVar(&protect, "passphrase", false, "ask for a passphrase that protects the file")
	a.changes(cmd, func(ctx context.Context, args []string) error { return a.generateKey(ctx, args[0], bits, protect) })
	return cmd
}

func newKeysPublic(a *app) *cobra.Command {
	var bare bool
	cmd := &cobra.Command{
		Use:   "public [FILE]",
		Short: "Print the public half of a key file, or of the profile's key",
		Args:  cobra.MaximumNArgs(1),
	}
	cmd.Flags().BoolVar(&bare, "base64", false, "bare base64 on one line instead of PEM")
	a.does(cmd, func(ctx context.Context, args []string) error {
		key, err := a.keyOf(ctx, args)
		if err != nil {
			return err
		}
		defer key.Wipe()
		return a.printPublic(key, bare)
	})
	return cmd
}

func newKeysCheck(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check that a key file, or the profile's key, can be read and used",
		Args:  cobra.MaximumNArgs(1),
	}
	a.does(cmd, func(ctx context.Context, args []string) error {
		key, err := a.keyOf(ctx, args)
		if err != nil {
			return err
		}
		defer key.Wipe()
		if a.flags.json {
			return a.printJSON(toKeyJSON(key))
		}
		_, err = fmt.Fprintln(a.out, keyWords(key))
		return err
	})
	return cmd
}

type keyJSON struct {
	Bits        int    `json:"bits"`
	Fingerprint string `json:"fingerprint"`
	Weak        bool   `json:"weak"`
	PublicKey   string `json:"public_key"`
}

func toKeyJSON(key *crypto.PrivateKey) keyJSON {
	return keyJSON{Bits: key.Bits(), Fingerprint: key.Fingerprint(), Weak: key.Weak(), PublicKey: key.PublicBase64()}
}

func (a *app) generateKey(ctx context.Context, path string, bits int, protect bool) error {
	path, err := config.ExpandHome(path)
	if err != nil {
		return &usageError{err}
	}
	var passphrase []byte
	if protect {
		if passphrase, err = a.newPassphrase(ctx); err != nil {
			return err
		}
		defer clear(passphrase)
	}
	key, err := crypto.GenerateKey(bits)
	if err != nil {
		return &usageError{err}
	}
	defer key.Wipe()
	if err := crypto.WriteKeyFile(path, key, passphrase); err != nil {
		return err
	}
	a.changed()
	if !a.flags.json {
		fmt.Fprintf(a.err, "wrote %s (%s)\nregister this public key with the issuer:\n", safeLine(path), keyWords(key))
	}
	return a.printPublic(key, false)
}

func (a *app) printPublic(key *crypto.PrivateKey, bare bool) error {
	if a.flags.json {
		return a.printJSON(toKeyJSON(key))
	}
	if bare {
		_, err := fmt.Fprintln(a.out, key.PublicBase64())
		return err
	}
	_, err := a.out.Write(key.PublicPEM())
	return err
}

// keyOf reads the key file that is named, else the key of the one selected profile that has one.
func (a *app) keyOf(ctx context.Context, args []string) (*crypto.PrivateKey, error) {
	if len(args) == 1 {
		ref, err := config.ParseRef("file:" + args[0])
		if err != nil {
			return nil, &usageError{err}
		}
		data, err := ref.Resolve(ctx)
		if err != nil {
			return nil, &usageError{err}
		}
		defer clear(data)
		return a.parseKey(ctx, args[0], data, nil)
	}
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	var with []config.Profile
	for _, p := range c.Selected() {
		if !p.PrivateKey.IsZero() {
			with = append(with, p)
		}
	}
	if len(with) != 1 {
		return nil, usagef("%d profiles have a private key\nname one with --profile, or a file", len(with))
	}
	return a.loadKey(ctx, with[0])
}

// loadKey reads a profile's private key, asking for its passphrase at the terminal where no reference gives it.
func (a *app) loadKey(ctx context.Context, p config.Profile) (*crypto.PrivateKey, error) {
	if key, typed, err := a.typed.of(p.Name); typed {
		return key, err
	}
	if p.PrivateKey.IsZero() {
		return nil, usagef("%s: the profile has no private_key\nmake one with: cardwallet keys generate FILE", p.Name)
	}
	data, err := p.PrivateKey.Resolve(ctx)
	if err != nil {
		return nil, &usageError{fmt.Errorf("%s: private_key: %w", p.Name, err)}
	}
	defer clear(data)
	var passphrase []byte
	if !p.PrivateKeyPassphrase.IsZero() {
		if passphrase, err = p.Secret("private_key_passphrase").Resolve(ctx); err != nil {
			return nil, &usageError{fmt.Errorf("%s: private_key_passphrase: %w", p.Name, err)}
		}
		defer clear(passphrase)
	}
	return a.parseKey(ctx, "private_key of "+p.Name, data, passphrase)
}

// passphraseTries is how often a mistyped passphrase may be typed again.
const passphraseTries = 3

// parseKey asks for the passphrase at the terminal where the key needs one that was not given.
func (a *app) parseKey(ctx context.Context, what string, data, passphrase []byte) (*crypto.PrivateKey, error) {
	key, err := crypto.ParsePrivateKey(data, passphrase)
	asking := errors.Is(err, crypto.ErrPassphraseNeeded) && a.interactive() && !a.screenUp
	for try := 0; asking && try < passphraseTries; try++ {
		asked, askErr := a.readPassphrase(ctx, "passphrase of "+safeLine(what)+": ")
		if askErr != nil {
			return nil, askErr
		}
		key, err = crypto.ParsePrivateKey(data, asked)
		clear(asked)
		if errors.Is(err, crypto.ErrPassphraseNeeded) {
			break // empty: the person goes on without
		}
		if asking = errors.Is(err, crypto.ErrWrongPassphrase); asking && try+1 < passphraseTries {
			a.explain("wrong passphrase, try again")
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

// newPassphrase asks twice.
func (a *app) newPassphrase(ctx context.Context) ([]byte, error) {
	if !a.interactive() {
		return nil, cannotAsk("leave out --passphrase, or run it in a terminal")
	}
	first, err := a.readPassphrase(ctx, "new passphrase: ")
	if err != nil {
		return nil, err
	}
	again, err := a.readPassphrase(ctx, "once more: ")
	defer clear(again)
	switch {
	case err != nil:
	case len(first) == 0:
		err = usagef("an empty passphrase protects nothing\nleave out --passphrase for a key without one")
	case string(first) != string(again):
		err = usagef("the passphrases differ, nothing was written")
	}
	if err != nil {
		clear(first)
		return nil, err
	}
	return first, nil
}
