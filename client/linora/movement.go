package linora

import (
	"errors"
	"net/http"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// movement is the request for an order; what is sent and what is previewed are both made here. Paths and names are inferred: those of
// Aurex.
func (d *Driver) movement(order client.Order) (transport.Call, error) {
	amount := transport.Number(order.Amount.Amount)
	call := transport.Call{Op: "top up", Method: http.MethodPost, Card: order.Kind != client.MoveCreate}
	at := "topup"
	if order.Remark != "" {
		return call, d.refused(call.Op, client.ErrRefused, errors.New("linora is not known to take a remark"))
	}
	switch order.Kind {
	case client.MoveTopUp:
		call.Body = map[string]any{"amount": amount}
	case client.MoveCreate:
		call.Op, at = "create a card", "cards"
		name, err := cardName(order.New)
		if err != nil {
			return call, d.refused(call.Op, client.ErrRefused, err)
		}
		call.Body = map[string]any{"cardName": name, "initialBalance": amount}
	default:
		return call, d.refused(string(order.Kind), client.ErrUnsupported, errors.New("linora has top-ups and new cards only"))
	}
	place, err := d.expand(at, order.CardID)
	if err != nil {
		return call, d.refused(call.Op, client.ErrRefused, err)
	}
	call.Path, call.Slash, call.Query = place.Path, place.Slash, place.Query
	return call, nil
}

// refused is the error for an order that is not sent.
func (d *Driver) refused(op string, kind, cause error) error {
	return &client.Error{Kind: kind, Profile: d.options.Profile, Op: op, NotSent: true, Cause: cause}
}

// Preview says what would be sent for a top-up or a new card.
func (d *Driver) Preview(order client.Order) (client.Wire, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Wire{}, err
	}
	return d.api.Preview(call)
}

// cardName checks what is said of a new card: a name (Linora cards page), and nothing that Linora is not known to have a place for.
func cardName(card client.NewCard) (string, error) {
	name := strings.TrimSpace(card.Name)
	switch {
	case card.TypeID != "" || card.HolderID != "" || card.AccountID != "" || card.CardNumber != "":
		return "", errors.New("a new card at linora has a name, but no type, holder, account or number to choose")
	case name == "":
		return "", errors.New("a new card needs a name")
	case !transport.Printable(name):
		return "", errors.New("the name of a card is plain text on one line")
	}
	return name, nil
}
