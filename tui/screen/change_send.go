package screen

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

// send sends the change that the person has read and confirmed. It is the only place that does, and leaves the summary before anything
// else can happen.
func (c *Change) send(yes dialog.Yes) tea.Cmd {
	if !yes.Given() || c.stage != changeSummary || c.refusal != nil || c.guard.err != nil || c.form != nil && !c.form.complete() {
		return nil
	}
	c.stage, c.since, c.before, c.outcome, c.askedAt = changeSending, c.env.Now(), c.card.Status, nil, time.Time{}
	c.guard.serial++ // the movement itself asks the guards
	change := c.change()
	ctx, payer, account, in := c.env.Ctx, c.env.Payer, c.account, c.intent(change)
	return func() tea.Msg {
		defer wipeChange(change)
		m, err := payer.Move(ctx, yes, account, in)
		return changeMovedMsg{owner: c, movement: m, err: err}
	}
}

// follow waits until the issuer is done with the order, or ctx ends. It never sends.
func (c *Change) follow(ctx context.Context) tea.Cmd {
	c.stage, c.since = changeFollowing, c.env.Now()
	payer, account, m := c.env.Payer, c.account, c.movement
	return func() tea.Msg {
		m, err := payer.Follow(ctx, account, m)
		return changeMovedMsg{owner: c, movement: m, err: err}
	}
}

// ask finds out what became of the order, until the person has enough of that.
func (c *Change) ask() tea.Cmd {
	if c.movement.OrderID == "" {
		return nil
	}
	ctx, stop := context.WithCancel(c.env.Ctx)
	c.stop = stop
	return c.follow(ctx)
}

type changeMovedMsg struct {
	owner    *Change
	movement client.Movement
	err      error
}

// moved takes what the journal says about the order.
func (c *Change) moved(msg changeMovedMsg) tea.Cmd {
	if c.stop != nil {
		if c.stop(); errors.Is(msg.err, context.Canceled) {
			msg.err = nil // the person stopped it, and what is known stays
		}
		c.stop = nil
	}
	first := c.stage == changeSending
	if first && msg.movement.Status == "" && msg.err != nil && !errors.Is(msg.err, client.ErrUnknown) {
		return c.notSent(msg.err)
	}
	if c.form != nil {
		c.form.hide()
	}
	c.outcome = msg.err
	if first || msg.movement.Status != "" {
		c.movement = msg.movement
	}
	tell := send(MovedMsg{Movement: c.movement})
	if first && msg.err == nil && msg.movement.Status == client.MovementProcessing {
		return tea.Batch(c.follow(c.env.Ctx), tell, c.reread())
	}
	if c.stage = changeDone; !first {
		c.askedAt = c.env.Now()
	}
	return tea.Batch(tell, c.reread())
}

// notSent takes a refusal of the journal, which has no row: a guard's goes to the summary, any other one to where it began.
func (c *Change) notSent(err error) tea.Cmd {
	var g *client.GuardError
	if errors.As(err, &g) && (c.form == nil || c.form.complete()) {
		c.stage = changeSummary
		c.checked(err)
		return nil
	}
	if c.guard = c.guard.fresh(); c.form == nil {
		c.stage, c.guard.err = changeSummary, err
		return nil
	}
	c.form.hide()
	c.stage, c.outcome, c.sudden = changeForming, err, true
	return nil
}

// heard takes what became of the order when somebody else found out: settling in the background, or a person.
func (c *Change) heard(m client.Movement) tea.Cmd {
	if c.stage != changeDone || m.OrderID == "" || m.OrderID != c.movement.OrderID || m.Status == c.movement.Status || c.movement.Status.Settled() {
		return nil
	}
	c.movement, c.outcome = m, nil
	return c.reread()
}
