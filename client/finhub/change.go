package finhub

import (
	"context"
	"errors"

	"cardwallet/client"
	"cardwallet/client/transport"
)

var errNoSecret = errors.New("the PIN or the activation code is missing")

// change adds what a change of a card is to be. The name of the PIN in updatePin is inferred from the activation, which has one
// (FinHub cards page).
func (r *request) change(kind client.MovementKind, change client.Change) error {
	switch kind {
	case client.MovePIN:
		r.secrets = []member{{"pin", change.PIN}}
	case client.MoveActivate:
		r.secrets = []member{{"pin", change.PIN}, {"activeCode", change.ActivationCode}}
		r.noPIN(change.Limits)
	case client.MoveLimits:
		r.limits(change.Limits)
	}
	for _, s := range r.secrets {
		if s.value.IsZero() { // or was wiped already
			return errNoSecret
		}
	}
	return nil
}

func (r *request) noPIN(l client.Limits) {
	if l.NoPINAmount.Known() {
		r.body["noPinPaymentAmount"] = transport.Number(l.NoPINAmount.Amount)
	}
}

// limits adds what is to change. What is not sent stays, and an empty list removes (FinHub cards page).
func (r *request) limits(l client.Limits) {
	r.noPIN(l)
	if l.Controls != nil {
		controls := make([]map[string]any, 0, len(l.Controls))
		for _, c := range l.Controls {
			controls = append(controls, map[string]any{"interval": c.Interval, "amount": transport.Number(c.Amount.Amount)})
		}
		r.body["spendingControls"] = controls
	}
	rules := map[string][]string{}
	if l.AllowedMCC != nil {
		rules["allowedMcc"] = l.AllowedMCC
	}
	if l.BlockedMCC != nil {
		rules["blockedMcc"] = l.BlockedMCC
	}
	if len(rules) > 0 {
		r.body["riskControls"] = rules
	}
}

// Freeze suspends the card, once. FinHub carries it out later; until then the card is freezing.
func (d *Driver) Freeze(ctx context.Context, order client.Order) (client.Operation, error) {
	order.Kind = client.MoveFreeze
	return d.send(ctx, order)
}

// Unfreeze makes the card usable again, once. FinHub carries it out later; until then the card is unfreezing.
func (d *Driver) Unfreeze(ctx context.Context, order client.Order) (client.Operation, error) {
	order.Kind = client.MoveUnfreeze
	return d.send(ctx, order)
}

// Cancel ends the card for good, once.
func (d *Driver) Cancel(ctx context.Context, order client.Order) (client.Operation, error) {
	order.Kind = client.MoveCancel
	return d.send(ctx, order)
}

// SetPIN gives a physical card another PIN, once.
func (d *Driver) SetPIN(ctx context.Context, order client.Order) (client.Operation, error) {
	order.Kind = client.MovePIN
	return d.send(ctx, order)
}

// SetLimits gives the card other limits, once.
func (d *Driver) SetLimits(ctx context.Context, order client.Order) (client.Operation, error) {
	order.Kind = client.MoveLimits
	return d.send(ctx, order)
}

// Activate makes a physical card usable, once. The answer says less than for other orders, and whether the order is in the records is not
// documented: see ReadOrder.
func (d *Driver) Activate(ctx context.Context, order client.Order) (client.Operation, error) {
	order.Kind = client.MoveActivate
	return d.send(ctx, order)
}
