package transport

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"cardwallet/client"
)

// longestPause bounds what one answer can make all requests wait.
const longestPause = time.Minute

// limiter keeps the requests under one key within what the issuer allows, and silent after it said so.
type limiter struct {
	bucket *rate.Limiter

	mu    sync.Mutex
	until time.Time // no request before
}

// newLimiter allows perMinute requests in any 60 s; 0 is no limit. A bucket lets through its burst and, in the same minute, what
// it is refilled with: so the two together make up the limit.
func newLimiter(perMinute int) *limiter {
	if perMinute <= 0 {
		return &limiter{bucket: rate.NewLimiter(rate.Inf, 0)}
	}
	burst := max(1, perMinute/3)
	refill := max(1, perMinute-burst)
	return &limiter{bucket: rate.NewLimiter(rate.Every(time.Minute/time.Duration(refill)), burst)}
}

// wait blocks until a request may go. It fails at once where that would be after ctx's deadline.
func (l *limiter) wait(ctx context.Context) error {
	for {
		// First the pause, then the slot: slots handed out during a pause would all fall due at its end.
		if err := sleep(ctx, l.paused(), nil); err != nil {
			return err
		}
		slot := l.bucket.Reserve()
		if err := sleep(ctx, slot.Delay(), slot.Cancel); err != nil {
			return err
		}
		if l.paused() == 0 {
			return nil
		}
	}
}

// sleep waits; when it cannot wait that long, it calls undo and returns an error.
func sleep(ctx context.Context, d time.Duration, undo func()) (err error) {
	if d == 0 {
		return nil
	}
	defer func() {
		if err != nil && undo != nil {
			undo()
		}
	}()
	if err := inTime(ctx, d); err != nil {
		return err
	}
	if client.Sleep(ctx, d) != nil {
		return beforeSending(ctx.Err())
	}
	return nil
}

// inTime is an error where ctx's deadline is nearer than d.
func inTime(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && d > time.Until(deadline) {
		return &client.Error{Kind: client.ErrRateLimited, RetryAfter: d, NotSent: true,
			Cause: fmt.Errorf("the next request may go in %s: %w", d.Round(time.Second), context.DeadlineExceeded)}
	}
	return nil
}

func (l *limiter) paused() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(0, time.Until(l.until))
}

func (l *limiter) pause(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := time.Now().Add(min(d, longestPause)); until.After(l.until) {
		l.until = until
	}
}
