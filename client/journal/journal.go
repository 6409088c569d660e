package journal

import (
	"context"
	"strings"
	"sync"
	"time"

	"cardwallet/client"
)

// Journal records movements and sends them. It is safe for use by several goroutines, and several processes may share one file.
type Journal struct {
	store     store
	owner     *owner
	now       func() time.Time
	ticks     func() (boot string, since time.Duration)
	pollEvery time.Duration
	pollLimit time.Duration
	grace     time.Duration
	limits    map[string]Limit
	underWay  sync.RWMutex // held for reading while a movement is being sent and noted

	mu       sync.Mutex
	sending  map[string]bool      // orders that this handle is at work on
	reviewed map[string]time.Time // accounts whose successes were looked at again, and when
}

// Option changes how a Journal works.
type Option func(*Journal)

// WithPolling sets how often Follow asks and how long it keeps asking; the default is every 2 s for 60 s. The interval is also the time
// that Settle leaves between two looks that have to agree.
func WithPolling(every, limit time.Duration) Option {
	return func(j *Journal) { j.pollEvery, j.pollLimit = every, limit }
}

// WithSettling sets how long after an order was sent Settle may conclude that it never took effect; the default is 2 min. Until then
// the request may still be on its way.
func WithSettling(grace time.Duration) Option {
	return func(j *Journal) { j.grace = grace }
}

// WithLimits sets what may leave, by currency. Currencies that are not there have no limit.
func WithLimits(limits map[string]Limit) Option {
	return func(j *Journal) {
		j.limits = map[string]Limit{}
		for currency, limit := range limits {
			j.limits[strings.ToUpper(currency)] = limit
		}
	}
}

// Open opens the journal at path and creates it (0600, in a directory of 0700) where there is none. It returns ErrNewer or ErrExposed
// with a hint, and changes nothing then. A damaged journal is set aside under another name in the same directory, never overwritten, and
// Open fails with ErrDamaged, which says where it is and that open movements must be checked at the issuers; the next Open starts a new
// journal. Open reads the whole file once, which takes some milliseconds: call it in the background or on first use.
func Open(ctx context.Context, path string, options ...Option) (*Journal, error) {
	j := &Journal{
		pollEvery: 2 * time.Second, pollLimit: time.Minute, grace: 2 * time.Minute, sending: map[string]bool{}, reviewed: map[string]time.Time{},
	}
	for _, option := range options {
		option(j)
	}
	j.chooseClocks()
	s, o, err := openFile(ctx, path, j.now)
	if err != nil {
		return nil, err
	}
	j.store, j.owner = s, o
	return j, nil
}

// Close waits until what is being sent is noted, then releases the file. A program that wants to end at once ends the contexts of its
// movements first. Nothing can be sent afterwards.
func (j *Journal) Close() error {
	j.underWay.Lock()
	defer j.underWay.Unlock()
	err := j.store.close()
	j.owner.release()
	return err
}

// Movements lists what the filter selects, newest first.
func (j *Journal) Movements(ctx context.Context, f client.MovementFilter) ([]client.Movement, error) {
	if err := j.store.inPlace(); err != nil {
		return nil, err
	}
	rows, err := j.store.rows(ctx, filter{MovementFilter: f})
	var found []client.Movement
	for _, r := range rows {
		found = append(found, r.Movement)
	}
	return found, err
}

// Unsettled lists the movements of a card that have no final outcome, newest first. An empty profile or cardID means any.
func (j *Journal) Unsettled(ctx context.Context, profile, cardID string) ([]client.Movement, error) {
	return j.Movements(ctx, client.MovementFilter{Profile: profile, CardID: cardID, Unsettled: true})
}

// History lists the steps of one movement, oldest first. It returns client.ErrNotFound for an order that is not in the journal.
func (j *Journal) History(ctx context.Context, orderID string) ([]client.Step, error) {
	return j.store.history(ctx, orderID)
}
