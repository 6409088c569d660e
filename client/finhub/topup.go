package finhub

import (
	"context"

	"cardwallet/client"
)

// topUpTerms gives what the card's type asks. Rate and fixed fee are added as on the cards page; that sum is our reading of it, so it
// counts as an estimate.
func (d *Driver) topUpTerms(ctx context.Context, card client.Card) (client.Terms, error) {
	if card.TypeID == "" { // a list in the other dialect does not tell
		var err error
		if card, err = d.Card(ctx, card.ID); err != nil {
			return client.Terms{}, err
		}
	}
	types, err := d.cardTypes(ctx)
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
	if refusal := statusRules.Refusal(client.MoveTopUp, card.Status); refusal != "" {
		terms.Refusal, terms.ByType = refusal, false
	}
	return terms, nil
}
