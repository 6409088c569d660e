// Package pace keeps requests within what an issuer allows: those of this process, and with a Budget those of all processes that share it.
package pace

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"
)

// limiters holds one limiter for each key of the process: issuers count by key, however many profiles or screens use it.
var limiters = struct {
	sync.Mutex
	byKey map[[sha256.Size]byte]*limiter
}{byKey: map[[sha256.Size]byte]*limiter{}}

func limiterFor(base, key string, perMinute int) *limiter {
	id := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%s", perMinute, base, key))
	limiters.Lock()
	defer limiters.Unlock()
	if limiters.byKey[id] == nil {
		limiters.byKey[id] = newLimiter(perMinute)
	}
	return limiters.byKey[id]
}

// Gate lets requests through at the pace of their issuer. It is safe for concurrent use.
type Gate struct {
	base, key string
	perMinute int
	shared    Budget
}

// New makes the gate for requests to an address. key is what the issuer counts by; empty means the credentials of each request. perMinute
// is how many may go in any 60 s; 0 is no limit: then only pauses hold. shared may be nil: then each process keeps the limit for itself.
func New(base, key string, perMinute int, shared Budget) *Gate {
	return &Gate{base: base, key: key, perMinute: perMinute, shared: shared}
}

// Wait blocks until a request with the credentials may go; not at all where its slot was taken ahead, see Take. It fails at once where that
// would be after ctx's deadline. Its errors are *client.Error and say that nothing was sent.
func (g *Gate) Wait(ctx context.Context, credentials string) error {
	if g.use(ctx) {
		return nil
	}
	if g.shared != nil {
		if err := queue(ctx, g.shared.Queue(g.id(credentials), g.perMinute)); err != nil {
			return err
		}
	}
	// It counts below what is shared all the same, so that it is no stranger to the requests of the last minute when the budget goes away.
	return g.limiter(credentials).wait(ctx)
}

// Pause lets no request with the credentials go for d, at most a minute.
func (g *Gate) Pause(credentials string, d time.Duration) {
	if d = min(d, longestPause); d <= 0 {
		return
	}
	g.limiter(credentials).pause(d)
	if g.shared != nil {
		g.shared.Pause(g.id(credentials), d)
	}
}

func (g *Gate) limiter(credentials string) *limiter {
	return limiterFor(g.base, cmp.Or(g.key, credentials), g.perMinute)
}

// id is what a budget knows the issuer's key by. The domain keeps what is stored from being the hash of a key that anything else makes.
func (g *Gate) id(credentials string) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "cardwallet budget\x00%s\x00%s", g.base, cmp.Or(g.key, credentials)))
}
