package linora

import (
	"cmp"
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/dashboard"
	"cardwallet/client/transport"
)

// topUpTerms asks for the card and gives the limits and fees in the answer.
func topUpTerms(ctx context.Context, d *dashboard.Driver, card client.Card) (client.Terms, error) {
	read, err := d.ReadCard(ctx, "read the card's terms", card.ID)
	if err != nil {
		return client.Terms{}, err
	}
	code, said := strings.ToUpper(cmp.Or(read.Currency, currency)), read.Figures
	terms := client.Terms{
		Currency:   code,
		Min:        said.MinTopUp.Null(),
		Max:        said.MaxTopUp.Null(),
		Decimals:   client.CurrencyDecimals(code),
		Rate:       said.ServiceFeeRate.Decimal,
		Fixed:      said.ServiceFee.Decimal,
		RoundUp:    true, // as at Aurex, inferred
		FeeUnknown: !said.ServiceFeeRate.Set && !said.ServiceFee.Set,
		Estimated:  true,
	}
	forgetOddFee(&terms)
	if said.MaxBalance.Set && read.Balance.Set {
		room := decimal.Max(decimal.Zero, said.MaxBalance.Decimal.Sub(read.Balance.Decimal))
		if !terms.Max.Valid || room.LessThan(terms.Max.Decimal) {
			terms.Max = decimal.NewNullDecimal(room)
		}
	}
	terms.Refusal = d.StatusRules().Refusal(client.MoveTopUp, d.Status(read.Status))
	if said.NoTopUps {
		terms.Refusal = "this card cannot be topped up" // Linora Standard (Linora fees page)
	}
	return terms, nil
}

// createTerms finds the terms of a new card in the list of the cards that are there. This is inferred: Linora documents no answer about
// terms alone. It refuses an initial balance below the smallest minimum, or above the largest maximum, that any card has. The fee is known
// only where all cards that name their fees agree.
func createTerms(ctx context.Context, d *dashboard.Driver) (client.Terms, error) {
	cards, err := d.ListCards(ctx)
	if err != nil {
		return client.Terms{}, err
	}
	terms := client.Terms{Currency: currency, Decimals: client.CurrencyDecimals(currency), RoundUp: true, Estimated: true}
	var issuance, rate, service consensus
	for _, c := range cards {
		if !strings.EqualFold(cmp.Or(c.Currency, currency), currency) {
			continue // of another currency than the wallet's
		}
		least, most := c.Figures.MinBalance, c.Figures.MaxBalance
		if least.Set && (!terms.Min.Valid || least.Decimal.LessThan(terms.Min.Decimal)) {
			terms.Min = least.Null()
		}
		if most.Set && (!terms.Max.Valid || most.Decimal.GreaterThan(terms.Max.Decimal)) {
			terms.Max = most.Null()
		}
		issuance.add(c.Figures.IssuanceFee)
		rate.add(c.Figures.ServiceFeeRate)
		service.add(c.Figures.ServiceFee)
	}
	terms.Rate, terms.Fixed = rate.figure.Decimal, issuance.figure.Decimal.Add(service.figure.Decimal)
	terms.FeeUnknown = !issuance.figure.Set || !rate.figure.Set && !service.figure.Set || issuance.split || rate.split || service.split
	forgetOddFee(&terms)
	return terms, nil
}

// consensus is a figure that several cards name, and whether they differ.
type consensus struct {
	figure transport.Amount
	split  bool
}

func (c *consensus) add(said transport.Amount) {
	switch {
	case !said.Set:
	case !c.figure.Set:
		c.figure = said
	case !c.figure.Decimal.Equal(said.Decimal):
		c.split = true
	}
}

// forgetOddFee drops the figures of a fee that is not known as a whole. A rate of 1 or more is no fraction, so nobody knows what the figure
// means. Nor does anybody where a figure is below zero.
func forgetOddFee(terms *client.Terms) {
	if terms.FeeUnknown || terms.Rate.GreaterThanOrEqual(decimal.NewFromInt(1)) || terms.Rate.IsNegative() || terms.Fixed.IsNegative() {
		terms.Rate, terms.Fixed, terms.FeeUnknown = decimal.Zero, decimal.Zero, true
	}
}
