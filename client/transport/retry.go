package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"

	"cardwallet/client"
	"cardwallet/client/pace"
)

const (
	// maxRetries is how often a read is tried again.
	maxRetries = 3
	// retryPatience is how long a read waits between its tries, all of them together: then whoever asked shall know.
	retryPatience = 10 * time.Second
)

// retried sends reads again after failures that pass. It must never be around movements. An issuer's Retry-After counts: where it is
// longer than retryPatience, the failure is returned at once and says how long; else the wait is random between nothing and 0.5 s,
// doubling with each try up to 8 s (full jitter, so that the clients of a recovering server do not come back in step).
func retried(now func() time.Time, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		jitter := &backoff.ExponentialBackOff{
			InitialInterval: 250 * time.Millisecond, RandomizationFactor: 1, Multiplier: 2, MaxInterval: 4 * time.Second,
		}
		jitter.Reset()
		var waited time.Duration
		var last *Response
		var failure error
		for attempt := 0; ; attempt++ {
			resp, err := next(ctx, req)
			if attempt > 0 && errors.Is(err, client.ErrRateLimited) && errors.Is(err, context.DeadlineExceeded) {
				return last, failure // as below
			}
			last, failure = resp, err
			if attempt == maxRetries || !passing(resp, err) {
				return resp, err
			}
			wait := max(jitter.NextBackOff(), asked(resp, err, now()))
			if waited += wait; waited > retryPatience {
				return resp, err
			}
			// A caller who cannot wait that long gets the failure itself, not the end of its patience.
			if pace.Sleep(ctx, wait) != nil {
				return resp, err
			}
		}
	}
}

// passing is the retry policy: whether a read that ended like this may well succeed when it is sent again.
func passing(resp *Response, err error) bool {
	if resp != nil && err == nil {
		return passingStatus(resp.Status)
	}
	var e *client.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false // given up, here or after the whole timeout: the person has waited long enough
	case !errors.As(err, &e):
		return false
	case e.Status != 0 && !passingStatus(e.Status) && e.Kind != client.ErrGarbage: // of a login
		return false
	case e.Kind == client.ErrGarbage:
		return errors.Is(err, io.ErrUnexpectedEOF) // cut off
	}
	return e.Kind == client.ErrUnreachable || e.Kind == client.ErrRateLimited
}

func passingStatus(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable,
		http.StatusGatewayTimeout:
		return true
	}
	return false
}

func asked(resp *Response, err error, now time.Time) time.Duration {
	if err != nil {
		return client.RetryAfter(err)
	}
	return retryAfter(resp.Header, now)
}

// longestWait is the most that an issuer is believed to ask for.
const longestWait = 24 * time.Hour

// retryAfter reads both forms of Retry-After (RFC 9110): seconds and a date, which is compared with the answer's own Date. It is from 0 to
// longestWait.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(max(0, min(seconds, int(longestWait/time.Second)))) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent
	}
	return max(0, min(at.Sub(now), longestWait))
}
