package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/config"
	"cardwallet/tui/poll"
)

const (
	// doctorPatience is how long one check may wait for an issuer.
	doctorPatience = 10 * time.Second
	// Countdowns run on the issuer's clock, so a difference alone breaks nothing; a large one breaks certificates and logins.
	skewWarning, skewProblem = 30 * time.Second, 5 * time.Minute
	// slowCodes is a wait between two questions for an expected code that a person would notice.
	slowCodes = 5 * time.Second
	// sealedName is the check whether a key opens what the issuer seals.
	sealedName = "key"
)

// checkLogin signs in and reads the balances, which changes nothing, and tries the key where there is one.
func (a *command) checkLogin(ctx context.Context, c *config.Config, group string, account client.Account) []diagnosis.Finding {
	asking, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	began := time.Now()
	_, err := account.Issuer.Funds(asking)
	found := []diagnosis.Finding{diagnosis.Fine(group, "login",
		fmt.Sprintf("read the balances in %s", time.Since(began).Round(time.Millisecond)))}
	switch {
	case errors.Is(err, client.ErrRateLimited), client.OnlyOdd(err):
		found[0] = diagnosis.Failing(group, "login", diagnosis.Warning, err)
	case err != nil:
		found[0] = diagnosis.Failing(group, "login", diagnosis.Problem, err)
	}
	if errors.Is(err, client.ErrNotAllowed) { // its own hint is to come here
		found[0].Fix = "check the profile's credentials with the issuer: they could be read here, and were refused there"
	}
	if client.Readable(err) == nil && a.hasKey(account.Profile) {
		found = append(found, a.tryKey(ctx, group, account)...)
	}
	return append(found, clockFinding(group, account.Issuer), rateFinding(group, account, c.UI.Refresh))
}

// tryKey is the finding of openSample. Where it could not be tried, the finding says why.
func (a *command) tryKey(ctx context.Context, group string, account client.Account) []diagnosis.Finding {
	if _, seals := account.Issuer.(client.Sampler); !seals {
		return nil
	}
	found, err := openSample(ctx, group, account)
	if err != nil {
		found = diagnosis.Failing(group, sealedName, diagnosis.Skipped, fmt.Errorf("not tried: %w", err))
	}
	return []diagnosis.Finding{found}
}

// openSample opens one sealed field, the least secret one that a card has, and wipes it. Only this shows whether the issuer seals with the
// public half of this key. The error says why it could not be tried.
func openSample(ctx context.Context, group string, account client.Account) (diagnosis.Finding, error) {
	const name = sealedName
	issuer, ok := account.Issuer.(client.Sampler)
	if !ok {
		return diagnosis.Skip(group, name, client.IssuerName(account.Kind)+" seals nothing", ""), nil
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	id, err := issuer.SampleCard(ctx)
	if errors.Is(err, client.ErrNotFound) {
		return diagnosis.Skip(group, name, "there is no card to try it on", ""), nil
	}
	if err != nil {
		return diagnosis.Finding{}, err
	}
	details, err := account.Issuer.Details(ctx, id)
	if err != nil {
		return diagnosis.Finding{}, err
	}
	defer details.Wipe()
	tried, odd := 0, ""
	for _, field := range []client.Field{details.Expiry, details.ActivateURL, details.Number} {
		if !field.Present() {
			continue
		}
		opened, odder, err := field.Read(ctx)
		opened.Wipe()
		switch tried++; {
		case err == nil && odder == "" && odd == "":
			return diagnosis.Fine(group, name, "opens what the issuer seals: tried on one card, shown to nobody"), nil
		case err == nil:
			odd = cmp.Or(odd, string(field.Kind())+" is odd: "+odder)
			return diagnosis.Warn(group, name, "opens what the issuer seals; of the card that it was tried on the "+odd,
				"compare it with what the issuer's dashboard shows: cardwallet cards show "+account.Profile+"/"+id+" --reveal"), nil
		case !client.UnreadableField(err):
			return diagnosis.Finding{}, err
		}
		odd = cmp.Or(odd, string(field.Kind())+" cannot be read")
	}
	if tried > 0 {
		return diagnosis.Wrong(group, name, "the issuer seals card data for another key, or with another padding",
			"register this key's public half (cardwallet --profile "+account.Profile+
				" keys public) or set private_key to the registered one; then check padding"), nil
	}
	return diagnosis.Skip(group, name, "the card that it was tried on has nothing sealed", ""), nil
}

// clockFinding compares the issuer's clock with this machine's.
func clockFinding(group string, issuer client.Issuer) diagnosis.Finding {
	clock, ok := issuer.(client.Clocked)
	if !ok || !clock.ClockKnown() {
		return diagnosis.Skip(group, "clock", "no answer told the issuer's time", "")
	}
	return skewFinding(group, clock.ClockOffset())
}

func skewFinding(group string, offset time.Duration) diagnosis.Finding {
	out := diagnosis.Fine(group, "clock", "the same as here, to a second")
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
		out.Status, out.Fix = diagnosis.Problem, "set this machine's clock (timedatectl set-ntp true)"
	case size > skewWarning:
		out.Status, out.Fix = diagnosis.Warning, "set this machine's clock (timedatectl set-ntp true)"
	}
	return out
}

// rateFinding compares how often an account may be asked with how often the screen asks.
func rateFinding(group string, account client.Account, refresh time.Duration) diagnosis.Finding {
	const name = "rate"
	paced, ok := account.Issuer.(client.Paced)
	if !ok || paced.PerMinute() == 0 {
		return diagnosis.Fine(group, name, "no limit of its own; the issuer's answers are obeyed")
	}
	every, demand := poll.Demand(account, refresh)
	out := diagnosis.Fine(group, name, fmt.Sprintf("%d requests a minute; the screen makes %.0f while a code is expected, asking every %s",
		paced.PerMinute(), demand, every))
	switch {
	case demand > float64(paced.PerMinute()):
		out.Status, out.Fix = diagnosis.Warning, "raise refresh under [ui], or rate_per_minute if the issuer allows it"
	case every > slowCodes:
		out.Status, out.Fix = diagnosis.Warning, "codes come late: raise rate_per_minute if the issuer allows it"
	}
	return out
}
