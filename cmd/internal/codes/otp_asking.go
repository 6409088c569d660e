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

// asking is what a command knows about an account, or about all of them, while it asks again and again for codes or for a card. One odd
// answer ends nothing: it may be a proxy's, or the next one may be right.
type asking struct {
	account  client.Account
	requests int // how many one question takes
	failure  error
	failures int // in a row
	refusals int // of the credentials, in a row
	told     map[string]bool
}

func newAsking(account client.Account, requests int) *asking {
	return &asking{account: account, requests: requests, told: map[string]bool{}}
}

// onAnswer notes how a question ended, and reports whether asking again cannot help: the issuer said twice that the credentials are bad, or
// they cannot be read here.
func (k *asking) onAnswer(err error) (ends bool) {
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

// ofEach reports whether is holds for the error, or, where several accounts could not be searched for a card, for the error of each.
func ofEach(err error, is func(error) bool) bool {
	if unsearched, ok := errors.AsType[*client.Unsearched](err); ok {
		return !slices.ContainsFunc(unsearched.Failed, func(err error) bool { return !is(err) })
	}
	return is(err)
}

// tell prints the last failure, if it did not print the same before. A request id does not make it another one.
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
