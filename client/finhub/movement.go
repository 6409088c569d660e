package finhub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strconv"
	"unicode/utf8"

	"cardwallet/client"
	"cardwallet/client/transport"
)

var lettersAndDigits = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// isOrder reports whether merchantOrderNo may be that: 20 to 40 characters (FinHub cards page), and no others than every issuer takes.
func isOrder(id string) bool {
	return len(id) >= 20 && len(id) <= 40 && lettersAndDigits.MatchString(id)
}

// request is the request for an order, before its secrets are in it.
type request struct {
	op      string // what is being done, for errors
	path    []string
	body    map[string]any
	secrets []transport.Member
}

// endpoints say where an order of each kind goes, and what is being done (FinHub cards page).
var endpoints = map[client.MovementKind]struct {
	op   string
	path []string
}{
	client.MoveTopUp:    {"top up", []string{"card", "deposit"}},
	client.MoveWithdraw: {"withdraw", []string{"card", "withdraw"}},
	client.MoveCreate:   {"create a card", []string{"card", "v2", "openCard"}},
	client.MoveFreeze:   {"freeze the card", []string{"card", "v2", "freeze"}},
	client.MoveUnfreeze: {"unfreeze the card", []string{"card", "v2", "unfreeze"}},
	client.MoveCancel:   {"cancel the card", []string{"card", "cancel"}},
	client.MovePIN:      {"set the PIN", []string{"card", "updatePin"}},
	client.MoveLimits:   {"set the card's limits", []string{"card", "v2", "update"}},
	client.MoveActivate: {"activate the card", []string{"card", "activate"}},
	client.MoveHolder:   {"create a holder", []string{"card", "holder", "v2", "create"}},
}

// movement is the request for an order; what is sent and what is previewed are both made here.
func (d *Driver) movement(order client.Order) (request, error) {
	to, known := endpoints[order.Kind]
	if !known {
		return request{}, d.api.Unsent(string(order.Kind), client.ErrUnsupported, errors.New("FinHub has no such operation"))
	}
	r := request{op: to.op, path: to.path, body: map[string]any{"merchantOrderNo": order.ID}}
	if order.Kind == client.MoveCreate {
		if err := openBody(order.New, r.body); err != nil {
			return r, d.api.Unsent(r.op, client.ErrRefused, err)
		}
	} else if order.Kind.OnCard() {
		r.body["cardNo"] = order.CardID
	}
	if order.Kind.IsChange() {
		if err := r.change(order.Kind, order.Change); err != nil {
			return r, d.api.Unsent(r.op, client.ErrRefused, err)
		}
	} else {
		r.body["amount"] = transport.Number(order.Amount.Amount)
	}
	if err := r.remark(order); err != nil {
		return r, d.api.Unsent(r.op, client.ErrRefused, err)
	}
	if !isOrder(order.ID) {
		return r, d.api.Unsent(r.op, client.ErrRefused, errors.New("an order number has 20 to 40 letters and digits"))
	}
	return r, nil
}

// remark adds the person's remark, which operations on a card take, and neither creations nor an activation (FinHub cards page).
func (r request) remark(order client.Order) error {
	switch {
	case order.Remark == "":
		return nil
	case !order.Kind.OnCard(), order.Kind == client.MoveActivate:
		return errors.New("it takes no remark")
	case utf8.RuneCountInString(order.Remark) > client.RemarkLimit:
		return fmt.Errorf("a remark has at most %d characters", client.RemarkLimit)
	case !transport.Printable(order.Remark):
		return errors.New("a remark is plain text on one line")
	}
	r.body["clientRemark"] = order.Remark
	return nil
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

// notFound is the error for what FinHub does not have.
func (d *Driver) notFound(op, text string) error {
	return &client.Error{Kind: client.ErrNotFound, Profile: d.options.Profile, Op: op, Cause: errors.New(text)}
}

// Preview says what would be sent for an order of any kind. A PIN and an activation code show as ******.
func (d *Driver) Preview(order client.Order) (client.Wire, error) {
	r, err := d.movement(order)
	if err != nil {
		return client.Wire{}, err
	}
	body := maps.Clone(r.body)
	for _, s := range r.secrets {
		body[s.Name] = transport.Mask
	}
	return d.api.Preview(transport.Call{Op: r.op, Method: http.MethodPost, Path: r.path, Body: body})
}

// Moves reports whether FinHub has movements of the kind.
func (d *Driver) Moves(kind client.MovementKind) bool {
	_, known := endpoints[kind]
	return known
}

// Terms gives what the card's type asks of a movement of money.
func (d *Driver) Terms(ctx context.Context, in client.Intent) (client.Terms, error) {
	switch in.Kind {
	case client.MoveTopUp:
		return d.topUpTerms(ctx, in.Card)
	case client.MoveWithdraw:
		return d.withdrawTerms(ctx, in.Card)
	case client.MoveCreate:
		return d.createTerms(ctx, in.New)
	default:
		return client.Terms{}, d.api.Unsent(string(in.Kind), client.ErrUnsupported, errors.New("it moves no money"))
	}
}

// Send sends the order, once. FinHub carries it out later: until then a card that is frozen is freezing. An answer about another order or
// card is no answer. The answer to a creation may come without the card's id, and that to an activation says less than for other orders;
// whether an activation is in the records is not documented: see ReadOrder.
func (d *Driver) Send(ctx context.Context, order client.Order) (client.Operation, error) {
	r, err := d.movement(order)
	if err != nil {
		return client.Operation{}, err
	}
	body, err := transport.WithSecrets(r.body, r.secrets...)
	if err != nil {
		return client.Operation{}, d.api.Unsent(r.op, client.ErrRefused, err)
	}
	call := transport.Call{Op: r.op, Method: http.MethodPost, Path: r.path, Body: body, Card: order.Kind.OnCard()}
	if order.Kind == client.MoveHolder {
		return d.sendHolder(ctx, call, order)
	}
	var record transport.Record[wireOrder]
	if err := d.api.Do(ctx, call, &record); err != nil {
		return client.Operation{}, transport.MaskedError(err, r.secrets)
	}
	operation, err := operationOf(record)
	if err != nil {
		return client.Operation{}, d.api.Garbage(r.op, err.Error())
	}
	created := order.Kind == client.MoveCreate
	if operation.OrderID != "" && operation.OrderID != order.ID || !created && operation.CardID != "" && operation.CardID != order.CardID {
		return client.Operation{}, d.api.Garbage(r.op, "the answer is about another order")
	}
	operation.OrderID = order.ID
	if !created {
		operation.CardID = order.CardID
	}
	operation.Description = transport.Masked(operation.Description, r.secrets)
	return operation, nil
}
