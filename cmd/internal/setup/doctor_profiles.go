package setup

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/abreast"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/config/edit"
	"cardwallet/crypto"
)

// checkProfiles asks all issuers at once, and tells its findings in the order of the profiles.
func (a *command) checkProfiles(ctx context.Context, c *config.Config, offline bool, tell func(...diagnosis.Finding)) {
	w, err := a.Wallet(ctx)
	if err != nil {
		tell(diagnosis.Failing("profiles", "set up", diagnosis.Problem, err))
		return
	}
	profiles := c.Selected()
	here := make([][]diagnosis.Finding, len(profiles))
	for i, p := range profiles { // one after another: they may ask for a passphrase
		here[i] = a.checkReferences(ctx, p)
	}
	there := make([]chan []diagnosis.Finding, len(profiles))
	var panics abreast.Panics
	for i, p := range profiles {
		account, ok := w.Account(p.Name)
		if !ok || offline || !canSignIn(here[i]) {
			continue
		}
		there[i] = make(chan []diagnosis.Finding, 1)
		go func() { // ends within its time limits
			defer close(there[i])
			defer panics.Catch()
			there[i] <- a.checkLogin(ctx, c, groupOf(p), account)
		}()
	}
	for i, p := range profiles {
		answer := []diagnosis.Finding{diagnosis.Skip(groupOf(p), "login", "not tried without what is missing above", "")}
		switch {
		case offline:
			answer[0].Detail = "not tried: --offline"
		case there[i] != nil:
			answer = <-there[i]
			panics.Raise()
		}
		tell(append(here[i], answer...)...)
	}
}

func groupOf(p config.Profile) string { return "profile " + p.Name }

// canSignIn reports whether all secrets for signing in could be read. Reading balances needs no private key.
func canSignIn(found []diagnosis.Finding) bool {
	return !slices.ContainsFunc(found, func(f diagnosis.Finding) bool {
		return f.Status == diagnosis.Problem && !strings.HasPrefix(f.Name, "private_key")
	})
}

// checkReferences reads every secret of a profile once and forgets it.
func (a *command) checkReferences(ctx context.Context, p config.Profile) []diagnosis.Finding {
	group := groupOf(p)
	found := []diagnosis.Finding{diagnosis.Fine(group, "issuer", p.Issuer+" at "+p.BaseURL)}
	if u, err := url.Parse(p.BaseURL); err == nil && u.Scheme == "http" {
		found[0].Detail += " (this machine, not encrypted)"
	}
	if p.ReadOnly {
		found = append(found,
			diagnosis.Fine(group, "read_only", "nothing moves money or changes a card, by "+cmp.Or(p.ReadOnlyBy, "the config")))
	}
	for _, s := range p.Secrets() {
		value, err := s.Resolve(ctx)
		clear(value)
		if err != nil {
			found = append(found, diagnosis.Failing(group, s.Name, diagnosis.Problem, err))
			if last := &found[len(found)-1]; last.Fix == "" && errors.Is(err, fs.ErrNotExist) {
				last.Fix = "put the secret there, in a file that only you can read (chmod 600), or name where it is: " +
					"cardwallet config set profiles." + edit.Key(p.Name) + "." + s.Name + " file:PATH"
			}
			continue
		}
		found = append(found, diagnosis.Fine(group, s.Name, s.Ref.String()))
	}
	return append(found, a.checkProfileKey(ctx, group, p)...)
}

// checkProfileKey reads the private key. If it can be used, the profile's opener keeps it for this run.
func (a *command) checkProfileKey(ctx context.Context, group string, p config.Profile) []diagnosis.Finding {
	const name = "private_key"
	if p.PrivateKey.IsZero() {
		if client.Sealing(p.Issuer) {
			return []diagnosis.Finding{diagnosis.Warn(group, name, "there is none: numbers, CVVs and codes stay sealed",
				"make one: cardwallet keys generate FILE, register its public half, set private_key")}
		}
		return nil
	}
	data, err := p.PrivateKey.Resolve(ctx)
	if err != nil {
		return []diagnosis.Finding{diagnosis.Failing(group, name, diagnosis.Problem, err)}
	}
	defer clear(data)
	bare, err := crypto.ParsePrivateKey(data, nil)
	protected := errors.Is(err, crypto.ErrPassphraseNeeded)
	if err == nil {
		bare.Wipe()
	}
	key, err := a.LoadKey(ctx, p)
	if errors.Is(err, crypto.ErrPassphraseNeeded) {
		return []diagnosis.Finding{diagnosis.Skip(group, name, "protected by a passphrase, and not looked at without it",
			"run it in a terminal, which asks, or set private_key_passphrase")}
	}
	if err != nil {
		return []diagnosis.Finding{diagnosis.Failing(group, name, diagnosis.Problem, err)}
	}
	out := diagnosis.Fine(group, name, plainKey(key))
	weak := key.Weak()
	a.handOver(p.Name, key)
	if protected {
		out.Detail += ", protected by a passphrase"
	}
	var fixes []string
	if weak {
		fixes = append(fixes, "use 2048 bits where the issuer allows: cardwallet keys generate FILE")
	}
	if !protected && p.PrivateKey.IsFile() {
		out.Detail += ", not protected by a passphrase"
		fixes = append(fixes,
			"who reads the file can open your cards: keep it encrypted (openssl pkcs8 -topk8 -v2 aes-256-cbc; a new one "+
				"with --passphrase), or in the keyring")
	}
	if len(fixes) > 0 {
		out.Status, out.Fix = diagnosis.Warning, strings.Join(fixes, "; ")
	}
	return []diagnosis.Finding{out}
}

// handOver gives a key to the profile's opener, which wipes it at the end, so that a person types its passphrase once.
func (a *command) handOver(profile string, key *crypto.PrivateKey) {
	for _, o := range a.Openers {
		if o.Profile == profile {
			o.Mu.Lock()
			o.Key = key
			o.Mu.Unlock()
			return
		}
	}
	key.Wipe()
}

// hasKey reports whether the profile's opener has a key.
func (a *command) hasKey(profile string) bool {
	return slices.ContainsFunc(a.Openers, func(o *run.KeyOpener) bool {
		o.Mu.Lock()
		defer o.Mu.Unlock()
		return o.Profile == profile && o.Key != nil
	})
}
