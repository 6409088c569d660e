package journal

import (
	"context"
	"time"

	"cardwallet/client"
)

// Pragma reads a setting of the journal's own connection.
func Pragma(ctx context.Context, j *Journal, name string) (value int, err error) {
	err = j.store.(*sqliteStore).db.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value)
	return value, err
}

// Advance writes a step past the protocol.
func Advance(ctx context.Context, j *Journal, orderID string, to client.MovementStatus, at time.Time) error {
	_, err := j.store.advance(ctx, orderID, step{to: to, at: moment{Time: at}})
	return err
}

// WaitOnlyBriefly makes the journal give up at once while another process writes.
func WaitOnlyBriefly(ctx context.Context, j *Journal) {
	if _, err := j.store.(*sqliteStore).db.ExecContext(ctx, "PRAGMA busy_timeout = 1"); err != nil {
		panic(err)
	}
}

// Abandon lets go of the handle's lock as the end of its process does, and of nothing else.
func Abandon(j *Journal) { j.owner.release() }
