package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"cardwallet/client"
	"cardwallet/config"
	"cardwallet/crypto"
)

const (
	// doctorPatience is how long one issuer may take to answer.
	doctorPatience = 10 * time.Second
	// Countdowns run on the issuer's clock, so a difference alone breaks nothing; a large one breaks certificates and logins.
	skewWarning, skewProblem = 30 * time.Second, 5 * time.Minute
	// fewRequests are too few a minute to ask for codes every few seconds.
	fewRequests = 30
)

// checkProfiles asks all issuers at once and lists what it found in the order of the profiles.
func (a *app) checkProfiles(ctx context.Context, c *config.Config, offline bool) []finding {
	profiles := c.Selected()
	w, err := a.wallet(ctx)
	if err != nil {
		return []finding{failing("profiles", "set up", checkProblem, err)}
	}
	answers := make([][]finding, len(profiles))
	var wg sync.WaitGroup
	for i, p := range profiles {
		answers[i] = a.checkReferences(ctx, p) // one after another: they may ask for a passphrase
		account, ok := w.Account(p.Name)
		if !ok || offline || hasProblem(answers[i]) {
			continue
		}
		wg.Go(func() { answers[i] = append(answers[i], a.checkLogin(ctx, p, account)...) })
	}
	wg.Wait()
	var found []finding
	for _, answer := range answers {
		found = append(found, answer...)
	}
	return found
}

func hasProblem(found []finding) bool {
	for _, f := range found {
		if f.Status == checkProblem && f.Name != "private_key" { // reading balances needs no key
			return true
		}
	}
	return false
}

// checkReferences reads every secret of a profile once and forgets it.
func (a *app) checkReferences(ctx context.Context, p config.Profile) []finding {
	group := "profile " + p.Name
	found := []finding{{group, "issuer", checkOK, p.Issuer + " at " + p.BaseURL, ""}}
	if u, err := url.Parse(p.BaseURL); err == nil && u.Scheme == "http" {
		found[0].Detail += " (this machine, not encrypted)"
	}
	if p.ReadOnly {
		found = append(found, finding{group, "read_only", checkOK, "nothing moves money or changes a card", ""})
	}
	for _, ref := range []struct {
		name string
		ref  config.Ref
	}{{"password", p.Password}, {"token", p.Token}, {"api_key", p.APIKey}, {"private_key_passphrase", p.PrivateKeyPassphrase}} {
		if ref.ref.IsZero() {
			continue
		}
		value, err := ref.ref.Resolve(ctx)
		clear(value)
		if err != nil {
			found = append(found, failing(group, ref.name, checkProblem, err))
			continue
		}
		found = append(found, finding{group, ref.name, checkOK, ref.ref.String(), ""})
	}
	return append(found, a.checkProfileKey(ctx, group, p)...)
}

func (a *app) checkProfileKey(ctx context.Context, group string, p config.Profile) []finding {
	const name = "private_key"
	if p.PrivateKey.IsZero() {
		if p.Issuer == config.FinHub {
			return []finding{{group, name, checkWarning, "there is none: numbers, CVVs and codes stay sealed", "make one: cardwallet keys generate FILE, register its public half, set private_key"}}
		}
		return nil
	}
	data, err := p.PrivateKey.Resolve(ctx)
	if err != nil {
		return []finding{failing(group, name, checkProblem, err)}
	}
	defer clear(data)
	bare, err := crypto.ParsePrivateKey(data, nil)
	protected := errors.Is(err, crypto.ErrPassphraseNeeded)
	if err == nil {
		bare.Wipe()
	}
	key, err := a.loadKey(ctx, p)
	if err != nil {
		return []finding{failing(group, name, checkProblem, err)}
	}
	defer key.Wipe()
	out := finding{group, name, checkOK, fmt.Sprintf("RSA, %d bits, public key %s", key.Bits(), key.Fingerprint()), ""}
	switch {
	case key.Weak():
		out.Status, out.Fix = checkWarning, "use 2048 bits where the issuer allows: cardwallet keys generate FILE"
	case !protected && p.PrivateKey.IsFile():
		out.Status, out.Detail = checkWarning, out.Detail+", not protected by a passphrase"
		out.Fix = "who reads the file can open your cards: keep it encrypted (openssl pkcs8 -topk8 -v2 aes256), or in the keyring"
	}
	return []finding{out}
}

// checkLogin signs in and reads the balances, which changes nothing.
func (a *app) checkLogin(ctx context.Context, p config.Profile, account client.Account) []finding {
	group := "profile " + p.Name
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	began := time.Now()
	_, err := account.Issuer.Funds(ctx)
	took := time.Since(began).Round(time.Millisecond)
	found := []finding{{group, "login", checkOK, fmt.Sprintf("answered in %s", took), ""}}
	if err != nil {
		status := checkProblem
		if errors.Is(err, client.ErrRateLimited) {
			status = checkWarning
		}
		found[0] = failing(group, "login", status, err)
	}
	if offset := offsetOf(account); err == nil || offset != 0 {
		found = append(found, clockFinding(group, offset))
	}
	return append(found, rateFinding(group, p))
}

func offsetOf(account client.Account) time.Duration {
	if clocked, ok := account.Issuer.(client.Clocked); ok {
		return clocked.ClockOffset()
	}
	return 0
}

func clockFinding(group string, offset time.Duration) finding {
	out := finding{group, "clock", checkOK, "the same as here, to a second", ""}
	size := offset.Abs().Round(time.Second)
	if offset != 0 {
		way := "ahead of"
		if offset < 0 {
			way = "behind"
		}
		out.Detail = fmt.Sprintf("the issuer's is %s %s this one; countdowns follow the issuer's", size, way)
	}
	switch {
	case size > skewProblem:
		out.Status, out.Fix = checkProblem, "set this machine's clock (timedatectl set-ntp true)"
	case size > skewWarning:
		out.Status, out.Fix = checkWarning, "set this machine's clock (timedatectl set-ntp true)"
	}
	return out
}

func rateFinding(group string, p config.Profile) finding {
	switch {
	case p.RatePerMinute == 0:
		return finding{group, "rate", checkOK, "no limit of its own; the issuer's answers are obeyed", ""}
	case p.RatePerMinute < fewRequests:
		return finding{group, "rate", checkWarning, fmt.Sprintf("%d requests a minute: codes are asked for less often", p.RatePerMinute),
			"raise rate_per_minute if the issuer allows it"}
	}
	return finding{group, "rate", checkOK, fmt.Sprintf("%d requests a minute, shared by all that this program asks", p.RatePerMinute), ""}
}
