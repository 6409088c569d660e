package aurex

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/transport"
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

func documentedTerms() client.Terms {
	return client.Terms{
		Currency:  currency,
		Min:       decimal.NewNullDecimal(topUpMin),
		Max:       decimal.NewNullDecimal(topUpMax),
		Decimals:  2,
		Rate:      topUpRate,
		RoundUp:   true,
		Estimated: true,
	}
}

// topUpTerms gives the documented figures; Aurex tells what it took only afterwards.
func (d *Driver) topUpTerms(_ context.Context, card client.Card) (client.Terms, error) {
	terms := documentedTerms()
	terms.Refusal = client.StatusRefusal(client.MoveTopUp, card.Status)
	return terms, nil
}

// CardTypes gives the one kind of card there is, with the documented figures.
func (d *Driver) CardTypes(context.Context) ([]client.CardType, error) {
	return []client.CardType{{
		Profile:          d.options.Profile,
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
		TopUp:            documentedTerms(),
		CanOpen:          true,
		Estimated:        true,
	}}, nil
}

// topUp moves money from the wallet to the card, once. Aurex takes no order number and carries the order out at once.
func (d *Driver) topUp(ctx context.Context, order client.Order) (client.Operation, error) {
	call, err := d.movement(order)
	if err != nil {
		return client.Operation{}, err
	}
	type toppedUp struct {
		CardID         transport.ID     `json:"cardId" read:"card"`
		NewBalance     transport.Amount `json:"newBalance"`
		RechargeAmount transport.Amount `json:"rechargeAmount" read:"amount"`
		Currency       string           `json:"currency" read:"currency"`
		Fees           wireFees         `json:"fees"`
	}
	var record transport.Record[toppedUp]
	if err := d.api.Do(ctx, call, &record); err != nil {
		return client.Operation{}, err
	}
	wire := record.Value
	if record.Odd != "" {
		return client.Operation{}, d.garbage(call.Op, "the answer is "+record.Odd.Words())
	}
	if wire.CardID == "" && !wire.NewBalance.Set && !wire.RechargeAmount.Set {
		return client.Operation{}, d.garbage(call.Op, "the answer says nothing about the top-up")
	}
	if wire.CardID != "" && string(wire.CardID) != order.CardID {
		return client.Operation{}, d.garbage(call.Op, "the answer is about another card")
	}
	code := cmp.Or(wire.Currency, order.Amount.Currency)
	return client.Operation{
		OrderID: order.ID,
		CardID:  order.CardID,
		Kind:    "topup",
		Status:  client.OperationSucceeded,
		Amount:  wire.RechargeAmount.Money(code),
		Fee:     wire.Fees.Money(code),
		At:      d.api.Now(),
	}, nil
}

// wireFees is a number after a top-up and an object after creating a card, which also says what the card was given.
type wireFees struct {
	transport.Amount
	CardBalance transport.Amount
}

// UnmarshalJSON takes both; of the object it is totalFees, or the sum of its two parts.
func (f *wireFees) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' {
		f.CardBalance = transport.Amount{}
		return f.Amount.UnmarshalJSON(data)
	}
	var object struct {
		CardBalance  transport.Amount `json:"cardBalance"`
		TotalFees    transport.Amount `json:"totalFees"`
		OurFee       transport.Amount `json:"ourFee"`
		CardIssueFee transport.Amount `json:"cardIssueFee"`
	}
	err := json.Unmarshal(data, &object)
	f.Amount, f.CardBalance = object.TotalFees, object.CardBalance
	if !f.Set && object.OurFee.Set && object.CardIssueFee.Set {
		f.Amount = transport.Amount{Decimal: object.OurFee.Decimal.Add(object.CardIssueFee.Decimal), Set: true}
	}
	return err
}
