package transport

import (
	"net/http"
	"testing"
	"time"
)

func TestClockOffset(t *testing.T) {
	local := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	date := func(at time.Time) http.Header { return http.Header{"Date": {at.Format(http.TimeFormat)}} }
	var c Clock
	if c.Offset() != 0 || c.Known() {
		t.Error("an offset out of nothing")
	}
	c.observe(http.Header{}, local, local)
	if c.Known() {
		t.Error("an answer without a Date told the time")
	}
	// The answer was made half a round trip after sending.
	c.observe(date(local.Add(91*time.Second)), local, local.Add(2*time.Second))
	if got := c.Offset(); got != 90*time.Second+dateStep/2 || !c.Known() {
		t.Errorf("got %v, known: %v", got, c.Known())
	}
	// One far-off answer does not move the median.
	c.observe(date(local.Add(90*time.Second)), local, local)
	c.observe(date(local.Add(time.Hour)), local, local)
	if got := c.Offset(); got != 90*time.Second+dateStep/2 {
		t.Errorf("got %v", got)
	}
	// What does not tell the time is left out.
	for _, h := range []http.Header{{}, {"Date": {"yesterday"}}, {"Date": date(local)["Date"], "Age": {"60"}}} {
		c.observe(h, local, local)
	}
	c.observe(date(local), local, local.Add(time.Minute))
	if len(c.offsets) != 3 {
		t.Errorf("%d samples, want 3", len(c.offsets))
	}
	// The newest answers count, and less than a Date can show is nothing.
	for range 20 {
		c.observe(date(local), local, local)
	}
	if got := c.Offset(); got != 0 || len(c.offsets) != clockSamples {
		t.Errorf("got %v from %d samples", got, len(c.offsets))
	}
}
