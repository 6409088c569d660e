package aurex

import (
	"cmp"
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// createTerms gives the documented figures; Aurex tells what it took only afterwards. A new card needs a name.
func (d *Driver) createTerms(_ context.Context, card client.NewCard) (client.Terms, error) {
	if _, err := cardName(card); err != nil {
		return client.Terms{}, fmt.Errorf("%w: %w", client.ErrTerms, err)
	}
	return client.Terms{
		Currency:  currency,
		Min:       decimal.NewNullDecimal(openMin),
		Max:       decimal.NewNullDecimal(openMax),
		Decimals:  2,
		Rate:      openRate,
		Fixed:     issueFee,
		RoundUp:   true,
		Estimated: true,
	}, nil
}

// wireCreated is the answer to a creation, as far as it is read: number, expiry and CVV come along in the clear, and are left where the
// transport wipes them.
type wireCreated struct {
	CardID   transport.ID `json:"cardId" read:"card"`
	Currency string       `json:"currency"`
	Fees     wireFees     `json:"fees"`
}

// create makes a card and pays for it from the wallet, once. Aurex takes no order number and carries the order out at once.
func (d *Driver) create(ctx context.Context, order client.Order) (client.Operation, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Operation{}, err
	}
	var record transport.Record[wireCreated]
	if err := d.api.Do(ctx, call, &record); err != nil {
		return client.Operation{}, err
	}
	wire := record.Value
	if wire.CardID == "" {
		return client.Operation{}, d.garbage(call.Op, "the answer names no card")
	}
	code := cmp.Or(wire.Currency, order.Amount.Currency)
	return client.Operation{
		OrderID: order.ID,
		CardID:  string(wire.CardID),
		Kind:    "create",
		Status:  client.OperationSucceeded,
		Amount:  wire.Fees.CardBalance.Money(code),
		Fee:     wire.Fees.Money(code),
		At:      d.api.Now(),
	}, nil
}
