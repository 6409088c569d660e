package journal

import (
	"errors"
	"fmt"
	"slices"

	"cardwallet/client"
)

// transitions are the steps that a movement may take, apart from a reversal. The store checks every write against them.
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

// check allows a step from a state. Only a reversal leaves a success, so that no late word overtakes it.
func (s step) check(from client.MovementStatus) error {
	if s.reversal && from == client.MovementSucceeded && s.to == client.MovementFailed {
		return nil
	}
	return checkTransition(from, s.to)
}

func checkTransition(from, to client.MovementStatus) error {
	if !slices.Contains(transitions[from], to) {
		return fmt.Errorf("%w: from %q to %q", errTransition, from, to)
	}
	return nil
}
