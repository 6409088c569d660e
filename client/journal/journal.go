package journal

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"cardwallet/client"
	"cardwallet/client/elsewhere"
)

// Journal records movements and sends them. It is safe for use by several goroutines, and several processes may share one file.
type Journal struct {
	opener  Opener
	opening sync.Mutex // for the three below
	store   Store
	owner   Owner
	ended   error // why none is opened any more

	now       func() time.Time
	ticks     func() (boot string, since time.Duration)
	pollEvery time.Duration
	pollLimit time.Duration
	grace     time.Duration
	limits    map[string]Limit
	spool     Spool               // nil where the store is on this machine
	accounts  map[string][]string // ids, by the profile that names the account here
	person    string              // that its rows are noted for
	host      string
	underWay  sync.RWMutex // held for reading while a movement is being sent and noted

	mu       sync.Mutex
	looks    elsewhere.Looks
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

// WithPerson sets who moves money with this journal, and on which machine. Rows say so.
func WithPerson(person, host string) Option {
	return func(j *Journal) { j.person, j.host = person, host }
}

// WithAccounts sets the ids of the accounts that profiles name on this machine, see client.Account.IDs. In a shared journal others may call
// them otherwise.
func WithAccounts(byProfile map[string][]string) Option {
	return func(j *Journal) { j.accounts = byProfile }
}

// New gives a journal over a store, which is opened on first use: every method can fail as the opener does. See Open.
func New(opener Opener, options ...Option) *Journal {
	j := &Journal{opener: opener, pollEvery: 2 * time.Second, pollLimit: time.Minute, grace: 2 * time.Minute,
		sending: map[string]bool{}, reviewed: map[string]time.Time{}}
	for _, option := range options {
		option(j)
	}
	j.chooseClocks()
	return j
}

// Open opens the journal where that was not done yet. A damaged one stays so for this process, see ErrDamaged: only the next start of the
// program, when the person knows of it, begins a new one.
func (j *Journal) Open(ctx context.Context) error {
	j.opening.Lock()
	defer j.opening.Unlock()
	if j.store != nil || j.ended != nil {
		return j.ended
	}
	s, o, err := j.opener(ctx, j.now)
	if errors.Is(err, ErrDamaged) {
		j.ended = err
	}
	if err != nil {
		return err
	}
	j.store, j.owner = s, o
	return nil
}

// Shared reports whether the journal is open and everybody who moves money at the accounts notes it there.
func (j *Journal) Shared() bool {
	j.opening.Lock()
	defer j.opening.Unlock()
	return j.store != nil && j.store.Shared()
}

// errClosed is returned for what comes after Close.
var errClosed = errors.New("the journal is closed")

// Close waits until what is being sent is noted, then releases the store. A program that wants to end at once ends the contexts of its
// movements first. Nothing can be sent afterwards.
func (j *Journal) Close() error {
	j.underWay.Lock()
	defer j.underWay.Unlock()
	j.opening.Lock()
	defer j.opening.Unlock()
	closed := j.store == nil || errors.Is(j.ended, errClosed)
	if j.ended = errClosed; closed {
		return nil
	}
	err := j.store.Close()
	j.owner.Release()
	return err
}

// Movements lists what the filter selects, newest first.
func (j *Journal) Movements(ctx context.Context, f client.MovementFilter) ([]client.Movement, error) {
	found, _, err := j.Part(ctx, f, 0)
	return found, err
}

// Part is Movements without those before the row numbered past and that one; 0 is all. last is the number of the last one. Who reads on
// from there gets each row once. The filter has a limit and no profile.
func (j *Journal) Part(ctx context.Context, f client.MovementFilter, past int64) (found []client.Movement, last int64, err error) {
	if err := j.Open(ctx); err != nil {
		return nil, 0, j.withWaiting(err)
	}
	if err := j.store.InPlace(); err != nil {
		return nil, 0, err
	}
	if err := j.deliver(ctx); away(err) {
		return nil, 0, j.withWaiting(err)
	}
	rows, err := j.find(ctx, j.store, Filter{MovementFilter: f, Past: past})
	for _, r := range rows {
		found, last = append(found, r.Movement), r.Number
	}
	return found, last, j.withWaiting(err)
}

// History lists the steps of one movement, oldest first. It returns client.ErrNotFound for an order that is not in the journal.
func (j *Journal) History(ctx context.Context, orderID string) ([]client.Step, error) {
	if err := j.Open(ctx); err != nil {
		return nil, err
	}
	steps, err := j.store.History(ctx, orderID)
	if err == nil && len(steps) == 0 {
		err = notInJournal(orderID)
	}
	return steps, err
}
