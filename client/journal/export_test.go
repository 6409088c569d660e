package journal

import (
	"context"
	"time"

	"cardwallet/client"
)

// Advance writes a step past the protocol.
func Advance(ctx context.Context, j *Journal, orderID string, to client.MovementStatus, at time.Time) error {
	_, err := j.advance(ctx, orderID, step{to: to, at: Moment{Time: at}})
	return err
}

// Abandon lets go of the handle's lock as the end of its process does, and of nothing else.
func Abandon(j *Journal) { j.owner.Release() }
