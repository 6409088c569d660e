package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/config"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// The exit codes. Scripts rely on them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2 // wrong use or config
	exitNothing     = 3 // no such card, no live code
	exitNotAllowed  = 4 // bad key or token, read-only profile
	exitRefused     = 5 // insufficient balance, out of limits, a status that forbids it
	exitUnreachable = 6 // rate limited or unreachable
	exitUnknown     = 7 // money may have moved
)

// usageError is wrong use of the command line or a config that cannot be used.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// usagef makes a usageError. A hint goes on a line of its own.
func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// errReported says that everything was said already and only the exit code is left.
var errReported = errors.New("reported")

// exitCode maps an error to the code that scripts see.
func exitCode(err error) int {
	var usage *usageError
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
		return exitDone
	case interrupted(err):
		return exitFailed
	case is(client.ErrUnknown):
		return exitUnknown
	case errors.As(err, &usage), errors.As(err, &secret), is(client.ErrAmount, client.ErrUnsendable, client.ErrAmbiguous, client.ErrUnsupported, client.ErrRepeat):
		return exitUsage
	case is(client.ErrNotAllowed, client.ErrReadOnly, client.ErrLimit, client.ErrForm, crypto.ErrOpen, crypto.ErrPassphraseNeeded, crypto.ErrWrongPassphrase):
		return exitNotAllowed
	case errors.As(err, &key):
		return exitUsage
	case is(client.ErrRefused, client.ErrTerms, client.ErrOpenMovement):
		return exitRefused
	case is(client.ErrRateLimited, client.ErrUnreachable):
		return exitUnreachable
	case is(client.ErrNotFound, errNothing):
		return exitNothing
	}
	return exitFailed
}

// interrupted reports whether a command ended because the person ended it. Where money may have moved meanwhile, that is what counts.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) && !errors.Is(err, client.ErrUnknown)
}

// errNothing is for answers that are empty rather than wrong.
var errNothing = errors.New("nothing there")

// fail notes what went wrong: every error is printed, and the first decides the exit code, or else the first outcome that is unknown. That
// the output cannot be written is told once, at the end.
func (a *app) fail(err error) {
	if _, ok := err.(*unwrittenError); ok {
		return
	}
	a.failures = append(a.failures, err)
	if a.failure == nil || errors.Is(err, client.ErrUnknown) && !errors.Is(a.failure, client.ErrUnknown) {
		a.failure = err
	}
}

// report prints what failed and returns the exit code.
//
// Messages are lower case and without a full stop: what failed on the first line, then a hint on its own. They may quote what
// an issuer sent, so they are made safe here.
func (a *app) report() int {
	for _, err := range a.failures {
		text := ui.SafeText(err.Error())
		if interrupted(err) {
			text = "interrupted"
		}
		if _, usage := err.(*usageError); usage && !strings.Contains(text, "\n") {
			text += "\nsee: cardwallet --help"
		}
		fmt.Fprintln(a.err, "cardwallet: "+text)
	}
	return a.outputCode(exitCode(a.failure))
}
