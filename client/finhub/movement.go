package finhub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// orderNumber is what merchantOrderNo may be: 20 to 40 characters (FinHub cards page), and no others than every issuer takes.
var orderNumber = regexp.MustCompile(`^[A-Za-z0-9]{20,40}$`)

// movement is the request for an order; what is sent and what is previewed are both made here.
func (d *Driver) movement(order client.Order) (transport.Call, error) {
	body := map[string]any{"merchantOrderNo": order.ID, "amount": transport.Number(order.Amount.Amount)}
	call := transport.Call{Method: http.MethodPost, Body: body}
	switch order.Kind {
	case client.MoveTopUp:
		call.Op, call.Path = "top up", []string{"card", "deposit"}
		body["cardNo"] = order.CardID
	case client.MoveWithdraw:
		call.Op, call.Path = "withdraw", []string{"card", "withdraw"}
		body["cardNo"] = order.CardID
	case client.MoveCreate:
		call.Op, call.Path = "create a card", []string{"card", "v2", "openCard"}
		if err := openBody(order.New, body); err != nil {
			return call, d.unsent(call.Op, client.ErrRefused, err)
		}
	default:
		return call, d.unsent(string(order.Kind), client.ErrUnsupported, errors.New("finhub has top-ups, withdrawals and new cards only"))
	}
	if !orderNumber.MatchString(order.ID) {
		return call, d.unsent(call.Op, client.ErrRefused, errors.New("an order number has 20 to 40 letters and digits"))
	}
	return call, nil
}

// openBody adds what a new card is made from. The numbers are Longs of up to 19 digits, which go out as they are.
func openBody(card client.NewCard, body map[string]any) error {
	for _, part := range []struct{ name, id string }{{"cardTypeId", card.TypeID}, {"holderId", card.HolderID}, {"accountId", card.AccountID}} {
		switch {
		case isLong(part.id):
			body[part.name] = json.Number(part.id)
		case part.id != "" || part.name == "cardTypeId":
			return fmt.Errorf("%s is not a whole number: %q", part.name, part.id)
		}
	}
	if card.CardNumber != "" {
		body["cardNumber"] = card.CardNumber
	}
	return nil
}

// isLong reports whether id is a positive Long as JSON writes it.
func isLong(id string) bool {
	n, err := strconv.ParseInt(id, 10, 64)
	return err == nil && n > 0 && strconv.FormatInt(n, 10) == id
}

// unsent is the error for an order that does not leave.
func (d *Driver) unsent(op string, kind, cause error) error {
	return &client.Error{Kind: kind, Profile: d.options.Profile, Op: op, NotSent: true, Cause: cause}
}

// Preview says what would be sent for an order of any kind.
func (d *Driver) Preview(order client.Order) (client.Wire, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Wire{}, err
	}
	return d.api.Preview(call)
}

// send sends the order, once. An answer about another order or card is no answer.
func (d *Driver) send(ctx context.Context, order client.Order) (client.Operation, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Operation{}, err
	}
	var wire wireOrder
	if err := d.api.Do(ctx, call, &wire); err != nil {
		return client.Operation{}, err
	}
	operation, err := wire.operation()
	if err != nil {
		return client.Operation{}, d.garbage(call.Op, err.Error())
	}
	created := order.Kind == client.MoveCreate
	if operation.OrderID != "" && operation.OrderID != order.ID || !created && operation.CardID != "" && operation.CardID != order.CardID {
		return client.Operation{}, d.garbage(call.Op, "the answer is about another order")
	}
	operation.OrderID = order.ID
	if !created {
		operation.CardID = order.CardID
	}
	return operation, nil
}
