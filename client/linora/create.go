package linora

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// createTerms gives what the answers about the cards that are there say of creating one. Linora has no answer about terms alone that is
// documented, so this is inferred: an initial balance below the smallest minimum or above the largest maximum that any card has is
// refused, and the fee is known only where all cards that name their fees agree on them.
func (d *Driver) createTerms(ctx context.Context, card client.NewCard) (client.Terms, error) {
	if _, err := cardName(card); err != nil {
		return client.Terms{}, fmt.Errorf("%w: %w", client.ErrTerms, err)
	}
	cards, err := d.list(ctx, "list cards", nil)
	if err != nil {
		return client.Terms{}, err
	}
	terms := client.Terms{Currency: currency, Decimals: client.CurrencyDecimals(currency), RoundUp: true, Estimated: true}
	var issuance, rate, service agreed
	for _, r := range cards {
		w := r.Value
		w.wipe()
		if !strings.EqualFold(cmp.Or(w.Currency, currency), currency) {
			continue // of another currency than the wallet's
		}
		least, most := first(w.MinBalance, w.Limits.Value.MinBalance), first(w.MaxBalance, w.Limits.Value.MaxBalance)
		if least.Set && (!terms.Min.Valid || least.Decimal.LessThan(terms.Min.Decimal)) {
			terms.Min = least.Null()
		}
		if most.Set && (!terms.Max.Valid || most.Decimal.GreaterThan(terms.Max.Decimal)) {
			terms.Max = most.Null()
		}
		issuance.hear(first(w.IssuanceFee, w.FeeSchedule.Value.IssuanceFee))
		rate.hear(first(w.ServiceFeeRate, w.FeeSchedule.Value.ServiceFeeRate))
		service.hear(first(w.ServiceFee, w.FeeSchedule.Value.ServiceFee))
	}
	terms.Rate, terms.Fixed = rate.figure.Decimal, issuance.figure.Decimal.Add(service.figure.Decimal)
	terms.FeeUnknown = !issuance.figure.Set || !rate.figure.Set && !service.figure.Set || issuance.split || rate.split || service.split
	forgetOddFee(&terms)
	return terms, nil
}

// agreed is a figure that several cards name, and whether they differ.
type agreed struct {
	figure transport.Amount
	split  bool
}

func (a *agreed) hear(said transport.Amount) {
	switch {
	case !said.Set:
	case !a.figure.Set:
		a.figure = said
	case !a.figure.Decimal.Equal(said.Decimal):
		a.split = true
	}
}

// wireCreated is the answer to a creation, as far as it is read: number, expiry and CVV may come along, and are left where the transport
// wipes them. All names but cardId are inferred.
type wireCreated struct {
	CardID   transport.ID `json:"cardId" read:"card"`
	Currency string       `json:"currency"`
	Fees     wireFees     `json:"fees"`
}

// create makes a card and pays for it from the wallet, once. It takes effect at once (Linora cards page); that there is no order number is
// inferred.
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
