package pace

import (
	"context"
	"crypto/sha256"
	"time"
)

// Budget is a rate limit that processes share. What it cannot tell, each process's own limiter decides.
type Budget interface {
	// Queue starts to wait for a slot under what the issuer counts by. perMinute is how many requests may go in any 60 s; 0 is no limit:
	// then only pauses hold.
	Queue(key [sha256.Size]byte, perMinute int) Place
	// Pause lets no request go under the key for d.
	Pause(key [sha256.Size]byte, d time.Duration)
}

// Place is one request's place in the queue of a Budget.
type Place interface {
	// Ask takes a slot where there is one: then wait is 0. Else wait is how long that takes, as far as is known, and again, which is not
	// longer, when to ask anew. ok is false where the budget cannot be read or written.
	Ask(ctx context.Context) (wait, again time.Duration, ok bool)
	// Leave gives up the place of a request that got no slot.
	Leave()
}

// queue waits at a place until it has its slot. It fails at once where that would be after ctx's deadline.
func queue(ctx context.Context, at Place) error {
	for {
		wait, again, ok := at.Ask(ctx)
		if !ok || wait == 0 {
			return nil
		}
		err := inTime(ctx, wait)
		if err == nil {
			err = nap(ctx, again)
		}
		if err != nil {
			at.Leave()
			return err
		}
	}
}
