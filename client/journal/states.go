package journal

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"cardwallet/client"
)

// transitions are the steps that a movement may take. The store checks every write against them.
var transitions = map[client.MovementStatus][]client.MovementStatus{
	"":                        {client.MovementIntended},
	client.MovementIntended:   {client.MovementSent, client.MovementFailed},
	client.MovementSent:       {client.MovementProcessing, client.MovementSucceeded, client.MovementFailed, client.MovementUnknown},
	client.MovementProcessing: {client.MovementSucceeded, client.MovementFailed},
	client.MovementUnknown:    {client.MovementProcessing, client.MovementSucceeded, client.MovementFailed},
	client.MovementSucceeded:  {},
	client.MovementFailed:     {},
}

// errTransition is returned by the store for a step that transitions does not have.
var errTransition = errors.New("not a step that a movement may take")

func checkTransition(from, to client.MovementStatus) error {
	if !slices.Contains(transitions[from], to) {
		return fmt.Errorf("%w: from %q to %q", errTransition, from, to)
	}
	return nil
}

// Transition is one step in the history of a movement.
type Transition struct {
	OrderID     string
	From        client.MovementStatus // empty for the first
	To          client.MovementStatus
	Description string
	At          time.Time // UTC, to the millisecond
}
