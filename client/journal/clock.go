package journal

import (
	"time"

	"cardwallet/client/ticks"
)

// The wall clock can be set, forward and back, by a person, by a server, by another system on the same machine. What it says is kept to be
// shown. How long ago something was is told by a clock that nobody sets: the time since the machine started, with the id of that start.

// Moment is a point in time on both clocks.
type Moment struct {
	time.Time               // of the wall clock, UTC, in whole milliseconds
	Boot      string        // the start of the machine that Ticks counts from; empty where it is not known, as in rows from before version 5
	Ticks     time.Duration // since that start, also while the machine slept
}

// Imported is the Boot of Row.Left in a row that another journal noted. Where its steps stand among those of this one says nothing about
// when they were, and what others did meanwhile need not be noted here. So it is never decided by comparison, and makes nothing certain.
const Imported = "import"

func (r Row) imported() bool { return r.Left.Boot == Imported }

// WithClock replaces the clock that stamps rows; the default is time.Now. It ages them too, unless there is WithTicks.
func WithClock(now func() time.Time) Option {
	return func(j *Journal) { j.now = now }
}

// WithTicks replaces the clock that ages rows; the default is that of ticks.SinceBoot.
func WithTicks(now func() (boot string, since time.Duration)) Option {
	return func(j *Journal) { j.ticks = now }
}

// chooseClocks fills in what no option gave.
func (j *Journal) chooseClocks() {
	if j.ticks == nil && j.now == nil {
		j.ticks = ticks.SinceBoot
	}
	if j.now == nil {
		j.now = time.Now
	}
}

// moment is now, by the store's own clock where it has one.
func (j *Journal) moment() Moment {
	if c, ok := j.store.(Clock); ok {
		return c.Moment()
	}
	now := j.now().UTC().Truncate(time.Millisecond)
	if j.ticks == nil {
		return Moment{now, "clock", time.Duration(now.UnixMilli()) * time.Millisecond}
	}
	boot, since := j.ticks()
	return Moment{now, boot, since.Truncate(time.Millisecond)}
}

// since is the time from m to n. It is exact within one start of the machine. Otherwise it goes by the wall clock, and is negative for an
// m in that clock's future.
func (m Moment) since(n Moment) time.Duration {
	if m.Boot != "" && m.Boot == n.Boot {
		return n.Ticks - m.Ticks
	}
	return n.Sub(m.Time)
}

// surelySince reports whether it was at least d before n. A clock may come back wrong when the machine starts: then the machine has to have
// been up for d, too.
func (m Moment) surelySince(n Moment, d time.Duration) bool {
	return m.since(n) >= d && (m.Boot == n.Boot || n.Boot == "" || n.Ticks >= d)
}
