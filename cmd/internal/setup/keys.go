package setup

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
)

func newKeys(a *command) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "keys",
		Short:   "Make and check the RSA keys that open sealed card data",
		Example: "cardwallet keys generate ~/.config/cardwallet/fin.pem",
		Args:    cobra.NoArgs,
	}
	cmd.AddCommand(newKeysGenerate(a), newKeysPublic(a), newKeysCheck(a), newKeysRotate(a))
	return cmd
}

// newKeyBits is the size of a key where nobody says another.
const newKeyBits = 2048

func newKeysGenerate(a *command) *cobra.Command {
	var bits int
	var protect bool
	cmd := &cobra.Command{
		Use:     "generate FILE",
		Short:   "Write a new private key and print its public half to register with the issuer",
		Example: "cardwallet keys generate ~/.config/cardwallet/fin.pem",
		Args:    run.Takes("FILE"),
	}
	cmd.Flags().IntVar(&bits, "bits", newKeyBits, "size of the key, 2048 to 4096")
	cmd.Flags().BoolVar(&protect, "passphrase", false, "ask for a passphrase that protects the file")
	return a.Changes(cmd, func(ctx context.Context, args []string) error { return a.generateKey(ctx, args[0], bits, protect) })
}

func newKeysPublic(a *command) *cobra.Command {
	var bare bool
	cmd := &cobra.Command{
		Use:     "public [FILE]",
		Short:   "Print the public half of a key file, or of the profile's key",
		Example: "cardwallet keys public ~/.config/cardwallet/fin.pem\ncardwallet --profile fin keys public --base64",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().BoolVar(&bare, "base64", false, "bare base64 on one line instead of PEM")
	return a.Does(cmd, func(ctx context.Context, args []string) error {
		key, err := a.keyOf(ctx, args)
		if err != nil {
			return err
		}
		defer key.Wipe()
		return a.printPublic(key, bare)
	})
}

func newKeysCheck(a *command) *cobra.Command {
	return a.Does(&cobra.Command{
		Use:     "check [FILE]",
		Short:   "Check that a key file, or the profile's key, can be read and used",
		Example: "cardwallet keys check ~/.config/cardwallet/fin.pem",
		Args:    cobra.MaximumNArgs(1),
	}, func(ctx context.Context, args []string) error {
		key, err := a.keyOf(ctx, args)
		if err != nil {
			return err
		}
		defer key.Wipe()
		if a.Flags.JSON {
			return a.PrintJSON(keyDocument(key))
		}
		_, err = fmt.Fprintln(a.Out, keyWords(key))
		return err
	})
}

func keyDocument(key *crypto.PrivateKey) documents.Key {
	return documents.Key{Bits: key.Bits(), Fingerprint: key.Fingerprint(), Weak: key.Weak(), PublicKey: key.PublicBase64()}
}

func (a *command) generateKey(ctx context.Context, path string, bits int, protect bool) error {
	path, err := config.ExpandHome(path)
	if err != nil {
		return &run.UsageError{Err: err}
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
		return &run.UsageError{Err: err}
	}
	defer key.Wipe()
	if err := crypto.WriteKeyFile(path, key, passphrase); err != nil {
		return err
	}
	a.Changed()
	if !a.Flags.JSON {
		a.Tell(fmt.Sprintf("wrote %s (%s)", path, keyWords(key)))
		a.Tell("register this public key with the issuer:")
	}
	return a.printPublic(key, false)
}

func (a *command) printPublic(key *crypto.PrivateKey, bare bool) error {
	if a.Flags.JSON {
		return a.PrintJSON(keyDocument(key))
	}
	if bare {
		_, err := fmt.Fprintln(a.Out, key.PublicBase64())
		return err
	}
	_, err := a.Out.Write(key.PublicPEM())
	return err
}

// keyOf reads the key file that is named, else the key of the one selected profile that has one.
func (a *command) keyOf(ctx context.Context, args []string) (*crypto.PrivateKey, error) {
	if len(args) == 1 {
		ref, err := config.ParseRef("file:" + args[0])
		if err != nil {
			return nil, &run.UsageError{Err: err}
		}
		data, err := ref.Resolve(ctx)
		if err != nil {
			return nil, &run.UsageError{Err: err}
		}
		defer clear(data)
		return a.ParseKey(ctx, args[0], data, nil)
	}
	c, err := a.Config()
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
		return nil, run.Usagef("%d profiles have a private key\nname one with --profile, or a file", len(with))
	}
	return a.LoadKey(ctx, with[0])
}

// newPassphrase asks twice.
func (a *command) newPassphrase(ctx context.Context) ([]byte, error) {
	if !a.Interactive() {
		return nil, run.CannotAsk("leave out --passphrase, or run it in a terminal")
	}
	first, err := a.ReadPassphrase(ctx, "new passphrase: ")
	if err != nil {
		return nil, err
	}
	again, err := a.ReadPassphrase(ctx, "once more: ")
	defer clear(again)
	switch {
	case err != nil:
	case len(first) == 0:
		err = run.Usagef("an empty passphrase protects nothing\nleave out --passphrase for a key without one")
	case string(first) != string(again):
		err = run.Usagef("the passphrases differ, nothing was written")
	}
	if err != nil {
		clear(first)
		return nil, err
	}
	return first, nil
}
