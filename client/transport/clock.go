package transport

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	clockSamples = 7
	// dateStep is how exact a Date header is: it has whole seconds.
	dateStep = time.Second
	// slowest is the longest round trip whose half still says when the answer was made.
	slowest = 5 * time.Second
)

// Clock measures how far the issuer's clock is from this machine's, by the Date of its answers.
type Clock struct {
	mu      sync.Mutex
	offsets []time.Duration // newest last
}

// Offset is the issuer's time minus local time: the median of the newest answers. It is 0 before the first and where the
// difference is less than a Date header can show.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.offsets) == 0 {
		return 0
	}
	median := slices.Sorted(slices.Values(c.offsets))[len(c.offsets)/2]
	if median.Abs() < dateStep {
		return 0
	}
	return median
}

// Known reports whether any answer told the time.
func (c *Clock) Known() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.offsets) > 0
}

// observe takes the answer to have been made halfway between sent and received, and its Date to be half a step late on average.
func (c *Clock) observe(h http.Header, sent, received time.Time) {
	date, err := http.ParseTime(h.Get("Date"))
	took := received.Sub(sent)
	if err != nil || h.Get("Age") != "" || took < 0 || took > slowest {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offsets = append(c.offsets, date.Add(dateStep/2).Sub(sent.Add(took/2)))
	if len(c.offsets) > clockSamples {
		c.offsets = slices.Delete(c.offsets, 0, len(c.offsets)-clockSamples)
	}
}

// clocked feeds the clock from every answer.
func clocked(c *Clock, now func() time.Time, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		sent := now()
		resp, err := next(ctx, req)
		if err == nil {
			c.observe(resp.Header, sent, now())
		}
		return resp, err
	}
}
