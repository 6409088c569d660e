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
// not known, and nothing is assumed in its place.
type wireTerms struct {
	wireLimits
	wireRates
	Limits         wireLimits `json:"limits"`
	FeeSchedule    wireRates  `json:"feeSchedule"`
	TopUpSupported *bool      `json:"topUpSupported"`
}

type wireLimits struct {
	MinBalance transport.Amount `json:"minBalance"`
	MinTopUp   transport.Amount `json:"minTopUp"`
	MaxTopUp   transport.Amount `json:"maxTopUp"`
	MaxBalance transport.Amount `json:"maxBalance"`
}

type wireRates struct {
	IssuanceFee    transport.Amount `json:"issuanceFee"`
	ServiceFeeRate transport.Amount `json:"serviceFeeRate"` // a fraction, as Aurex's ourFeeRate
	ServiceFee     transport.Amount `json:"serviceFee"`     // fixed
}

func first(amounts ...transport.Amount) transport.Amount {
	for _, a := range amounts {
		if a.Set {
			return a
		}
	}
	return transport.Amount{}
}

// TopUpTerms asks for the card and gives the limits and fees in the answer.
func (d *Driver) TopUpTerms(ctx context.Context, card client.Card) (client.Terms, error) {
	wire, err := d.details(ctx, "read the card's terms", card.ID)
	if err != nil {
		return client.Terms{}, err
	}
	defer wire.wipe()
	code := strings.ToUpper(cmp.Or(wire.Currency, currency))
	rate := first(wire.ServiceFeeRate, wire.FeeSchedule.ServiceFeeRate)
	fixed := first(wire.ServiceFee, wire.FeeSchedule.ServiceFee)
	terms := client.Terms{
		Currency:   code,
		Min:        first(wire.MinTopUp, wire.Limits.MinTopUp).Null(),
		Max:        first(wire.MaxTopUp, wire.Limits.MaxTopUp).Null(),
		Decimals:   client.CurrencyDecimals(code),
		Rate:       rate.Decimal,
		Fixed:      fixed.Decimal,
		RoundUp:    true, // as at Aurex, inferred
		FeeUnknown: !rate.Set && !fixed.Set,
		Estimated:  true,
	}
	forgetOddFee(&terms)
	if most := first(wire.MaxBalance, wire.Limits.MaxBalance); most.Set && wire.Balance.Set {
		room := decimal.Max(decimal.Zero, most.Decimal.Sub(wire.Balance.Decimal))
		if !terms.Max.Valid || room.LessThan(terms.Max.Decimal) {
			terms.Max = decimal.NewNullDecimal(room)
		}
	}
	switch status := cardStatus(wire.Status); {
	case wire.TopUpSupported != nil && !*wire.TopUpSupported:
		terms.Refusal = "this card cannot be topped up" // Linora Standard (Linora fees page)
	case status != client.CardActive:
		terms.Refusal = "the card is " + string(status)
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
