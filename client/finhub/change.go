package finhub

import (
	"errors"

	"cardwallet/client"
	"cardwallet/client/finhub/holders"
	"cardwallet/client/transport"
)

var errNoSecret = errors.New("the PIN or the activation code is missing")

// change adds what a change of a card is to be. The name of the PIN in updatePin is inferred from the activation, which has one
// (FinHub cards page).
func (r *request) change(kind client.MovementKind, change client.Change) (err error) {
	switch kind {
	case client.MoveHolder:
		r.secrets, err = holders.Body(r.body, change.Holder)
		return err
	case client.MovePIN:
		r.secrets = []transport.Member{{Name: "pin", Value: change.PIN}}
	case client.MoveActivate:
		r.secrets = []transport.Member{{Name: "pin", Value: change.PIN}, {Name: "activeCode", Value: change.ActivationCode}}
		r.noPIN(change.Limits)
	case client.MoveLimits:
		r.limits(change.Limits)
	default: // the others say no more than their kind
	}
	for _, s := range r.secrets {
		if s.Value.IsZero() { // or was wiped already
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
	for name, codes := range map[string][]string{"allowedMcc": l.AllowedMCC, "blockedMcc": l.BlockedMCC} {
		if codes != nil {
			rules[name] = codes
		}
	}
	if len(rules) > 0 {
		r.body["riskControls"] = rules
	}
}
