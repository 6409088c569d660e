package transport

import (
	"net/http"
	"testing"
	"time"
)

// on is a reading of a machine whose clock is right.
func on(t time.Time) reading { return reading{t, time.Duration(t.UnixNano())} }

func TestClockOffset(t *testing.T) {
	local := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	date := func(at time.Time) http.Header { return http.Header{"Date": {at.Format(http.TimeFormat)}} }
	var c Clock
	if c.Offset(on(local)) != 0 || c.Known(on(local)) {
		t.Error("an offset out of nothing")
	}
	c.observe(http.Header{}, on(local), on(local))
	if c.Known(on(local)) {
		t.Error("an answer without a Date told the time")
	}
	// The answer was made half a round trip after sending.
	c.observe(date(local.Add(91*time.Second)), on(local), on(local.Add(2*time.Second)))
	if got := c.Offset(on(local)); got != 90*time.Second+dateStep/2 || !c.Known(on(local)) {
		t.Errorf("got %v, known: %v", got, c.Known(on(local)))
	}
	// One far-off answer does not move the median.
	c.observe(date(local.Add(90*time.Second)), on(local), on(local))
	c.observe(date(local.Add(time.Hour)), on(local), on(local))
	if got := c.Offset(on(local)); got != 90*time.Second+dateStep/2 {
		t.Errorf("got %v", got)
	}
	// What does not tell the time is left out.
	for _, h := range []http.Header{{}, {"Date": {"yesterday"}}, {"Date": date(local)["Date"], "Age": {"60"}}} {
		c.observe(h, on(local), on(local))
	}
	c.observe(date(local), on(local), on(local.Add(time.Minute)))
	if len(c.offsets) != 3 {
		t.Errorf("%d samples, want 3", len(c.offsets))
	}
	// The newest answers count, and less than a Date can show is nothing.
	for range 20 {
		c.observe(date(local), on(local), on(local))
	}
	if got := c.Offset(on(local)); got != 0 || len(c.offsets) != clockSamples {
		t.Errorf("got %v from %d samples", got, len(c.offsets))
	}
}

// What was measured before this machine's clock was set, or it slept, is measured anew.
func TestClockThatIsSetIsMeasuredAnew(t *testing.T) {
	local := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	date := func(at time.Time) http.Header { return http.Header{"Date": {at.Format(http.TimeFormat)}} }
	for _, jump := range []time.Duration{-24 * time.Hour, -3 * time.Minute, 3 * time.Minute, 24 * time.Hour} {
		var c Clock
		for n := range clockSamples {
			at := local.Add(time.Duration(n) * time.Minute)
			c.observe(date(at.Add(time.Hour)), on(at), on(at))
		}
		later := local.Add(clockSamples * time.Minute)
		if got := c.Offset(on(later)); got != time.Hour+dateStep/2 {
			t.Errorf("before: %v", got)
		}
		set := on(later)
		set.wall = set.wall.Add(jump)
		if c.Known(set) || c.Offset(set) != 0 {
			t.Errorf("set by %v: known %v, %v", jump, c.Known(set), c.Offset(set))
		}
		c.observe(date(later.Add(time.Hour)), on(later), set) // set while the request was under way
		if c.Known(set) {
			t.Errorf("set by %v: a round trip with a jump in it told the time", jump)
		}
		c.observe(date(later.Add(time.Hour)), set, set)
		if got := c.Offset(set); got != time.Hour+dateStep/2-jump {
			t.Errorf("set by %v: measured %v", jump, got)
		}
	}
}
