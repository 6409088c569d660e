package journal

import (
	"context"
	"sync"
	"time"

	"cardwallet/client"
)

// store keeps movements and their history. Each write is one transaction, durable against power loss when it returns.
type store interface {
	// insert adds an intended movement. Unless override is set it returns *OpenMovementError while another one on the same
	// card is not settled; that check and the insertion are one step for all processes that share the store. Intended
	// movements from before abandoned do not count: they become failed, so that their owner can no longer send them.
	insert(ctx context.Context, m client.Movement, override bool, abandoned time.Time) error
	// advance takes a movement one step further and returns it. It returns errTransition for a step that is not allowed
	// and client.ErrNotFound for an order that is not there.
	advance(ctx context.Context, orderID string, s step) (client.Movement, error)
	// movements lists what the filter selects, newest first.
	movements(ctx context.Context, f Filter) ([]client.Movement, error)
	// history lists the steps of one movement, oldest first.
	history(ctx context.Context, orderID string) ([]Transition, error)
	close() error
}

// step is one transition with what became known by it. Empty values leave what is there.
type step struct {
	to            client.MovementStatus
	issuerOrderID string
	fee           client.Money
	description   string
	at            time.Time
}

// Filter selects movements. The zero Filter selects all.
type Filter struct {
	OrderID   string
	Profile   string
	CardID    string
	Since     time.Time // created then or later
	Unsettled bool      // only those without a final outcome
	Limit     int       // at most so many; 0 is no limit
}

// Journal records movements and sends them. It is safe for use by several goroutines, and several processes may share one file.
type Journal struct {
	store     store
	now       func() time.Time
	pollEvery time.Duration
	pollLimit time.Duration
	underWay  sync.RWMutex // held for reading while a movement is being sent and noted
}

// Option changes how a Journal works.
type Option func(*Journal)

// WithClock replaces the clock that stamps rows; the default is time.Now.
func WithClock(now func() time.Time) Option {
	return func(j *Journal) { j.now = now }
}

// WithPolling sets how often Follow asks and how long it keeps asking; the default is every 2 s for 60 s.
func WithPolling(every, limit time.Duration) Option {
	return func(j *Journal) { j.pollEvery, j.pollLimit = every, limit }
}

// Open opens the journal at path and creates it (0600, in a directory of 0700) where there is none. It returns ErrDamaged,
// ErrNewer or ErrExposed with a hint, and changes nothing then. It reads the whole file once, which takes some milliseconds: call
// it in the background or on first use.
func Open(ctx context.Context, path string, options ...Option) (*Journal, error) {
	j := &Journal{now: time.Now, pollEvery: 2 * time.Second, pollLimit: time.Minute}
	for _, option := range options {
		option(j)
	}
	s, err := openSQLite(ctx, path)
	if err != nil {
		return nil, err
	}
	j.store = s
	return j, nil
}

// Close waits until what is being sent is noted, then releases the file. A program that wants to end at once ends the contexts of its
// movements first. Nothing can be sent afterwards.
func (j *Journal) Close() error {
	j.underWay.Lock()
	defer j.underWay.Unlock()
	return j.store.close()
}

// Movements lists what the filter selects, newest first.
func (j *Journal) Movements(ctx context.Context, f Filter) ([]client.Movement, error) {
	return j.store.movements(ctx, f)
}

// Unsettled lists the movements of a card that have no final outcome, newest first. An empty profile or cardID means any.
func (j *Journal) Unsettled(ctx context.Context, profile, cardID string) ([]client.Movement, error) {
	return j.store.movements(ctx, Filter{Profile: profile, CardID: cardID, Unsettled: true})
}

// History lists the steps of one movement, oldest first. It returns client.ErrNotFound for an order that is not in the journal.
func (j *Journal) History(ctx context.Context, orderID string) ([]Transition, error) {
	return j.store.history(ctx, orderID)
}

// stamp is the time now as rows hold it.
func (j *Journal) stamp() time.Time { return j.now().UTC().Truncate(time.Millisecond) }
