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

// Clock measures how far the issuer's clock is from this machine's, by the Date of its answers. It drops what it measured when this
// machine's clock is set, or has stood still while the machine slept.
type Clock struct {
	mu      sync.Mutex
	offsets []time.Duration // newest last
	at      reading         // when the newest was measured
}

// reading is a moment on the wall clock, and on one that nobody sets.
type reading struct {
	wall  time.Time
	ticks time.Duration
}

// set reports whether the wall clock was set between r and then: by more than a Date header can show, it moved by another time than the
// other clock did.
func (r reading) set(then reading) bool {
	return (then.wall.Sub(r.wall) - (then.ticks - r.ticks)).Abs() > dateStep
}

// readings gives them by a clock; its monotonic part, where it has one, is the clock that nobody sets.
func readings(now func() time.Time) func() reading {
	start := now()
	return func() reading {
		t := now()
		return reading{t.Round(0), t.Sub(start)}
	}
}

// Offset is the issuer's time minus local time: the median of the newest answers. It is 0 before the first, also after the clock was set,
// and where the difference is less than a Date header can show.
func (c *Clock) Offset(now reading) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(now)
	if len(c.offsets) == 0 {
		return 0
	}
	median := slices.Sorted(slices.Values(c.offsets))[len(c.offsets)/2]
	if median.Abs() < dateStep {
		return 0
	}
	return median
}

// Known reports whether any answer told the time since the clock was set.
func (c *Clock) Known(now reading) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(now)
	return len(c.offsets) > 0
}

// forget drops what does not hold any more.
func (c *Clock) forget(now reading) {
	if len(c.offsets) > 0 && c.at.set(now) {
		c.offsets = nil
	}
}

// observe takes the answer to have been made halfway between sent and received, and its Date to be half a step late on average.
func (c *Clock) observe(h http.Header, sent, received reading) {
	date, err := http.ParseTime(h.Get("Date"))
	took := received.ticks - sent.ticks
	if err != nil || h.Get("Age") != "" || took < 0 || took > slowest || sent.set(received) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(received)
	c.at = received
	c.offsets = append(c.offsets, date.Add(dateStep/2).Sub(sent.wall.Add(took/2)))
	if len(c.offsets) > clockSamples {
		c.offsets = slices.Delete(c.offsets, 0, len(c.offsets)-clockSamples)
	}
}

// clocked feeds the clock from every answer.
func clocked(c *Clock, now func() reading, next Doer) Doer {
	return func(ctx context.Context, req *Request) (*Response, error) {
		sent := now()
		resp, err := next(ctx, req)
		if err == nil {
			c.observe(resp.Header, sent, now())
		}
		return resp, err
	}
}
