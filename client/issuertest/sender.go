package issuertest

import (
	"context"

	"cardwallet/client"
)

// Sender is an issuer that takes top-ups and answers each with the same operation and error. It can do nothing else.
type Sender struct {
	client.Issuer
	Op  client.Operation
	Err error
}

// Moves reports whether it is a top-up.
func (Sender) Moves(kind client.MovementKind) bool { return kind == client.MoveTopUp }

// Terms gives none.
func (Sender) Terms(context.Context, client.Intent) (client.Terms, error) { return client.Terms{}, nil }

// Send gives the answer.
func (s Sender) Send(context.Context, client.Order) (client.Operation, error) { return s.Op, s.Err }
