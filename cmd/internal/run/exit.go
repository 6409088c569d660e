package run

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// The exit codes. Scripts rely on them.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitUsage       = 2 // wrong use or config
	ExitNothing     = 3 // no such card, no live code
	ExitNotAllowed  = 4 // bad key or token, read-only profile
	ExitRefused     = 5 // insufficient balance, out of limits, a status that forbids it
	exitUnreachable = 6 // rate limited or unreachable
	ExitUnknown     = 7 // money may have moved
	ExitUnanswered  = 8 // a question that nobody answered: nothing was sent
)

// UsageError is wrong use of the command line or a config that cannot be used.
type UsageError struct{ Err error }

// Error is the text of the error inside.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap gives the error inside.
func (e *UsageError) Unwrap() error { return e.Err }

// Usagef makes a UsageError. A hint goes on a line of its own.
func Usagef(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

// ExitCode maps an error to the code that scripts see.
func ExitCode(err error) int {
	var usage *UsageError
	var secret *config.SecretError
	var key *keyError
	is := func(targets ...error) bool {
		for _, t := range targets {
			if errors.Is(err, t) {
				return true
			}
		}
		return false
	}
	switch {
	case err == nil:
		return ExitDone
	case interrupted(err):
		return ExitFailed
	case is(client.ErrUnknown):
		return ExitUnknown
	case is(ErrUnanswered, client.ErrRepeat, client.ErrOpenMovement):
		return ExitUnanswered
	case errors.As(err, &usage), errors.As(err, &secret),
		is(client.ErrAmount, client.ErrUnsendable, client.ErrAmbiguous, client.ErrUnsupported, client.ErrReference):
		return ExitUsage
	case is(client.ErrNotAllowed, client.ErrReadOnly, client.ErrLimit, client.ErrForm, crypto.ErrOpen, crypto.ErrPassphraseNeeded,
		crypto.ErrWrongPassphrase):
		return ExitNotAllowed
	case errors.As(err, &key):
		return ExitUsage
	case is(client.ErrRefused, client.ErrTerms):
		return ExitRefused
	case is(client.ErrRateLimited, client.ErrUnreachable):
		return exitUnreachable
	case is(client.ErrNotFound, ErrNothing):
		return ExitNothing
	}
	return ExitFailed
}

// interrupted reports whether the person ended the command. An outcome that is not known counts for more: money may have moved.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) && !errors.Is(err, client.ErrUnknown)
}

// ErrNothing is wrapped where an answer is empty and not wrong.
var ErrNothing = errors.New("nothing there")

// Fail notes an error, which Report prints. The first error decides the exit code, but an outcome that is unknown goes before all others.
// An error of the output itself is told once, at the end.
func (a *App) Fail(err error) {
	if _, ok := err.(*unwrittenError); ok { //nolint:errorlint // what wraps it says more
		return
	}
	a.failures = append(a.failures, err)
	if a.Failure == nil || errors.Is(err, client.ErrUnknown) && !errors.Is(a.Failure, client.ErrUnknown) {
		a.Failure = err
	}
}

// Report prints what failed and returns the exit code.
//
// Messages are lower case and without a full stop: what failed on the first line, then a hint on its own. They may quote what
// an issuer sent, so they are made safe here.
func (a *App) Report() int {
	for _, err := range a.failures {
		text := ui.SafeText(err.Error())
		if interrupted(err) {
			text = "interrupted"
		}
		if _, usage := err.(*UsageError); usage && !strings.Contains(text, "\n") { //nolint:errorlint // what wraps it has its own hint
			text += "\nsee: cardwallet --help"
		}
		fmt.Fprintln(a.Err, "cardwallet: "+text)
	}
	return a.outputCode(ExitCode(a.Failure))
}

// ListError adds the account to the error of a list that has no end. Other errors name it themselves.
func ListError(account client.Account, err error) error {
	if errors.Is(err, statement.ErrEndless) {
		return fmt.Errorf("%s: read the list: %w", account.Profile, err)
	}
	return err
}

// IsUnreadSecret reports whether a secret that the settings refer to could not be read.
func IsUnreadSecret(err error) bool {
	_, ok := errors.AsType[*config.SecretError](err)
	return ok
}
