package run

import (
	"errors"
	"fmt"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/cmd/internal/documents"
)

// Usagef makes a UsageError. A hint goes on a line of its own.
func Usagef(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

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
// an issuer sent, so they are made safe where they are printed.
func (a *App) Report() int {
	for _, err := range a.failures {
		a.tellError(documents.LevelError, err)
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
