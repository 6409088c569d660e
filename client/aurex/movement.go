package aurex

import (
	"errors"
	"net/http"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// movement is the request for an order; what is sent and what is previewed are both made here.
func (d *Driver) movement(order client.Order) (transport.Call, error) {
	amount := transport.Number(order.Amount.Amount)
	call := transport.Call{Op: "top up", Method: http.MethodPost, Path: []string{"users", d.options.UserID, "cards"}, Card: order.Kind != client.MoveCreate}
	if order.Remark != "" {
		return call, &client.Error{Kind: client.ErrRefused, Profile: d.options.Profile, Op: call.Op, NotSent: true, Cause: errors.New("aurex takes no remark")}
	}
	switch order.Kind {
	case client.MoveTopUp:
		call.Path = append(call.Path, order.CardID, "topup")
		call.Body = map[string]any{"amount": amount}
	case client.MoveCreate:
		call.Op = "create a card"
		name, err := cardName(order.New)
		if err != nil {
			return call, &client.Error{Kind: client.ErrRefused, Profile: d.options.Profile, Op: call.Op, NotSent: true, Cause: err}
		}
		call.Body = map[string]any{"cardName": name, "initialBalance": amount}
	default:
		return call, &client.Error{Kind: client.ErrUnsupported, Profile: d.options.Profile, Op: string(order.Kind), NotSent: true,
			Cause: errors.New("aurex has top-ups and new cards only")}
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

// onlyType is the id that CardTypes gives to the one kind of card.
const onlyType = "card"

// cardName checks what is said of a new card: a name, and nothing that Aurex has no place for. Its length is not documented.
func cardName(card client.NewCard) (string, error) {
	name := strings.TrimSpace(card.Name)
	switch {
	case card.TypeID != "" && card.TypeID != onlyType:
		return "", errors.New("aurex has one type of card, \"" + onlyType + "\"")
	case card.HolderID != "" || card.AccountID != "" || card.CardNumber != "":
		return "", errors.New("a new card at aurex has a name, but no holder, account or number to choose")
	case name == "":
		return "", errors.New("a new card needs a name")
	case !transport.Printable(name):
		return "", errors.New("the name of a card is plain text on one line")
	}
	return name, nil
}
