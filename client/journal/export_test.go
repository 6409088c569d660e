package journal

import (
	"context"
	"time"

	"cardwallet/client"
	"cardwallet/client/elsewhere"
)

// Advance writes a step past the protocol.
func Advance(ctx context.Context, j *Journal, orderID string, to client.MovementStatus, at time.Time) error {
	_, err := j.advance(ctx, orderID, step{to: to, at: Moment{Time: at}})
	return err
}

// Unsettled lists the movements of a card that have no final outcome, newest first. An empty profile or cardID means any.
func (j *Journal) Unsettled(ctx context.Context, profile, cardID string) ([]client.Movement, error) {
	return j.Movements(ctx, client.MovementFilter{Profile: profile, CardID: cardID, Unsettled: true})
}

// Abandon lets go of the handle's lock as the end of its process does, and of nothing else.
func Abandon(j *Journal) { j.owner.Release() }

// ForgetLooks makes the journal ask anew what others did.
func ForgetLooks(j *Journal) { j.looks = elsewhere.Looks{} }
