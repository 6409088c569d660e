// Package budget shares the rate limit of an issuer's key between the processes of one machine, and of a team. What is left of it is in a
// file of the state directory, or in the team's database. Each can be lost at any time: without the database each machine keeps the limit
// for itself, without the file each process.
package budget

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"log/slog"
	"sync"
	"time"

	"cardwallet/client/pace"
	"cardwallet/client/ticks"
)

// Store keeps a text for each key.
type Store interface {
	// Change replaces the text under a key by what change makes of it, in one transaction. The text is empty where there is none. now is the
	// time since the start of the clock that boot names. change may be called again where the transaction has to be repeated.
	Change(ctx context.Context, key []byte, change func(text []byte, boot string, now time.Duration) []byte) error
	// Read hands over the text under a key as Change does, and writes nothing.
	Read(ctx context.Context, key []byte, read func(text []byte, boot string, now time.Duration)) error
	// Close lets go of the store.
	Close() error
}

// rest is how long a budget that failed is not asked again.
const rest = time.Minute

// patience is how long what nobody waits for may take.
const patience = 2 * time.Second

// Budget is a rate limit that is shared through a Store. It is safe for concurrent use.
type Budget struct {
	of    string // whose, for the log
	open  func(context.Context) (Store, error)
	log   *slog.Logger
	ticks func() (boot string, since time.Duration)

	mu     sync.Mutex
	store  Store
	failed bool
	until  time.Duration // not asked again before
	leases map[[sha256.Size]byte]*lease
}

// lease are slots that this process took and has not used.
type lease struct {
	slots int
	until time.Duration
}

// New shares a budget through the store that open gives. It is opened when somebody first asks. of says in the log whose budget it is. log
// may be nil.
func New(of string, open func(context.Context) (Store, error), log *slog.Logger) *Budget {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Budget{of: of, open: open, log: log, ticks: ticks.SinceBoot, leases: map[[sha256.Size]byte]*lease{}}
}

// now is the time by a clock that also runs while the machine sleeps.
func (b *Budget) now() time.Duration { return moment(b.ticks).since }

// use calls f with the store. It reports false where that cannot be used: the debug log says so the first time.
func (b *Budget) use(ctx context.Context, f func(Store) error) bool {
	b.mu.Lock()
	if b.failed && b.now() < b.until {
		b.mu.Unlock()
		return false
	}
	var err error
	if b.store == nil {
		b.store, err = b.open(ctx)
	}
	store := b.store
	b.mu.Unlock()
	if err == nil {
		err = f(store)
	}
	if err == nil || ctx.Err() != nil {
		return err == nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.failed {
		b.log.Debug("a rate budget cannot be used: a smaller circle keeps the limit for a while", "of", b.of, "error", err)
	}
	b.failed, b.until = true, b.now()+rest
	if b.store == store && store != nil { // what is damaged is made anew when it is opened again
		_ = store.Close()
		b.store = nil
	}
	return false
}

// Queue starts to wait for a slot, see pace.Budget.
func (b *Budget) Queue(key [sha256.Size]byte, perMinute int) pace.Place {
	return &place{b: b, key: key, perMinute: perMinute, id: rand.Text()}
}

// Pause lets no request go under the key for d, at most a minute.
func (b *Budget) Pause(key [sha256.Size]byte, d time.Duration) {
	b.change(key, func(s *state, now time.Duration) { s.Pause = max(s.Pause, now+min(d, longestPause)) })
}

// change is for what nobody waits for.
func (b *Budget) change(key [sha256.Size]byte, f func(s *state, now time.Duration)) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	b.use(ctx, func(store Store) error {
		return store.Change(ctx, key[:], func(text []byte, boot string, now time.Duration) []byte {
			s := parse(text, boot, now)
			f(&s, now)
			return s.text()
		})
	})
}

// Close gives back what was taken and not used.
func (b *Budget) Close() {
	b.mu.Lock()
	leases := b.leases
	b.leases = map[[sha256.Size]byte]*lease{}
	b.mu.Unlock()
	for key, l := range leases {
		if left := l.until - b.now(); l.slots > 0 && left > 0 {
			b.change(key, func(s *state, now time.Duration) { s.giveBack(l.slots, now+left, now) })
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.store != nil {
		_ = b.store.Close() // nothing in it is worth an error
		b.store = nil
	}
}

// fromLease takes a slot that this process has.
func (b *Budget) fromLease(key [sha256.Size]byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.leases[key]
	if l == nil || l.slots == 0 || b.now() >= l.until {
		return false
	}
	l.slots--
	return true
}

// keep keeps the slots of a grant for later.
func (b *Budget) keep(key [sha256.Size]byte, slots int, until time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.leases[key]; l != nil && l.slots > 0 && b.now() < l.until {
		slots, until = slots+l.slots, min(until, l.until)
	}
	b.leases[key] = &lease{slots, until}
}

// place is a request that waits, see pace.Place.
type place struct {
	b         *Budget
	key       [sha256.Size]byte
	perMinute int
	id        string
	since     time.Duration // by the store's clock; 0 before it was asked
	seated    bool
}

// Ask takes a slot or says how long to wait for one.
func (p *place) Ask(ctx context.Context) (wait, again time.Duration, ok bool) {
	if p.perMinute <= 0 || !p.seated && p.b.fromLease(p.key) {
		return p.paused(ctx)
	}
	var g grant
	asked := p.b.now()
	ok = p.b.use(ctx, func(store Store) error {
		return store.Change(ctx, p.key[:], func(text []byte, boot string, now time.Duration) []byte {
			if p.since == 0 {
				p.since = now
			}
			s := parse(text, boot, now)
			g = s.ask(p.id, p.since, p.perMinute, now)
			g.until -= now
			return s.text()
		})
	})
	if !ok {
		return 0, 0, false
	}
	if g.slots > 1 {
		p.b.keep(p.key, g.slots-1, asked+g.until)
	}
	p.seated = g.slots == 0
	return g.wait, g.again, true
}

// paused says how long nobody may send.
func (p *place) paused(ctx context.Context) (wait, again time.Duration, ok bool) {
	ok = p.b.use(ctx, func(store Store) error {
		return store.Read(ctx, p.key[:], func(text []byte, boot string, now time.Duration) {
			s := parse(text, boot, now)
			wait = max(0, s.Pause-now)
		})
	})
	return wait, min(wait, longestNap), ok
}

// Leave gives the place up.
func (p *place) Leave() {
	if p.seated {
		p.seated = false
		p.b.change(p.key, func(s *state, _ time.Duration) { s.leave(p.id) })
	}
}
