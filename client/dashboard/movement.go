package dashboard

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// movement is the request for an order; what is sent and what is previewed are both made here.
func (d *Driver) movement(order client.Order) (call transport.Call, err error) {
	amount := transport.Number(order.Amount.Amount)
	switch order.Kind {
	case client.MoveTopUp:
		call, err = d.call("top up", PathTopUp, order.CardID)
		call.Body = d.dialect.TopUpBody(amount)
	case client.MoveCreate:
		call, err = d.call("create a card", PathCards, "")
		if err == nil {
			err = d.checkNewCard(order.New)
		}
		call.Body = d.dialect.CreateBody(strings.TrimSpace(order.New.Name), amount)
	default:
		return call, d.api.Unsent(string(order.Kind), client.ErrUnsupported, errors.New(d.dialect.Issuer+" has top-ups and new cards only"))
	}
	if order.Remark != "" {
		err = errors.New(d.dialect.RemarkRefusal)
	}
	if err != nil {
		return call, d.api.Unsent(call.Op, client.ErrRefused, err)
	}
	return call, nil
}

// Preview says what would be sent for a top-up or a new card.
func (d *Driver) Preview(order client.Order) (client.Wire, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Wire{}, err
	}
	return d.api.Preview(call)
}

// checkNewCard wants a name for a new card, and refuses every part for which the issuer is not known to have a place. How long a name may
// be is not documented.
func (d *Driver) checkNewCard(card client.NewCard) error {
	issuer, one, choices := d.dialect.Issuer, d.dialect.OneType, "holder, account or number"
	if one == "" {
		choices = "type, " + choices
	}
	switch name := strings.TrimSpace(card.Name); {
	case one != "" && card.TypeID != "" && card.TypeID != one:
		return errors.New(issuer + " has one type of card, \"" + one + "\"")
	case one == "" && card.TypeID != "" || card.HolderID != "" || card.AccountID != "" || card.CardNumber != "":
		return errors.New("a new card at " + issuer + " has a name, but no " + choices + " to choose")
	case name == "":
		return errors.New("a new card needs a name")
	case !transport.Printable(name):
		return errors.New("the name of a card is plain text on one line")
	}
	return nil
}

// CardParts are what a new card needs: its name.
func (d *Driver) CardParts(client.CardType) []client.CardPart {
	return []client.CardPart{client.PartName}
}

// Moves reports whether there are movements of the kind: top-ups and new cards.
func (d *Driver) Moves(kind client.MovementKind) bool {
	return kind == client.MoveTopUp || kind == client.MoveCreate
}

// statusRules say that a card must be active: the documents call no other status usable (Aurex overview).
var statusRules = client.StatusRules{client.MoveTopUp: client.OnlyActive}

// StatusRules are what is known of cards by their status.
func (d *Driver) StatusRules() client.StatusRules { return statusRules }

// Terms gives the limits and the fee of a top-up or of a new card.
func (d *Driver) Terms(ctx context.Context, in client.Intent) (client.Terms, error) {
	switch in.Kind {
	case client.MoveTopUp:
		return d.dialect.TopUpTerms(ctx, d, in.Card)
	case client.MoveCreate:
		if err := d.checkNewCard(in.New); err != nil {
			return client.Terms{}, fmt.Errorf("%w: %w", client.ErrTerms, err)
		}
		return d.dialect.CreateTerms(ctx, d)
	default:
		_, err := d.movement(client.Order{Kind: in.Kind}) // says what there is
		return client.Terms{}, err
	}
}

// Send moves money from the wallet to a card that there is or to a new one, once. There are no order numbers (of Linora inferred), and it
// takes effect at once. Another kind is not sent.
func (d *Driver) Send(ctx context.Context, order client.Order) (client.Operation, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Operation{}, err
	}
	form, create := d.dialect.ToppedUp, order.Kind == client.MoveCreate
	if create {
		form = d.dialect.Created
	}
	record, err := form.one(d.send(ctx, call))
	if err != nil {
		return client.Operation{}, err
	}
	r, problem := record.Value, ""
	switch card := string(r.CardID); {
	case create && card == "":
		problem = "the answer names no card"
	case create:
		order.CardID = card // what else of it cannot be read does not matter: there is a card
	case record.Odd != "":
		problem = "the answer is " + record.Odd.Words()
	case card == "" && !r.Topped && !r.Amount.Set:
		problem = "the answer says nothing about the top-up"
	case card != "" && card != order.CardID:
		problem = "the answer is about another card"
	}
	if problem != "" {
		return client.Operation{}, d.api.Garbage(call.Op, problem)
	}
	return d.operation(order, r), nil
}

// operation is what became of an order that was carried out.
func (d *Driver) operation(order client.Order, r Receipt) client.Operation {
	code := cmp.Or(r.Currency, order.Amount.Currency)
	return client.Operation{
		OrderID: order.ID,
		CardID:  order.CardID,
		Kind:    string(order.Kind),
		Status:  client.OperationSucceeded,
		Amount:  r.Amount.Money(code),
		Fee:     r.Fee.Money(code),
		At:      d.api.Now(),
	}
}
