package pace

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
		if err := Sleep(ctx, l.paused()); err != nil {
			return err
		}
		slot := l.bucket.Reserve()
		if err := Sleep(ctx, slot.Delay()); err != nil {
			slot.Cancel()
			return err
		}
		if l.paused() == 0 {
			return nil
		}
	}
}

// Sleep waits for d. It fails at once where that is longer than ctx's deadline allows; see Gate.Wait for its errors.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	if err := inTime(ctx, d); err != nil {
		return err
	}
	return nap(ctx, d)
}

// nap waits for d, whatever ctx's deadline is.
func nap(ctx context.Context, d time.Duration) error {
	if err := client.Sleep(ctx, d); err != nil {
		return &client.Error{Kind: client.ErrUnreachable, Cause: err, NotSent: true}
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
	if until := time.Now().Add(d); until.After(l.until) {
		l.until = until
	}
}
