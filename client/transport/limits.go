package transport

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
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

// limited holds requests back to perMinute for each key; 0 is no limit, but a 429 still pauses them all. key names what the issuer counts
// by; empty means the credentials on the request.
func limited(base, key string, perMinute int, now func() time.Time, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		k := key
		if k == "" {
			k = req.Key
		}
		l := limiterFor(base, k, perMinute)
		if err := l.wait(ctx); err != nil {
			return nil, err
		}
		resp, err := next(ctx, req)
		if err == nil && resp.Status == http.StatusTooManyRequests {
			l.pause(retryAfter(resp.Header, now()))
		}
		return resp, err
	}
}
