package linora

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// TopUp moves money from the wallet to the card, once. Top-ups take effect at once (Linora cards page); that there is no order number is
// inferred.
func (d *Driver) TopUp(ctx context.Context, order client.Order) (client.Operation, error) {
	const op = "top up"
	path, query, err := d.expand("topup", order.CardID)
	if err != nil {
		return client.Operation{}, err
	}
	var wire struct {
		CardID         transport.ID     `json:"cardId"`
		NewBalance     transport.Amount `json:"newBalance"`
		RechargeAmount transport.Amount `json:"rechargeAmount"`
		Currency       string           `json:"currency"`
		Fees           wireFees         `json:"fees"`
	}
	call := transport.Call{
		Op:     op,
		Method: http.MethodPost,
		Path:   path,
		Query:  query,
		Body:   map[string]any{"amount": transport.Number(order.Amount.Amount)},
	}
	if err := d.api.Do(ctx, call, &wire); err != nil {
		return client.Operation{}, err
	}
	if wire.CardID == "" && !wire.NewBalance.Set && !wire.RechargeAmount.Set {
		return client.Operation{}, d.garbage(op, "the answer says nothing about the top-up")
	}
	if wire.CardID != "" && string(wire.CardID) != order.CardID {
		return client.Operation{}, d.garbage(op, "the answer is about another card")
	}
	code := cmp.Or(wire.Currency, order.Amount.Currency)
	return client.Operation{
		OrderID:     order.ID,
		CardID:      order.CardID,
		Kind:        "topup",
		Status:      client.OperationSucceeded,
		Amount:      wire.RechargeAmount.Money(code),
		Fee:         wire.Fees.Money(code),
		Received:    wire.RechargeAmount.Money(code),
		CardBalance: wire.NewBalance.Money(code),
		At:          d.api.Now(),
	}, nil
}

// wireFees is a number, or an object with totalFees.
type wireFees struct{ transport.Amount }

// UnmarshalJSON takes both.
func (f *wireFees) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' {
		return f.Amount.UnmarshalJSON(data)
	}
	var object struct {
		TotalFees transport.Amount `json:"totalFees"`
	}
	err := json.Unmarshal(data, &object)
	f.Amount = object.TotalFees
	return err
}
