package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"cardwallet/client"
	"cardwallet/client/team"
)

const (
	// leaseFor is how long an owner counts as living after it was last heard of.
	leaseFor = 30 * time.Second
	// renewEvery is how often an owner is heard of.
	renewEvery = 5 * time.Second
	// leaseMargin is how long before the end of its lease an owner itself takes it for over.
	leaseMargin = 5 * time.Second
	// lookEvery is how often the end of a lease is looked for while something is sent: the machine may sleep, and timers with it.
	lookEvery = 500 * time.Millisecond
	// releaseLimit is how long the end of an owner may take. Without a word its lease ends by itself.
	releaseLimit = 2 * time.Second
)

// renewText renews a lease that has not ended. One that has ended never comes back.
const renewText = `UPDATE cardwallet.owners SET expires_at = greatest(expires_at, $1) WHERE id = $2 AND expires_at > $3`

// ended says that this handle may send nothing under its old name.
func ended(err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("this program was not heard of for %s, and the others may take it for dead: %w\ntry again",
		leaseFor, client.ErrUnreachable)
}

// lease is until when an owner lives, by the ticks of this machine.
type lease struct {
	id, boot string
	until    time.Duration
}

// owner is a handle as the others see it. It has no lease before its first movement.
type owner struct {
	db *team.Database

	taking sync.Mutex // held while a new lease is taken

	mu       sync.Mutex
	current  lease
	names    map[string]bool // that it has or had
	released bool
	stop     context.CancelFunc // of the goroutine that renews, nil where there is none
	stopped  chan struct{}
}

func newOwner(db *team.Database) *owner { return &owner{db: db, names: map[string]bool{}} }

// ID takes a new lease where there is none or the last one is about to end. Names are random and never used again.
func (o *owner) ID(ctx context.Context) (string, error) {
	o.taking.Lock()
	defer o.taking.Unlock()
	o.mu.Lock()
	current, released := o.current, o.released
	o.mu.Unlock()
	switch {
	case released:
		return "", errors.New("the journal is closed")
	case o.left(current.id) > 0:
		return current.id, nil
	}
	next := lease{id: rand.Text()}
	err := o.db.Write(ctx, func(ctx context.Context, tx *team.Tx) error {
		next.boot, next.until = tx.Before()
		next.until += leaseFor
		person, host := o.db.Who()
		_, err := tx.ExecContext(ctx, `INSERT INTO cardwallet.owners (id, person, host, expires_at) VALUES ($1, $2, $3, $4)`,
			next.id, person, host, tx.Now()+leaseFor.Milliseconds())
		return err
	})
	if err != nil {
		return "", err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.current, o.names[next.id] = next, true
	if o.stop == nil && !o.released {
		renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
		o.stop, o.stopped = stop, make(chan struct{})
		go o.renew(renewing, o.stopped)
	}
	return next.id, nil
}

// renew keeps the lease until the owner is released.
func (o *owner) renew(ctx context.Context, stopped chan<- struct{}) {
	defer close(stopped)
	for client.Sleep(ctx, renewEvery) == nil {
		o.mu.Lock()
		next := o.current
		o.mu.Unlock()
		limited, cancel := context.WithTimeout(ctx, renewEvery)
		renewed := false
		err := o.db.Write(limited, func(ctx context.Context, tx *team.Tx) error {
			next.boot, next.until = tx.Before()
			next.until += leaseFor
			done, err := tx.ExecContext(ctx, renewText, tx.Now()+leaseFor.Milliseconds(), next.id, tx.Now())
			if err != nil {
				return err
			}
			n, err := done.RowsAffected()
			renewed = n == 1
			return err
		})
		cancel()
		if err == nil && renewed {
			o.extend(next)
		}
	}
}

// extend notes that a lease was renewed.
func (o *owner) extend(l lease) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if l.id == o.current.id && (l.boot != o.current.boot || l.until > o.current.until) {
		o.current = l
	}
}

// left is how long the lease of the id surely holds; not at all for an earlier one, or after the machine was started again.
func (o *owner) left(id string) time.Duration {
	boot, now := o.db.Ticks()
	o.mu.Lock()
	defer o.mu.Unlock()
	if id == "" || id != o.current.id || boot != o.current.boot || o.released {
		return 0
	}
	return o.current.until - leaseMargin - now
}

// Bound ends a context when the lease does, which goes on while it is renewed. Timers stand still while the machine sleeps, and ticks do
// not: so it looks at those again and again.
func (o *owner) Bound(ctx context.Context, id string) (context.Context, context.CancelFunc, error) {
	if o.left(id) <= 0 {
		return nil, nil, ended(nil)
	}
	bound, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for left := o.left(id); left > 0; left = o.left(id) {
			if client.Sleep(bound, min(left, lookEvery)) != nil {
				return
			}
		}
		cancel()
	}()
	return bound, func() { cancel(); <-done }, nil
}

// Is reports whether the id is or was this handle's.
func (o *owner) Is(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.names[id]
}

// Lives reports whether another owner's lease holds, by the database's clock. Where the database does not answer it may.
func (o *owner) Lives(ctx context.Context, id string) bool {
	lives := true
	err := o.db.Read(ctx, func(ctx context.Context, db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT count(*) > 0 FROM cardwallet.owners WHERE id = $1 AND expires_at > `+team.Now, id).Scan(&lives)
	})
	return err != nil || lives
}

// Release ends the lease, so that nobody waits for it.
func (o *owner) Release() {
	o.taking.Lock()
	defer o.taking.Unlock()
	o.mu.Lock()
	stop, stopped, id := o.stop, o.stopped, o.current.id
	o.released, o.stop = true, nil
	o.mu.Unlock()
	if stop == nil {
		return
	}
	stop()
	<-stopped
	ctx, cancel := context.WithTimeout(context.Background(), releaseLimit)
	defer cancel()
	_ = o.db.Write(ctx, func(ctx context.Context, tx *team.Tx) error { // if it fails the lease ends by itself
		_, err := tx.ExecContext(ctx, `UPDATE cardwallet.owners SET expires_at = 0 WHERE id = $1`, id)
		return err
	})
}
