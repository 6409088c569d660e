package client

import "errors"

// What the journal refuses before anything is sent. Every *GuardError is one of these (errors.Is).
var (
	ErrOpenMovement = errors.New("an earlier movement on this card is not settled") // see Intent.OverrideOpen
	ErrRepeat       = errors.New("the same movement was made a moment ago")         // see Intent.Repeat
	ErrLimit        = errors.New("over a limit of the config")
)

// GuardError refuses a movement before anything is sent.
type GuardError struct {
	Kind     error
	Movement Movement // the earlier one; zero for ErrLimit
	Detail   string   // one line, after the kind
	Hint     string
}

// Error gives the kind with what it is about, then the hint on a line of its own.
func (e *GuardError) Error() string {
	text := e.Kind.Error()
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Hint != "" {
		text += "\n" + e.Hint
	}
	return text
}

// Is matches the kind.
func (e *GuardError) Is(target error) bool { return target == e.Kind }
