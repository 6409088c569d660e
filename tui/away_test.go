package tui_test

import (
	"context"
	"fmt"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

// told is the database of a team that says each time that the test has it changed.
type told chan struct{}

func (t told) Watch(ctx context.Context) <-chan struct{} {
	context.AfterFunc(ctx, func() { close(t) })
	return t
}

// TestAFormForgetsThatTheTeamsJournalWasAway: as soon as the database is back, without a key, and the next enter sends the order.
func TestAFormForgetsThatTheTeamsJournalWasAway(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		changed := make(told)
		r.opts.Team, r.opts.Person = changed, "ops-1"
		r.till.first = client.MovementSucceeded
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G", "t")
		r.WaitFor("at least 10.00 USD")
		r.Type("50")
		r.Press("enter")
		r.WaitFor("y confirm")
		r.till.set(func(p *till) { p.broken = fmt.Errorf("the team's journal does not answer: %w", client.ErrUnreachable) })
		changed <- struct{}{} // else its notice may come over the one that confirm looks for
		r.WaitFor("✕ the team's journal does not answer")
		r.confirm(t, "not sent: the team's journal does not answer")
		r.till.set(func(p *till) { p.broken = nil })
		changed <- struct{}{}
		r.WaitGone("not sent:")
		r.clock.advance(dialog.Grace) // a form that came back by itself takes no key at once
		r.Press("enter")
		r.WaitFor("y confirm")
		r.confirm(t, "topped up 50.00 USD")
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
	})
}
