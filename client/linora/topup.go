package linora

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// topUp moves money from the wallet to the card, once. Top-ups take effect at once (Linora cards page); that there is no order number is
// inferred.
func (d *Driver) topUp(ctx context.Context, order client.Order) (client.Operation, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Operation{}, err
	}
	type toppedUp struct {
		CardID         transport.ID     `json:"cardId" read:"card"`
		NewBalance     transport.Amount `json:"newBalance"`
		RechargeAmount transport.Amount `json:"rechargeAmount" read:"amount"`
		Currency       string           `json:"currency" read:"currency"`
		Fees           wireFees         `json:"fees"`
	}
	var record transport.Record[toppedUp]
	if err := d.api.Do(ctx, call, &record); err != nil {
		return client.Operation{}, err
	}
	wire := record.Value
	if record.Odd != "" {
		return client.Operation{}, d.garbage(call.Op, "the answer is "+record.Odd.Words())
	}
	if wire.CardID == "" && !wire.NewBalance.Set && !wire.RechargeAmount.Set {
		return client.Operation{}, d.garbage(call.Op, "the answer says nothing about the top-up")
	}
	if wire.CardID != "" && string(wire.CardID) != order.CardID {
		return client.Operation{}, d.garbage(call.Op, "the answer is about another card")
	}
	code := cmp.Or(wire.Currency, order.Amount.Currency)
	return client.Operation{
		OrderID: order.ID,
		CardID:  order.CardID,
		Kind:    "topup",
		Status:  client.OperationSucceeded,
		Amount:  wire.RechargeAmount.Money(code),
		Fee:     wire.Fees.Money(code),
		At:      d.api.Now(),
	}, nil
}

// wireFees is a number, or an object, which after a creation also says what the card was given. The names in it are inferred: those of
// Aurex, and those that answers would have for issuance and service fee.
type wireFees struct {
	transport.Amount
	CardBalance transport.Amount
}

// UnmarshalJSON takes both; of the object it is totalFees, or the sum of its two parts.
func (f *wireFees) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' {
		f.CardBalance = transport.Amount{}
		return f.Amount.UnmarshalJSON(data)
	}
	var object struct {
		CardBalance  transport.Amount `json:"cardBalance"`
		TotalFees    figure           `json:"totalFees"`
		OurFee       figure           `json:"ourFee"`
		ServiceFee   figure           `json:"serviceFee"`
		CardIssueFee figure           `json:"cardIssueFee"`
		IssuanceFee  figure           `json:"issuanceFee"`
	}
	err := json.Unmarshal(data, &object)
	f.Amount, f.CardBalance = object.TotalFees.Value, object.CardBalance
	service, issuance := first(object.OurFee, object.ServiceFee), first(object.CardIssueFee, object.IssuanceFee)
	if !f.Set && service.Set && issuance.Set {
		f.Amount = transport.Amount{Decimal: service.Decimal.Add(issuance.Decimal), Set: true}
	}
	return err
}
