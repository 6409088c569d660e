package aurex

import (
	"context"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/dashboard"
)

// The documented figures. A top-up is 10 to 10,000 USD at 3 %, creating a card 25 to 100,000 USD (Aurex cards page); issue fee and
// service fee of creation are those of the vendor's own examples, whose client rounds fees up to the cent.
var (
	topUpMin  = decimal.NewFromInt(10)
	topUpMax  = decimal.NewFromInt(10_000)
	topUpRate = decimal.New(3, -2)
	openMin   = decimal.NewFromInt(25)
	openMax   = decimal.NewFromInt(100_000)
	openRate  = decimal.New(5, -2)
	issueFee  = decimal.NewFromInt(19)
)

// documented are terms with documented figures; Aurex tells what it took only afterwards.
func documented(least, most, rate, fixed decimal.Decimal) client.Terms {
	return client.Terms{
		Currency:  currency,
		Min:       decimal.NewNullDecimal(least),
		Max:       decimal.NewNullDecimal(most),
		Decimals:  2,
		Rate:      rate,
		Fixed:     fixed,
		RoundUp:   true,
		Estimated: true,
	}
}

func documentedTopUp() client.Terms { return documented(topUpMin, topUpMax, topUpRate, decimal.Zero) }

func topUpTerms(_ context.Context, d *dashboard.Driver, card client.Card) (client.Terms, error) {
	terms := documentedTopUp()
	terms.Refusal = d.StatusRules().Refusal(client.MoveTopUp, card.Status)
	return terms, nil
}

func createTerms(context.Context, *dashboard.Driver) (client.Terms, error) {
	return documented(openMin, openMax, openRate, issueFee), nil
}

// CardTypes gives the one kind of card there is, with the documented figures.
func (d *Driver) CardTypes(context.Context) ([]client.CardType, error) {
	return []client.CardType{{
		Profile:          d.Profile(),
		ID:               onlyType,
		Name:             "Virtual card",
		Description:      "creating one costs the issue fee and a service fee of 5 % of the initial balance",
		Mode:             "PREPAID_CARD",
		Type:             "Virtual",
		Online:           true,
		Price:            client.NewMoney(issueFee, currency),
		Currency:         currency,
		OpenMin:          client.NewMoney(openMin, currency),
		OpenMax:          client.NewMoney(openMax, currency),
		OpenNeedsDeposit: true,
		TopUp:            documentedTopUp(),
		CanOpen:          true,
		Estimated:        true,
	}}, nil
}
