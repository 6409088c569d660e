package team

import (
	"sync"
	"time"

	"cardwallet/client/journal"
)

// Now is SQL for the database's clock in milliseconds since 1970. It goes on within a transaction.
const Now = `CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`

// drift is how far two clocks may run apart, as a share of the time.
const drift = 1.0 / 5000

// clock keeps how far the database's clock is ahead of this machine's ticks. It was read between two looks at the ticks, so that the error
// is at most half of what lies between them.
type clock struct {
	mu     sync.Mutex
	read   bool
	boot   string
	ticks  time.Duration // of this machine, when the database's clock was read
	offset time.Duration // from the ticks to the time since 1970
	within time.Duration // the error
}

// note takes what the database's clock said between two looks at the ticks, if it is surer than what is known, or says that the database's
// clock has been set.
func (c *clock) note(boot string, before time.Duration, now int64, after time.Duration) {
	middle := (before + after) / 2
	next := clock{read: true, boot: boot, ticks: middle, within: (after - before) / 2}
	next.offset = time.Duration(now)*time.Millisecond - middle
	c.mu.Lock()
	defer c.mu.Unlock()
	doubt := c.within + time.Duration(float64(middle-c.ticks)*drift)
	apart := (next.offset - c.offset).Abs()
	if !c.read || c.boot != boot || next.within <= doubt || apart > doubt+next.within+time.Millisecond {
		c.read, c.boot, c.ticks, c.offset, c.within = true, next.boot, next.ticks, next.offset, next.within
	}
}

// look begins a look at the database's clock: what that says with Now goes to the function that it returns.
func (d *Database) look() (noted func(now int64)) {
	boot, before := d.options.Ticks()
	return func(now int64) {
		if later, after := d.options.Ticks(); later == boot {
			d.clock.note(boot, before, now, after)
		}
	}
}

// Moment is now by the database's clock, without asking it: how far that is from this machine's ticks was found out with every
// transaction. This machine's wall clock is not used. The boot of all Moments is the id of the database, so that they can be compared on
// all machines; before Check they are by this machine's wall clock.
func (d *Database) Moment() journal.Moment {
	d.mu.Lock()
	id := d.id
	d.mu.Unlock()
	_, ticks := d.options.Ticks()
	d.clock.mu.Lock()
	defer d.clock.mu.Unlock()
	if !d.clock.read {
		return journal.Moment{Time: time.Now().UTC().Truncate(time.Millisecond)}
	}
	since := (ticks + d.clock.offset).Truncate(time.Millisecond)
	return journal.Moment{Time: time.UnixMilli(since.Milliseconds()).UTC(), Boot: id, Ticks: since}
}
