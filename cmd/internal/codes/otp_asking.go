package codes

import (
	"context"
	"errors"
	"slices"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

const (
	// pollEvery is how often issuers are asked while a command waits for a code, where their limits allow it.
	pollEvery = 2 * time.Second
	// pollFailed is the longest wait after failures, unless the issuer asks for more: a code lives for minutes.
	pollFailed = 15 * time.Second
)

// asking is how it stands with an account, or with all of them, that is asked again and again for codes, or for the card of the codes. One
// odd answer ends nothing: it may be a proxy's, or the next one may be right.
type asking struct {
	account  client.Account
	requests int // of one question
	failure  error
	failures int // in a row
	refusals int // of the credentials, in a row
	told     map[string]bool
}

func newAsking(account client.Account, requests int) *asking {
	return &asking{account: account, requests: requests, told: map[string]bool{}}
}

// answered notes how a question ended, and reports whether asking again cannot help: the credentials are bad, as the issuer said twice, or
// cannot be read here.
func (k *asking) answered(err error) (ends bool) {
	k.failure = err
	if ofEach(err, func(err error) bool { return client.Readable(err) == nil }) { // a record that could not be read is told, and no failure
		k.failures, k.refusals = 0, 0
		return false
	}
	k.failures++
	if k.refusals++; !ofEach(err, client.BadCredentials) {
		k.refusals = 0
	}
	unread := ofEach(err, run.IsUnreadSecret)
	return k.refusals >= 2 || unread || errors.Is(err, client.ErrUnsupported) || errors.Is(err, context.Canceled)
}

// ofEach reports whether it is so of the account that failed, or of each of them where several could not be searched for a card.
func ofEach(err error, is func(error) bool) bool {
	if unsearched, ok := errors.AsType[*client.Unsearched](err); ok {
		return !slices.ContainsFunc(unsearched.Failed, func(err error) bool { return !is(err) })
	}
	return is(err)
}

// tell says what failed last, once, whatever differs in it from request to request.
func (k *asking) tell(a *command) {
	if k.failure == nil {
		return
	}
	words := k.failure.Error()
	if e, ok := errors.AsType[*client.Error](k.failure); ok {
		same := *e
		same.RequestID, same.RetryAfter = "", 0
		words = same.Error()
	}
	if k.told[words] {
		return
	}
	k.told[words] = true
	a.Warn(k.failure)
	const again = "still waiting, and asking again"
	if k.account.Profile == "" {
		a.Note(again)
		return
	}
	a.Note("%s: %s", k.account.Profile, again)
}

// pause is how long to wait before the next question.
func (k *asking) pause() time.Duration {
	wait := k.account.Pace(pollEvery, k.requests)
	if k.failures > 1 {
		wait = max(wait, min(wait<<min(k.failures-1, 5), pollFailed))
	}
	return max(wait, client.RetryAfter(k.failure))
}
