package screen

import (
	"context"
	"fmt"
	"sync"
	"time"

	"cardwallet/client"
)

// fakePayer is a journal in memory.
type fakePayer struct {
	issuer  *fakeIssuer
	mu      sync.Mutex
	guards  func(client.Intent) error // what Check and Move object to; nil is nothing
	checked []client.Intent
	sent    []client.Intent
	secrets []client.Change   // of sent, as they were then
	rows    []client.Movement // newest first
	steps   []client.Step
	broken  error // the journal cannot be opened
	asked   int
	status  client.MovementStatus // of the first answer
	err     error
	settled client.MovementStatus // what Follow and Settle find
	lost    error                 // what Follow and Settle return
	marks   []string
	delay   time.Duration
}

func (p *fakePayer) Check(_ context.Context, _ client.Account, in client.Intent) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.checked = append(p.checked, in)
	return p.object(in)
}

func (p *fakePayer) object(in client.Intent) error {
	if p.broken != nil || p.guards == nil {
		return p.broken
	}
	return p.guards(in)
}

func (p *fakePayer) Move(_ context.Context, a client.Account, in client.Intent) (client.Movement, error) {
	time.Sleep(p.delay)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.object(in); err != nil {
		return client.Movement{}, err
	}
	if p.status == "" {
		return client.Movement{}, p.err
	}
	p.sent = append(p.sent, in)
	p.secrets = append(p.secrets, client.Change{PIN: in.Change.PIN.Clone(), ActivationCode: in.Change.ActivationCode.Clone()})
	m := client.Movement{
		OrderID: fmt.Sprintf("CW%026d", len(p.sent)), Profile: a.Profile, CardID: in.Card.ID, Kind: in.Kind, Amount: in.Amount,
		Fee: in.Quote.Fee, Status: p.status, CreatedAt: time.Now(),
	}
	p.rows = append([]client.Movement{m}, p.rows...)
	p.book(m)
	return m, p.err
}

func (p *fakePayer) Follow(ctx context.Context, _ client.Account, m client.Movement) (client.Movement, error) {
	select {
	case <-time.After(p.delay):
	case <-ctx.Done():
		return m, fmt.Errorf("order %s is not settled yet: %w", m.OrderID, ctx.Err())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	m.Status = p.settled
	p.book(m)
	return m, p.lost
}

func (p *fakePayer) Settle(ctx context.Context, _ []client.Account) ([]client.Movement, error) {
	select {
	case <-time.After(p.delay):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	var changed []client.Movement
	for i, m := range p.rows {
		if !m.Status.Settled() && p.settled != "" && m.Status != p.settled {
			p.rows[i].Status = p.settled
			p.book(p.rows[i])
			changed = append(changed, p.rows[i])
		}
	}
	return changed, p.lost
}

func (p *fakePayer) Mark(_ context.Context, orderID string, as client.MovementStatus, reason, _ string) (client.Movement, error) {
	time.Sleep(p.delay)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.marks = append(p.marks, fmt.Sprintf("%s %s: %s", orderID, as, reason))
	for i, m := range p.rows {
		if m.OrderID == orderID && p.lost == nil {
			p.rows[i].Status = as
			return p.rows[i], nil
		}
	}
	return client.Movement{}, p.lost
}

func (p *fakePayer) Movements(_ context.Context, f client.MovementFilter) ([]client.Movement, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []client.Movement
	for _, m := range p.rows {
		if (f.OrderID == "" || f.OrderID == m.OrderID) && (!f.Unsettled || !m.Status.Settled()) {
			out = append(out, m)
		}
	}
	return out, p.broken
}

func (p *fakePayer) History(context.Context, string) ([]client.Step, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.steps, p.broken
}

func (p *fakePayer) book(m client.Movement) {
	p.issuer.mu.Lock()
	defer p.issuer.mu.Unlock()
	if m.Kind.IsChange() {
		p.issuer.change(m)
		return
	}
	if m.Status != client.MovementSucceeded {
		return
	}
	wallet := p.issuer.funds[0].Available.Sub(m.Total())
	switch m.Kind {
	case client.MoveTopUp:
		p.issuer.card.Balance = p.issuer.card.Balance.Add(m.Amount)
	case client.MoveWithdraw:
		p.issuer.card.Balance = p.issuer.card.Balance.Sub(m.Amount)
		wallet = p.issuer.funds[0].Available.Add(m.Amount)
	}
	p.issuer.funds = []client.Funds{{Kind: client.FundsWallet, Available: wallet}}
}

func (p *fakePayer) orders() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.sent)
}
