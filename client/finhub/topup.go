package finhub

import (
	"context"
	"errors"
	"net/http"
	"regexp"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// TopUpTerms gives what the card's type asks. Rate and fixed fee are added as on the cards page; that sum is our reading of it, so it
// counts as an estimate.
func (d *Driver) TopUpTerms(ctx context.Context, card client.Card) (client.Terms, error) {
	if card.TypeID == "" { // a list in the other dialect does not tell
		full, err := d.Card(ctx, card.ID)
		if err != nil {
			return client.Terms{}, err
		}
		card = full
	}
	types, err := d.types.get(ctx, d.options.Now, d.CardTypes)
	if err != nil {
		return client.Terms{}, err
	}
	kind, known := types[card.TypeID]
	terms := kind.TopUp
	if !known {
		currency := card.Balance.Currency
		terms = client.Terms{Currency: currency, Decimals: client.CurrencyDecimals(currency), FeeUnknown: true, Estimated: true}
		if currency == "" {
			terms.Refusal = "FinHub does not say in which currency"
		}
	}
	if !card.Usable() {
		terms.Refusal = "the card is " + string(card.Status)
	}
	return terms, nil
}

// orderNumber is what merchantOrderNo may be: 20 to 40 characters (FinHub cards page), and no others than every issuer takes.
var orderNumber = regexp.MustCompile(`^[A-Za-z0-9]{20,40}$`)

// TopUp sends a deposit, once.
func (d *Driver) TopUp(ctx context.Context, order client.Order) (client.Operation, error) {
	const op = "top up"
	if !orderNumber.MatchString(order.ID) {
		return client.Operation{}, &client.Error{Kind: client.ErrRefused, Profile: d.options.Profile, Op: op, NotSent: true,
			Cause: errors.New("an order number has 20 to 40 letters and digits")}
	}
	body := map[string]any{
		"cardNo":          order.CardID,
		"merchantOrderNo": order.ID,
		"amount":          transport.Number(order.Amount.Amount),
	}
	var wire wireOrder
	call := transport.Call{Op: op, Method: http.MethodPost, Path: []string{"card", "deposit"}, Body: body}
	if err := d.api.Do(ctx, call, &wire); err != nil {
		return client.Operation{}, err
	}
	operation, err := wire.operation()
	if err != nil {
		return client.Operation{}, d.garbage(op, err.Error())
	}
	if operation.OrderID != "" && operation.OrderID != order.ID || operation.CardID != "" && operation.CardID != order.CardID {
		return client.Operation{}, d.garbage(op, "the answer is about another order")
	}
	operation.OrderID, operation.CardID = order.ID, order.CardID
	return operation, nil
}
