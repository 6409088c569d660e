package screen

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
)

// pay sends the order that the person has read and confirmed. It is the only place that does, and leaves the summary before
// anything else can happen.
func (p *Payment) pay(yes dialog.Yes) tea.Cmd {
	if p.stage != paymentSummary || p.wrong != nil || p.refusal != nil || p.guard.err != nil || !p.quote.Amount.Known() {
		return nil
	}
	p.stage, p.since, p.before, p.outcome, p.askedAt = paymentSending, p.env.Now(), p.now(), nil, time.Time{}
	p.guard.serial++ // the movement itself asks the guards
	ctx, payer, account, in := p.env.Ctx, p.env.Payer, p.account, p.intent()
	return func() tea.Msg {
		m, err := payer.Move(ctx, yes, account, in)
		return paymentMovedMsg{owner: p, movement: m, err: err}
	}
}

// follow waits until the issuer is done with the order, or ctx ends. It never sends.
func (p *Payment) follow(ctx context.Context) tea.Cmd {
	p.stage, p.since = paymentFollowing, p.env.Now()
	payer, account, m := p.env.Payer, p.account, p.movement
	return func() tea.Msg {
		m, err := payer.Follow(ctx, account, m)
		return paymentMovedMsg{owner: p, movement: m, err: err}
	}
}

// ask finds out what became of the order: by its number where the issuer knows that, else by what settling can compare. It ends when the
// person has enough of that.
func (p *Payment) ask() tea.Cmd {
	ctx, stop := context.WithCancel(p.env.Ctx)
	p.stop = stop
	if _, ok := p.account.Issuer.(client.OrderReader); ok || p.movement.OrderID == "" {
		return p.follow(ctx)
	}
	p.stage, p.since = paymentFollowing, p.env.Now()
	payer, account, m := p.env.Payer, p.account, p.movement
	return func() tea.Msg {
		_, asked := payer.Settle(ctx, []client.Account{account})
		found, err := payer.Movements(ctx, client.MovementFilter{OrderID: m.OrderID})
		if err == nil && len(found) == 1 {
			m = found[0]
		}
		return paymentMovedMsg{owner: p, movement: m, err: errors.Join(asked, err)}
	}
}

type paymentMovedMsg struct {
	owner    *Payment
	movement client.Movement
	err      error
}

// moved takes what the journal says about the order.
func (p *Payment) moved(msg paymentMovedMsg) tea.Cmd {
	if p.stop != nil {
		if p.stop(); errors.Is(msg.err, context.Canceled) {
			msg.err = nil // the person stopped it, and what is known stays
		}
		p.stop = nil
	}
	first := p.stage == paymentSending
	if first && msg.movement.Status == "" && msg.err != nil && !errors.Is(msg.err, client.ErrUnknown) {
		p.notSent(msg.err)
		return nil
	}
	p.outcome = msg.err
	if first || msg.movement.Status != "" {
		p.movement = msg.movement
	}
	tell := send(MovedMsg{Movement: p.movement, New: p.new})
	if first && msg.err == nil && msg.movement.Status == client.MovementProcessing {
		return tea.Batch(p.follow(p.env.Ctx), tell)
	}
	if p.stage = paymentDone; !first {
		p.askedAt = p.env.Now()
	}
	return tea.Batch(p.readBalances(), tell)
}

// notSent takes a refusal of the journal, which has no row: a guard's goes to the summary, any other one to the amount.
func (p *Payment) notSent(err error) {
	var g *client.GuardError
	if !errors.As(err, &g) {
		p.stage, p.outcome, p.guard, p.sudden = paymentForm, err, p.guard.fresh(), true
		return
	}
	p.stage = paymentSummary
	p.checked(err)
	p.guard.asked = isGuard(err, client.ErrRepeat)
}

// heard takes what became of the order when somebody else found out: settling in the background, or a person.
func (p *Payment) heard(m client.Movement) tea.Cmd {
	if p.stage != paymentDone || m.OrderID == "" || m.OrderID != p.movement.OrderID || m.Status == p.movement.Status || p.movement.Status.Settled() {
		return nil
	}
	p.movement, p.outcome = m, nil
	return p.readBalances()
}
