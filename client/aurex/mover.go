package aurex

import (
	"context"

	"cardwallet/client"
)

// Moves reports whether Aurex has movements of the kind: top-ups and new cards.
func (d *Driver) Moves(kind client.MovementKind) bool {
	return kind == client.MoveTopUp || kind == client.MoveCreate
}

// Terms gives the limits and the fee of a top-up or of a new card.
func (d *Driver) Terms(ctx context.Context, in client.Intent) (client.Terms, error) {
	switch in.Kind {
	case client.MoveTopUp:
		return d.topUpTerms(ctx, in.Card)
	case client.MoveCreate:
		return d.createTerms(ctx, in.New)
	}
	_, err := d.movement(client.Order{Kind: in.Kind}) // says what there is
	return client.Terms{}, err
}

// Send sends a top-up or a creation, once. Another kind is not sent.
func (d *Driver) Send(ctx context.Context, order client.Order) (client.Operation, error) {
	if order.Kind == client.MoveCreate {
		return d.create(ctx, order)
	}
	return d.topUp(ctx, order)
}
