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
	// aLease is how many times an owner is heard of in that time. As long as lies between two of these it takes its lease for over before the
	// others do.
	aLease = 6
	// lookEvery is how often the end of a lease is looked for while something is sent: the machine may sleep, and timers with it.
	lookEvery = 500 * time.Millisecond
	// releaseLimit is how long the end of an owner may take. Without a word its lease ends by itself.
	releaseLimit = 2 * time.Second
)

// renewText renews a lease that has not ended. One that has ended never comes back.
const renewText = `UPDATE cardwallet.owners SET expires_at = greatest(expires_at, $1 + ` + team.Now + `)
	WHERE id = $2 AND expires_at > ` + team.Now + ` RETURNING id`

// ended says that this handle may send nothing under its old name.
func ended() error {
	return fmt.Errorf("this program was not heard of for too long, and the others may take it for dead: %w\ntry again",
		client.ErrUnreachable)
}

// lease is until when an owner lives, by the ticks of this machine.
type lease struct {
	id, boot string
	until    time.Duration
}

// owner is a handle as the others see it. It has no lease before its first movement.
type owner struct {
	db     *team.Database
	length time.Duration // of a lease

	taking sync.Mutex // held while a new lease is taken

	mu       sync.Mutex
	current  lease
	names    map[string]bool // that it has or had
	working  int             // movements that are under way
	released bool
	stop     context.CancelFunc // of the goroutine that renews, nil where there is none
	stopped  chan struct{}
}

// Begin takes a new lease where there is none, or half of the last one is over. While a movement is under way the lease is renewed. Names
// are random and never used again.
func (o *owner) Begin(ctx context.Context) (string, func(), error) {
	o.taking.Lock()
	defer o.taking.Unlock()
	o.mu.Lock()
	id, working, released := o.current.id, o.working > 0, o.released
	o.mu.Unlock()
	enough := o.length / 2
	if working {
		enough = 0
	}
	switch {
	case released:
		return "", nil, errors.New("the journal is closed")
	case o.left(id) <= enough:
		next, err := o.found(ctx)
		if err != nil {
			return "", nil, err
		}
		id = next
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.working++; o.stop == nil {
		renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
		before := o.stopped
		o.stop, o.stopped = stop, make(chan struct{})
		go o.renew(renewing, before, o.stopped)
	}
	return id, sync.OnceFunc(o.end), nil
}

// end is the end of one movement; with the last one the renewing ends.
func (o *owner) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.working--; o.working == 0 && o.stop != nil {
		o.stop()
		o.stop = nil
	}
}

// found takes a new lease.
func (o *owner) found(ctx context.Context) (string, error) {
	next := lease{id: rand.Text()}
	err := o.db.Write(ctx, func(ctx context.Context, tx *team.Tx) error {
		next.boot, next.until = tx.Before()
		next.until += o.length
		person, host := o.db.Who()
		return tx.Tell(ctx, `INSERT INTO cardwallet.owners (id, person, host, expires_at) VALUES ($1, $2, $3, $4 + `+team.Now+`)`,
			next.id, person, host, o.length.Milliseconds())
	})
	if err != nil {
		return "", err // where it was taken all the same, nothing belongs to it
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.current, o.names[next.id] = next, true
	return next.id, nil
}

// renew keeps the lease until ctx ends. It waits for the end of the one before.
func (o *owner) renew(ctx context.Context, before <-chan struct{}, stopped chan<- struct{}) {
	defer close(stopped)
	if before != nil {
		<-before
	}
	for client.Sleep(ctx, o.length/aLease) == nil {
		o.mu.Lock()
		next := o.current
		o.mu.Unlock()
		limited, cancel := context.WithTimeout(ctx, o.length/aLease)
		renewed := false
		err := o.db.Write(limited, func(_ context.Context, tx *team.Tx) error {
			o.renewIn(tx, &next, func(held bool) error { renewed = held; return nil })
			return nil
		})
		cancel()
		switch {
		case err == nil && renewed:
			o.extend(next)
		case err == nil:
			o.lapsed(next.id)
		}
	}
}

// renewIn renews a lease in a transaction. told gets whether it still held, as Expect has it.
func (o *owner) renewIn(tx *team.Tx, l *lease, told func(held bool) error) {
	l.boot, l.until = tx.Before()
	l.until += o.length
	tx.Expect(func(row func(...any) error) error {
		err := row(new(string))
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return told(err == nil)
	}, renewText, o.length.Milliseconds(), l.id)
}

// lapsed notes that a lease has ended by the database's clock.
func (o *owner) lapsed(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.current.id == id {
		o.current = lease{}
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
	return o.current.until - o.length/aLease - now
}

// Bound ends a context when the lease does, which goes on while it is renewed. Timers stand still while the machine sleeps, and ticks do
// not: so it looks at those again and again.
func (o *owner) Bound(ctx context.Context, id string) (context.Context, context.CancelFunc, error) {
	if o.left(id) <= 0 {
		return nil, nil, ended()
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
	if stop != nil {
		stop()
	}
	if stopped != nil {
		<-stopped
	}
	if id == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), releaseLimit)
	defer cancel()
	_ = o.db.Write(ctx, func(ctx context.Context, tx *team.Tx) error { // if it fails the lease ends by itself
		return tx.Tell(ctx, `UPDATE cardwallet.owners SET expires_at = 0 WHERE id = $1`, id)
	})
}
