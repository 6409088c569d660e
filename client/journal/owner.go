package journal

import (
	"context"
	"errors"
	"time"

	"cardwallet/client"
)

// ownerless is the age from which a row without an owner counts as one whose owner is dead. Version 1 wrote such rows.
const ownerless = 10 * time.Minute

// settleOwnerless takes the movements of dead owners one step further: a sent one becomes unknown, and an intended one failed. It returns
// these movements. The error is ErrReplaced if the journal is not in its place.
func (j *Journal) settleOwnerless(ctx context.Context) ([]client.Movement, error) {
	if err := j.store.InPlace(); err != nil {
		return nil, err
	}
	if err := j.deliver(ctx); away(err) {
		return nil, err
	}
	working, err := j.find(ctx, j.store, Filter{BeingSent: true})
	if err != nil {
		return nil, err
	}
	var settled []client.Movement
	alive := map[string]bool{}
	for _, r := range working {
		if j.ownerLives(ctx, r, alive) {
			continue
		}
		s := step{to: client.MovementFailed, description: "the program ended before it was sent"}
		if r.Status == client.MovementSent {
			s = step{to: client.MovementUnknown, description: "the program ended while it was sending; " + r.Kind.Doubt()}
			s.ended = true // how long it was sending is not known: it can have left the moment before
		}
		s.of = r.CreatedAt
		s.from = r.Status // its owner can have sent it, and died, since the row was read
		m, err := j.note(ctx, r.OrderID, s)
		if errors.Is(err, errTransition) {
			continue // another process did it, or it is looked at again
		}
		if err != nil {
			return settled, err
		}
		settled = append(settled, m)
	}
	return settled, nil
}

// ownerLives reports whether the row's owner may still be at work on it; known keeps what was found out.
func (j *Journal) ownerLives(ctx context.Context, r Row, known map[string]bool) bool {
	switch {
	case r.Owner == "":
		return !r.Noted.surelySince(j.moment(), ownerless)
	case j.owner.Is(r.Owner):
		j.mu.Lock()
		defer j.mu.Unlock()
		return j.sending[r.OrderID]
	}
	living, looked := known[r.Owner]
	if !looked {
		living = j.owner.Lives(ctx, r.Owner)
		known[r.Owner] = living
	}
	return living
}

// begin marks an order as one that this handle works on. The function that it returns takes the mark away.
func (j *Journal) begin(orderID string) (end func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sending[orderID] = true
	return func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		delete(j.sending, orderID)
	}
}
