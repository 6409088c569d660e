package run

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cardwallet/client"
	"cardwallet/config"
	"cardwallet/crypto"
)

// The exit codes. Scripts rely on them.
const (
	ExitDone        = 0
	ExitFailed      = 1 // or a part of it
	ExitUsage       = 2 // wrong use or config
	ExitNothing     = 3 // no such card, no live code
	ExitNotAllowed  = 4 // bad key or token, read-only profile, a limit of the config
	ExitRefused     = 5 // insufficient balance, out of limits, a status that forbids it
	exitUnreachable = 6 // rate limited or unreachable
	ExitUnknown     = 7 // money may have moved
	ExitUnanswered  = 8 // a question that nobody answered: nothing was sent
)

// Kind is what went wrong in a word, which scripts rely on, and the exit code that it stands for.
type Kind struct {
	Word string
	Exit int
	fits func(error) bool
}

// Kinds are all of them. The first that fits an error is its kind; the last one fits them all.
var Kinds = []Kind{
	{"interrupted", ExitFailed, interrupted},
	{"unknown_outcome", ExitUnknown, isOne(client.ErrUnknown)},
	{"unanswered", ExitUnanswered, isOne(ErrUnanswered, ErrTooLate, client.ErrRepeat, client.ErrOpenMovement)},
	{"config", ExitUsage, func(err error) bool {
		return IsUnreadSecret(err) || isA[*config.Error](err) || isA[*configError](err) || isOne(config.ErrNoConfig, client.ErrUnsendable)(err)
	}},
	{"usage", ExitUsage, func(err error) bool {
		late := errors.Is(err, context.DeadlineExceeded) // the file on the command line was not read in time
		return !late && isA[*UsageError](err) || isOne(client.ErrAmount, client.ErrAmbiguous, client.ErrUnsupported, client.ErrReference)(err)
	}},
	{"not_allowed", ExitNotAllowed, isOne(client.ErrNotAllowed, client.ErrReadOnly, client.ErrLimit, client.ErrForm, crypto.ErrOpen,
		crypto.ErrPassphraseNeeded, crypto.ErrWrongPassphrase)},
	{"config", ExitUsage, isA[*keyError]},
	{"refused", ExitRefused, isOne(client.ErrRefused, client.ErrTerms)},
	{"rate_limited", exitUnreachable, isOne(client.ErrRateLimited)},
	{"unreachable", exitUnreachable, isOne(client.ErrUnreachable, context.DeadlineExceeded, errTimeout)},
	{"not_found", ExitNothing, isOne(client.ErrNotFound, ErrNothing)},
	{"failed", ExitFailed, func(error) bool { return true }},
}

// KindOf is the kind of an error that is not nil.
func KindOf(err error) Kind {
	return Kinds[slices.IndexFunc(Kinds, func(k Kind) bool { return k.fits(err) })]
}

// ExitCode maps an error to the code that scripts see.
func ExitCode(err error) int {
	if err == nil {
		return ExitDone
	}
	if e, passed := errors.AsType[*ProgramError](err); passed {
		return e.Code
	}
	return KindOf(err).Exit
}

// ProgramError is a program of the person's that was run and failed. Its exit code is passed on.
type ProgramError struct {
	Program string // its name
	Why     string
	Code    int // 1 to 255
}

// Error says which program failed, and how.
func (e *ProgramError) Error() string { return fmt.Sprintf("%s failed: %s", e.Program, e.Why) }

func isOne(targets ...error) func(error) bool {
	return func(err error) bool {
		return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
	}
}

func isA[E error](err error) bool {
	_, is := errors.AsType[E](err)
	return is
}

// interrupted reports whether the person ended the command. An outcome that is not known counts for more: money may have moved.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) && !errors.Is(err, client.ErrUnknown)
}

// UsageError is wrong use of the command line or a config that cannot be used.
type UsageError struct{ Err error }

// Error is the text of the error inside.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap gives the error inside.
func (e *UsageError) Unwrap() error { return e.Err }

// configError is what in a config or around it cannot be used. It is a UsageError, so that it has its hint.
type configError struct{ error }

// Unwrap gives the error inside.
func (e *configError) Unwrap() error { return e.error }

// unusable says of an error that it is a fault of the config.
func unusable(err error) error { return &UsageError{&configError{err}} }

// ErrNothing is wrapped where an answer is empty and not wrong.
var ErrNothing = errors.New("nothing there")

// IsUnreadSecret reports whether a secret that the settings refer to could not be read, in the time that there was.
func IsUnreadSecret(err error) bool {
	return isA[*config.SecretError](err) && !errors.Is(err, errTimeout)
}
