package client

import "errors"

// What the journal refuses before anything is sent. Every *GuardError is one of these (errors.Is).
var (
	ErrOpenMovement = errors.New("an earlier movement on this card is not settled") // see Intent.OverrideOpen
	ErrRepeat       = errors.New("the same movement was made a moment ago")         // see Intent.Repeat
	ErrLimit        = errors.New("over a limit of the config")
)

// ErrReference refuses a movement for its reference: its form, or that another movement has it. Nothing is sent.
var ErrReference = errors.New("not a usable reference")

// Earlier is what became of an earlier request with the same reference.
type Earlier struct {
	Movement Movement // its Repeated is set
	Outcome  error    // the error that it ended with
}

// GuardError refuses a movement before anything is sent.
type GuardError struct {
	Kind     error
	Movement Movement   // the newest of the earlier ones; zero for ErrLimit
	Others   []Movement // the rest of them, newest first
	Stranger bool       // they are in the issuer's records and not in the journal: who made them is not known
	Detail   string     // one line, after the kind
	// ByAnother says that somebody else than this journal's person made the Movement.
	ByAnother bool
	Hint      string
}

// Orders are the earlier movements that it is about. A person who was shown them all and means it says so with Intent.OverrideOpen or
// Intent.Repeat.
func (e *GuardError) Orders() []string {
	if e.Movement.OrderID == "" {
		return nil
	}
	orders := []string{e.Movement.OrderID}
	for _, m := range e.Others {
		orders = append(orders, m.OrderID)
	}
	return orders
}

// Error gives the kind with what it is about, then the hint on a line of its own.
func (e *GuardError) Error() string {
	text := e.Kind.Error()
	if e.Stranger {
		text = e.Detail // nobody here made them
	} else if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Hint != "" {
		text += "\n" + e.Hint
	}
	return text
}

// Is matches the kind.
func (e *GuardError) Is(target error) bool { return target == e.Kind }
