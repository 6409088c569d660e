package finhub

import (
	"context"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// withdrawMin is the least that a withdrawal takes (FinHub cards page).
var withdrawMin = decimal.New(1, -2)

// withdrawTerms asks for the card as it is now. A withdrawal must leave the type's balanceRetentionQuota on it (FinHub cards page). What
// it costs is not documented: only the answer tells. rechargeDigital is about deposits, so an amount has the currency's decimals.
func (d *Driver) withdrawTerms(ctx context.Context, card client.Card) (client.Terms, error) {
	card, err := d.Card(ctx, card.ID)
	if err != nil {
		return client.Terms{}, err
	}
	types, err := d.cardTypes(ctx)
	if err != nil && ctx.Err() != nil {
		return client.Terms{}, err
	}
	kind, known := types[card.TypeID] // FinHub itself checks what a card must keep, so its type need not be readable
	balance := card.Balance
	terms := client.Terms{
		Currency:   balance.Currency,
		Min:        decimal.NewNullDecimal(withdrawMin),
		Max:        decimal.NewNullDecimal(balance.Amount),
		Decimals:   client.CurrencyDecimals(balance.Currency),
		FeeUnknown: true,
		Estimated:  true,
		MaxReason:  "all that is on the card",
		Refusal:    statusRules.Refusal(client.MoveWithdraw, card.Status),
	}
	keep := kind.Retention
	switch {
	case terms.Refusal != "":
	case isBudget(kind):
		terms.Refusal, terms.ByType = "a budget card holds no money of its own", true
	case !balance.Known():
		terms.Max, terms.MaxReason = decimal.NullDecimal{}, ""
		terms.Refusal = "FinHub does not say what is on the card"
	case !known:
		terms.MaxReason += "; what it must keep is not known"
	case keep.Amount.IsPositive() && keep.Currency == balance.Currency:
		terms.Max = decimal.NewNullDecimal(decimal.Max(decimal.Zero, balance.Amount.Sub(keep.Amount)))
		terms.MaxReason = "the card must keep " + keep.String()
	}
	if terms.Refusal == "" && terms.Max.Decimal.LessThan(withdrawMin) {
		terms.Refusal = "the card holds " + balance.String()
		if keep.Amount.IsPositive() {
			terms.Refusal += " and must keep " + keep.String()
		}
	}
	return terms, nil
}
