package linora

import (
	"cmp"
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/transport"
)

// wireTerms is what answers may say of limits and fees. That they are in answers is documented (Linora cards page), their names and
// places are not: these are the likely ones, beside the card's own fields or in objects of their own, inferred. What is not there is
// not known, and nothing is assumed in its place; nor is what is there in a form that cannot be read.
type wireTerms struct {
	wireLimits
	wireRates
	Limits         transport.Loose[wireLimits] `json:"limits"`
	FeeSchedule    transport.Loose[wireRates]  `json:"feeSchedule"`
	TopUpSupported transport.Loose[*bool]      `json:"topUpSupported"`
}

// figure is an amount under a name that is inferred, which may be another thing than an amount.
type figure = transport.Loose[transport.Amount]

type wireLimits struct {
	MinBalance figure `json:"minBalance"`
	MinTopUp   figure `json:"minTopUp"`
	MaxTopUp   figure `json:"maxTopUp"`
	MaxBalance figure `json:"maxBalance"`
}

type wireRates struct {
	IssuanceFee    figure `json:"issuanceFee"`
	ServiceFeeRate figure `json:"serviceFeeRate"` // a fraction, as Aurex's ourFeeRate
	ServiceFee     figure `json:"serviceFee"`     // fixed
}

func first(figures ...figure) transport.Amount {
	for _, f := range figures {
		if f.Value.Set {
			return f.Value
		}
	}
	return transport.Amount{}
}

// topUpTerms asks for the card and gives the limits and fees in the answer.
func (d *Driver) topUpTerms(ctx context.Context, card client.Card) (client.Terms, error) {
	record, err := d.details(ctx, "read the card's terms", card.ID)
	if err != nil {
		return client.Terms{}, err
	}
	wire := record.Value
	defer wire.wipe()
	code := strings.ToUpper(cmp.Or(wire.Currency, currency))
	rate := first(wire.ServiceFeeRate, wire.FeeSchedule.Value.ServiceFeeRate)
	fixed := first(wire.ServiceFee, wire.FeeSchedule.Value.ServiceFee)
	terms := client.Terms{
		Currency:   code,
		Min:        first(wire.MinTopUp, wire.Limits.Value.MinTopUp).Null(),
		Max:        first(wire.MaxTopUp, wire.Limits.Value.MaxTopUp).Null(),
		Decimals:   client.CurrencyDecimals(code),
		Rate:       rate.Decimal,
		Fixed:      fixed.Decimal,
		RoundUp:    true, // as at Aurex, inferred
		FeeUnknown: !rate.Set && !fixed.Set,
		Estimated:  true,
	}
	forgetOddFee(&terms)
	if most := first(wire.MaxBalance, wire.Limits.Value.MaxBalance); most.Set && wire.Balance.Set {
		room := decimal.Max(decimal.Zero, most.Decimal.Sub(wire.Balance.Decimal))
		if !terms.Max.Valid || room.LessThan(terms.Max.Decimal) {
			terms.Max = decimal.NewNullDecimal(room)
		}
	}
	terms.Refusal = client.StatusRefusal(client.MoveTopUp, cardStatus(wire.Status))
	if wire.TopUpSupported.Value != nil && !*wire.TopUpSupported.Value {
		terms.Refusal = "this card cannot be topped up" // Linora Standard (Linora fees page)
	}
	return terms, nil
}

// forgetOddFee leaves no figures of a fee that is not known as a whole. A rate of everything or more is no fraction: then it is not known
// what the figure means. The same goes for what is below zero.
func forgetOddFee(terms *client.Terms) {
	if terms.FeeUnknown || terms.Rate.GreaterThanOrEqual(decimal.NewFromInt(1)) || terms.Rate.IsNegative() || terms.Fixed.IsNegative() {
		terms.Rate, terms.Fixed, terms.FeeUnknown = decimal.Zero, decimal.Zero, true
	}
}
