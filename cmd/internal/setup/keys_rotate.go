package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/config/edit"
	"cardwallet/crypto"
)

func newKeysRotate(a *command) *cobra.Command {
	var bits int
	var check, back bool
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "Change a profile's key step by step: make, register, test, switch",
		Long: "Change the private key of a profile. Each run does the next step and says what comes then; after any failure run it again.\n\n" +
			"First it makes a new key beside the old one (fin.2.pem beside fin.pem), and prints its public half. You register that at the " +
			"issuer, which then seals for the new key. At last it opens something sealed with the new key, which shows that it is registered, " +
			"and only then names it in the config.\n\n" +
			"Between registering and the last step nothing sealed can be opened here. The old key stays: --back names it in the config again, " +
			"and once you have removed its file a next change can begin.",
		Example: "cardwallet keys rotate --profile fin\ncardwallet keys rotate --profile fin --check",
	}
	cmd.Flags().IntVar(&bits, "bits", newKeyBits, "size of the new key, 2048 to 4096")
	cmd.Flags().BoolVar(&check, "check", false, "test both keys and change nothing")
	cmd.Flags().BoolVar(&back, "back", false, "name the key before this one in the config again")
	return a.Changes(cmd, func(ctx context.Context, _ []string) error {
		r, err := a.rotation()
		switch {
		case err != nil:
			return err
		case check && back:
			return run.Usagef("use one of --check and --back")
		case check:
			return a.checkRotation(ctx, r)
		case back:
			return a.switchBack(ctx, r)
		case there(r.next):
			return a.switchKey(ctx, r)
		case r.prior != "" && there(r.prior):
			return a.rotated(r)
		}
		return a.makeNext(ctx, r, bits)
	})
}

// makeNext is the first step.
func (a *command) makeNext(ctx context.Context, r rotation, bits int) error {
	passphrase, err := a.nextPassphrase(ctx, r.profile)
	if err != nil {
		return err
	}
	defer clear(passphrase)
	key, err := crypto.GenerateKey(bits)
	if err != nil {
		return &run.UsageError{Err: err}
	}
	defer key.Wipe()
	if err := crypto.WriteKeyFile(r.next, key, passphrase); err != nil {
		return err
	}
	a.Changed()
	a.recordKey(ctx, r, "made", nil)
	if !a.Flags.JSON {
		a.Tell(fmt.Sprintf("step 1 of 3: wrote %s (%s)", r.next, keyWords(key)))
		a.tellToRegister(r)
	}
	if err := a.printRotation(r, documents.RotationMade, key, nil); err != nil {
		return err
	}
	if !a.Flags.JSON {
		a.Tell("step 3 of 3, once it is registered: cardwallet keys rotate --profile " + r.profile.Name)
	}
	return nil
}

// nextPassphrase protects the new key as the old one is protected; it is empty where that is not.
func (a *command) nextPassphrase(ctx context.Context, p config.Profile) ([]byte, error) {
	if !p.PrivateKeyPassphrase.IsZero() {
		return p.Secret("private_key_passphrase").Resolve(ctx)
	}
	data, err := p.PrivateKey.Resolve(ctx)
	if err != nil {
		return nil, &run.UsageError{Err: err}
	}
	defer clear(data)
	key, err := crypto.ParsePrivateKey(data, nil)
	if err == nil {
		key.Wipe()
	}
	if errors.Is(err, crypto.ErrPassphraseNeeded) {
		if !a.Interactive() {
			return nil, run.CannotAsk("run it in a terminal, or name private_key_passphrase in the config")
		}
		return a.newPassphrase(ctx)
	}
	return nil, nil
}

// triedKey is what came of opening something sealed with a key; err says why it could not be tried.
type triedKey struct {
	found diagnosis.Finding
	err   error
}

// opens reports whether the key was seen to open what the issuer seals.
func (t triedKey) opens() bool {
	return t.found.Status == diagnosis.OK || t.found.Status == diagnosis.Warning
}

// tryFile opens something sealed with the key in a file.
func (a *command) tryFile(ctx context.Context, r rotation, name, path string) (triedKey, error) {
	p, err := r.withKey(path)
	if err != nil {
		return triedKey{}, err
	}
	w, err := a.Connect([]config.Profile{p}, nil)
	if err != nil {
		return triedKey{}, err
	}
	account, _ := w.Account(p.Name)
	found, err := openSample(ctx, groupOf(p), account)
	switch {
	case err != nil:
		found = diagnosis.Failing(groupOf(p), name, diagnosis.Skipped, fmt.Errorf("%s was not tried: %w", path, err))
	case found.Status == diagnosis.Problem:
		found.Detail, found.Fix = path+" does not open what the issuer seals", ""
	case found.Status == diagnosis.Skipped:
		found.Detail = path + " was not tried: " + found.Detail
	default:
		found.Detail = path + " " + found.Detail
	}
	found.Name = name
	return triedKey{found, err}, nil
}

