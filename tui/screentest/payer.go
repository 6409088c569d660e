package screentest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"cardwallet/client"
	"cardwallet/client/holder"
)

// fakePayer is a journal in memory.
type fakePayer struct {
	issuer  *FakeIssuer
	mu      sync.Mutex
	Guards  func(client.Intent) error // what Check and Move object to; nil is nothing
	Checked []client.Intent
	Sent    []client.Intent
	Secrets []client.Change   // of sent, as they were then
	Rows    []client.Movement // newest first
	Steps   []client.Step
	Broken  error // the journal cannot be opened
	Asked   int
	Status  client.MovementStatus // of the first answer
	Err     error
	Told    error                 // what an earlier movement ended with
	Settled client.MovementStatus // what Follow and Settle find
	Lost    error                 // what Follow and Settle return
	Marks   []string
	Holder  string          // the id of a holder that is made
	People  []holder.Person // that were to be made holders, as they were then
	Delay   time.Duration
	Noting  time.Duration // how long it takes to write an order down
	Waiting time.Duration // how long it waits then before it is sent
}

// Check notes the intent and objects as Guards does.
func (p *fakePayer) Check(_ context.Context, _ client.Account, in client.Intent) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Checked = append(p.Checked, in)
	return p.object(in)
}

// Earlier finds the row of the card with the intent's reference.
func (p *fakePayer) Earlier(_ context.Context, _ client.Account, in client.Intent) (earlier client.Earlier, found bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if in.Reference == "" {
		return client.Earlier{}, false, nil
	}
	for _, m := range p.Rows {
		if m.Reference != in.Reference || m.CardID != in.Card.ID {
			continue
		}
		if m.Kind != in.Kind || !m.Amount.Same(in.Amount) {
			return client.Earlier{}, false, fmt.Errorf("%w: %q was given to another", client.ErrReference, in.Reference)
		}
		m.Repeated = true
		return client.Earlier{Movement: m, Outcome: p.Told}, true, p.Broken
	}
	return client.Earlier{}, false, p.Broken
}

func (p *fakePayer) object(in client.Intent) error {
	if p.Broken != nil || p.Guards == nil {
		return p.Broken
	}
	return p.Guards(in)
}

// MoveNoted notes the intent after Noting, sends it after Waiting, notes what came of it after Delay, and changes the issuer's card or
// wallet.
func (p *fakePayer) MoveNoted(_ context.Context, a client.Account, in client.Intent, noted func(client.Movement),
) (client.Movement, error) {
	time.Sleep(p.Noting)
	p.mu.Lock()
	refused := p.object(in) != nil || p.Status == ""
	p.mu.Unlock()
	if !refused {
		noted(client.Movement{Status: client.MovementIntended, CreatedAt: time.Now()})
		time.Sleep(p.Waiting)
		noted(client.Movement{Status: client.MovementSent, CreatedAt: time.Now()})
	}
	time.Sleep(p.Delay)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.object(in); err != nil {
		return client.Movement{}, err
	}
	if p.Status == "" {
		return client.Movement{}, p.Err
	}
	p.Sent = append(p.Sent, in)
	p.Secrets = append(p.Secrets, client.Change{PIN: in.Change.PIN.Clone(), ActivationCode: in.Change.ActivationCode.Clone()})
	if in.Kind == client.MoveHolder {
		p.People = append(p.People, in.Change.Holder.Clone())
	}
	m := client.Movement{
		OrderID: fmt.Sprintf("CW%026d", len(p.Sent)), Profile: a.Profile, CardID: in.Card.ID, Kind: in.Kind, Amount: in.Amount,
		Fee: in.Quote.Fee, Status: p.Status, CreatedAt: time.Now(), Reference: in.Reference,
	}
	if in.Kind == client.MoveHolder && m.Status == client.MovementSucceeded {
		m.IssuerOrderID = p.Holder
	}
	p.Rows = append([]client.Movement{m}, p.Rows...)
	p.book(m)
	return m, p.Err
}

// Follow finds what Settled says.
func (p *fakePayer) Follow(ctx context.Context, _ client.Account, m client.Movement) (client.Movement, error) {
	select {
	case <-time.After(p.Delay):
	case <-ctx.Done():
		return m, fmt.Errorf("order %s is not settled yet: %w", m.OrderID, ctx.Err())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Asked++
	m.Status = p.Settled
	p.book(m)
	return m, p.Lost
}

// Settle finds what Settled says of all open movements.
func (p *fakePayer) Settle(ctx context.Context, _ []client.Account) ([]client.Movement, error) {
	select {
	case <-time.After(p.Delay):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Asked++
	var changed []client.Movement
	for i, m := range p.Rows {
		if !m.Status.Settled() && p.Settled != "" && m.Status != p.Settled {
			p.Rows[i].Status = p.Settled
			p.book(p.Rows[i])
			changed = append(changed, p.Rows[i])
		}
	}
	return changed, p.Lost
}

// Mark notes what a person says of a movement.
func (p *fakePayer) Mark(_ context.Context, orderID string, as client.MovementStatus, reason, _ string) (client.Movement, error) {
	time.Sleep(p.Delay)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Marks = append(p.Marks, fmt.Sprintf("%s %s: %s", orderID, as, reason))
	for i, m := range p.Rows {
		if m.OrderID == orderID && p.Lost == nil {
			p.Rows[i].Status = as
			return p.Rows[i], nil
		}
	}
	return client.Movement{}, p.Lost
}

// Movements are the rows that match.
func (p *fakePayer) Movements(_ context.Context, f client.MovementFilter) ([]client.Movement, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []client.Movement
	for _, m := range p.Rows {
		if (f.OrderID == "" || f.OrderID == m.OrderID) && (!f.Unsettled || !m.Status.Settled()) {
			out = append(out, m)
		}
	}
	return out, p.Broken
}

// History is what the test has set.
func (p *fakePayer) History(context.Context, string) ([]client.Step, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.Steps, p.Broken
}

func (p *fakePayer) book(m client.Movement) {
	p.issuer.Mu.Lock()
	defer p.issuer.Mu.Unlock()
	if m.Kind.IsChange() {
		p.issuer.change(m)
		return
	}
	if m.Status != client.MovementSucceeded {
		return
	}
	wallet := p.issuer.TheFunds[0].Available.Sub(m.Total())
	switch m.Kind {
	case client.MoveTopUp:
		p.issuer.TheCard.Balance = p.issuer.TheCard.Balance.Add(m.Amount)
	case client.MoveWithdraw:
		p.issuer.TheCard.Balance = p.issuer.TheCard.Balance.Sub(m.Amount)
		wallet = p.issuer.TheFunds[0].Available.Add(m.Amount)
	default: // the card at hand stays as it is
	}
	p.issuer.TheFunds = []client.Funds{{Kind: client.FundsWallet, Available: wallet}}
}

// Orders counts what was sent.
func (p *fakePayer) Orders() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.Sent)
}
