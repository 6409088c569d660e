package tui_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/issuertest"
)

// till is a journal in memory. Each order waits at the gate where there is one.
type till struct {
	issuer *issuer
	gate   chan struct{}
	follow chan struct{} // where it is there, following an order waits at it

	mu      sync.Mutex
	first   client.MovementStatus // of an order's first answer; empty means processing
	settles client.MovementStatus // what Settle finds; empty finds nothing
	broken  error                 // the journal cannot be opened
	guards  bool                  // it objects to an order for a card that has an open one

	description string            // of the first answer
	rows        []client.Movement // newest first
	sent        int
	asked       int
}

func (p *till) Check(_ context.Context, _ client.Account, in client.Intent) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.rows {
		if p.guards && m.CardID == in.Card.ID && !m.Status.Settled() {
			return &client.GuardError{Kind: client.ErrOpenMovement, Movement: m}
		}
	}
	return p.broken
}

func (p *till) MoveNoted(ctx context.Context, a client.Account, in client.Intent, noted func(client.Movement)) (client.Movement, error) {
	p.mu.Lock()
	if p.broken != nil {
		defer p.mu.Unlock()
		return client.Movement{}, p.broken
	}
	p.sent++
	m := client.Movement{
		OrderID: fmt.Sprintf("CW%018d", p.sent), Profile: a.Profile, CardID: in.Card.ID, Kind: in.Kind,
		Amount: in.Amount, Fee: in.Quote.Fee, Status: cmp.Or(p.first, client.MovementProcessing),
		Description: p.description,
	}
	p.rows = append([]client.Movement{m}, p.rows...)
	p.mu.Unlock()
	for _, status := range []client.MovementStatus{client.MovementIntended, client.MovementSent} {
		step := m
		step.Status, step.CreatedAt = status, time.Now()
		noted(step)
	}
	if p.gate != nil {
		select {
		case <-p.gate:
		case <-ctx.Done():
		}
	}
	if m.Status == client.MovementUnknown {
		return m, client.ErrUnknown
	}
	return m, nil
}

// become changes a row and, where it succeeded, the issuer's books.
func (p *till) become(m client.Movement, status client.MovementStatus) client.Movement {
	p.mu.Lock()
	defer p.mu.Unlock()
	m.Status = status
	for i := range p.rows {
		if p.rows[i].OrderID == m.OrderID {
			p.rows[i].Status = status
		}
	}
	if status != client.MovementSucceeded || p.issuer == nil {
		return m
	}
	p.issuer.set(func(is *issuer) {
		for i, c := range is.cards {
			switch {
			case c.ID != m.CardID:
			case m.Kind == client.MoveTopUp:
				is.cards[i].Balance = c.Balance.Add(m.Amount)
			case m.Kind == client.MoveWithdraw:
				is.cards[i].Balance = c.Balance.Sub(m.Amount)
			case m.Kind == client.MoveFreeze:
				is.cards[i].Status = client.CardFrozen
			case m.Kind == client.MoveUnfreeze:
				is.cards[i].Status = client.CardActive
			case m.Kind == client.MoveCancel:
				is.cards[i].Status, is.cards[i].Balance = client.CardCanceled, usd("0")
			}
		}
	})
	return m
}

func (p *till) Follow(ctx context.Context, _ client.Account, m client.Movement) (client.Movement, error) {
	if p.follow != nil {
		select {
		case <-p.follow:
		case <-ctx.Done():
		}
	}
	return p.become(m, client.MovementSucceeded), nil
}

func (p *till) Settle(context.Context, []client.Account) ([]client.Movement, error) {
	p.mu.Lock()
	p.asked++
	to, rows, err := p.settles, slices.Clone(p.rows), p.broken
	p.mu.Unlock()
	var changed []client.Movement
	for _, m := range rows {
		if err == nil && to != "" && !m.Status.Settled() && m.Status != to {
			changed = append(changed, p.become(m, to))
		}
	}
	return changed, err
}

func (p *till) Mark(_ context.Context, orderID string, as client.MovementStatus, _, _ string) (client.Movement, error) {
	return p.become(client.Movement{OrderID: orderID, Profile: "fin", CardID: "fin000"}, as), nil
}

func (p *till) Movements(_ context.Context, f client.MovementFilter) ([]client.Movement, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.rows), func(m client.Movement) bool {
		return f.Unsettled && m.Status.Settled() || f.OrderID != "" && m.OrderID != f.OrderID
	}), p.broken
}

func (p *till) Earlier(context.Context, client.Account, client.Intent) (client.Earlier, bool, error) {
	return client.Earlier{}, false, nil
}

func (p *till) History(context.Context, string) ([]client.Step, error) {
	return []client.Step{{To: client.MovementIntended}, {From: client.MovementIntended, To: client.MovementSent}}, nil
}

func (p *till) set(f func(*till)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p)
}

func (p *till) count() (sent int) {
	p.set(func(p *till) { sent = p.sent })
	return sent
}

// payable is an issuer that moves money.
type payable struct{ feed }

// StatusRules are those of an issuer with all kinds of movements.
func (payable) StatusRules() client.StatusRules { return issuertest.StatusRules }

func (payable) Moves(kind client.MovementKind) bool { return !kind.IsChange() }

func (p payable) Terms(ctx context.Context, in client.Intent) (client.Terms, error) {
	fee := map[client.MovementKind]string{client.MoveTopUp: "0.02", client.MoveWithdraw: "0", client.MoveCreate: "0.05"}[in.Kind]
	return client.Terms{
		Currency: "USD", Min: decimal.NewNullDecimal(decimal.NewFromInt(10)), Decimals: 2, Rate: decimal.RequireFromString(fee),
	}, p.called(ctx, "terms")
}

func (payable) Send(context.Context, client.Order) (client.Operation, error) {
	panic("an order went past the journal")
}