// checkRotation tests the key in use, and the next one where it is there.
func (a *command) checkRotation(ctx context.Context, r rotation) error {
	tried, err := a.tryBoth(ctx, r)
	if err != nil {
		return err
	}
	if err := a.printRotation(r, documents.RotationChecked, nil, tried); err != nil {
		return err
	}
	if slices.ContainsFunc(tried, triedKey.opens) {
		return nil
	}
	for _, t := range tried {
		if t.err != nil {
			return fmt.Errorf("%s: a key could not be tried: %w", r.profile.Name, t.err)
		}
	}
	return fmt.Errorf("%s: no key was seen to open what the issuer seals", r.profile.Name)
}

func (a *command) tryBoth(ctx context.Context, r rotation) ([]triedKey, error) {
	old, err := a.tryFile(ctx, r, "key in use", r.used)
	if err != nil || !there(r.next) {
		return []triedKey{old}, err
	}
	next, err := a.tryFile(ctx, r, "new key", r.next)
	return []triedKey{old, next}, err
}

// switchKey is the last step: the config names the new key if it opens what the issuer seals.
func (a *command) switchKey(ctx context.Context, r rotation) error {
	tried, err := a.tryBoth(ctx, r)
	if err != nil {
		return err
	}
	switch next := tried[len(tried)-1]; {
	case next.opens():
	case next.err != nil:
		a.recordKey(ctx, r, "tried", next.err)
		return fmt.Errorf("%s: the new key could not be tried, and the config is as it was: %w\nrun it again later", r.profile.Name, next.err)
	case next.found.Status == diagnosis.Skipped:
		a.recordKey(ctx, r, "tried", client.ErrNotFound)
		return fmt.Errorf("%s: %s; the config is as it was\nrun it again once there is a card, or name the key yourself: "+
			"cardwallet config set profiles.%s.private_key file:%s", r.profile.Name, next.found.Detail, r.profile.Name, r.next)
	default:
		a.recordKey(ctx, r, "tried", client.ErrNotAllowed)
		if err := a.printNext(ctx, r, tried); err != nil {
			return err
		}
		return fmt.Errorf("%s: the issuer does not seal for the new key yet; the config is as it was\n"+
			"register its public half, then run it again: cardwallet keys rotate --profile %s", r.profile.Name, r.profile.Name)
	}
	if err := a.nameKey(ctx, r, true); err != nil {
		return err
	}
	a.recordKey(ctx, r, "switched", nil)
	if !a.Flags.JSON {
		a.Tell(fmt.Sprintf("step 3 of 3: the new key opens what the issuer seals, and the config names %s", r.next))
		a.Tell(fmt.Sprintf("the old key stays at %s: it opens what was sealed before; go back with: cardwallet keys rotate --profile %s --back",
			r.used, r.profile.Name))
	}
	a.tellSharing(r)
	return a.printRotation(rotation{r.profile, r.next, "", r.used}, documents.RotationSwitched, nil, tried)
}

// printNext prints the public half of the key that is to be registered.
func (a *command) printNext(ctx context.Context, r rotation, tried []triedKey) error {
	p, err := r.withKey(r.next)
	if err != nil {
		return err
	}
	key, err := a.LoadKey(ctx, p)
	if err != nil {
		return err
	}
	defer key.Wipe()
	if !a.Flags.JSON {
		a.tellToRegister(r)
	}
	return a.printRotation(r, documents.RotationWaiting, key, tried)
}

// tellToRegister says where the public half of the next key is to be registered.
func (a *command) tellToRegister(r rotation) {
	for line := range strings.SplitSeq("step 2 of 3: "+registerAt(r.profile.Issuer, r.next), "\n") {
		a.Tell(line)
	}
}

// rotated says that there is nothing to do.
func (a *command) rotated(r rotation) error {
	if !a.Flags.JSON {
		a.Tell(fmt.Sprintf("the key was changed: the config names %s, and the one before is at %s", r.used, r.prior))
		a.Tell("remove that file to begin a next change, or go back with: cardwallet keys rotate --profile " + r.profile.Name + " --back")
	}
	return a.printRotation(r, documents.RotationDone, nil, nil)
}

func (a *command) switchBack(ctx context.Context, r rotation) error {
	if r.prior == "" || !there(r.prior) {
		return run.Usagef("%s: there is no key before %s", r.profile.Name, r.used)
	}
	if err := a.nameKey(ctx, r, false); err != nil {
		return err
	}
	a.recordKey(ctx, r, "back", nil)
	if !a.Flags.JSON {
		a.Tell("the config names " + r.prior + " again; the issuer has to seal for that key")
	}
	a.tellSharing(r)
	return a.printRotation(rotation{r.profile, r.prior, r.used, ""}, documents.RotationBack, nil, nil)
}

// nameKey writes the next or the prior key file into the config, as the one in use is written there: from the home directory, or from that
// of the config.
func (a *command) nameKey(ctx context.Context, r rotation, next bool) error {
	path, prior := keyNames(strings.TrimPrefix(r.profile.PrivateKey.String(), "file:"))
	if !next {
		path = prior
	}
	_, err := edit.Change(ctx, a.Options(), false, func(text []byte) ([]byte, error) {
		return edit.Set(text, edit.Text("file:"+path), "profiles", r.profile.Name, "private_key")
	})
	if err != nil {
		return a.unchanged(err)
	}
	a.Changed()
	return nil
}
