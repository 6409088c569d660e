package budget

import (
	"context"
	"crypto/sha256"
	"time"

	"cardwallet/client/pace"
)

// Either is a Budget that a team shares, and the machine's own for while that one is away. It is safe for concurrent use.
type Either struct{ team, machine *Budget }

// Or lets a machine's own budget count while b cannot be used. Then b is tried again after a minute.
func (b *Budget) Or(machine *Budget) *Either { return &Either{team: b, machine: machine} }

// Queue starts to wait for a slot, see pace.Budget.
func (e *Either) Queue(key [sha256.Size]byte, perMinute int) pace.Place {
	return &places{team: e.team.Queue(key, perMinute), machine: e.machine.Queue(key, perMinute)}
}

// Pause lets no request go under the key for d. The machine notes it too, for while the team is away.
func (e *Either) Pause(key [sha256.Size]byte, d time.Duration) {
	e.machine.Pause(key, d)
	e.team.Pause(key, d)
}

// Close gives back what was taken and not used.
func (e *Either) Close() {
	e.team.Close()
	e.machine.Close()
}

// places are a request that waits in either queue.
type places struct{ team, machine pace.Place }

// Ask takes a slot or says how long to wait for one.
func (p *places) Ask(ctx context.Context) (wait, again time.Duration, ok bool) {
	if wait, again, ok = p.team.Ask(ctx); ok {
		p.machine.Leave()
		return wait, again, true
	}
	return p.machine.Ask(ctx)
}

// Leave gives both places up.
func (p *places) Leave() {
	p.team.Leave()
	p.machine.Leave()
}
