package finhub

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/holder"
)

// budgetMode marks cards that spend from a shared account (FinHub cards page).
const budgetMode = "BUDGET_CARD"

func isBudget(t client.CardType) bool { return strings.EqualFold(t.Mode, budgetMode) }

// createTerms gives what the type asks of a new card: the initial deposit, and the card's price as the fee. The fee is an estimate: we read
// the cards page to mean that FinHub takes nothing else beside the deposit. A type that supports no deposit takes the amount 0 alone; a
// type that needs one takes more than 0.
func (d *Driver) createTerms(ctx context.Context, card client.NewCard) (client.Terms, error) {
	const hint = "\nsee what is on offer with: cardwallet types"
	if card.TypeID == "" {
		return client.Terms{}, fmt.Errorf("%w: a new card needs a card type%s", client.ErrTerms, hint)
	}
	types, err := d.cardTypes(ctx)
	if err != nil {
		return client.Terms{}, err
	}
	kind, known := types[card.TypeID]
	if !known {
		return client.Terms{}, fmt.Errorf("%w: FinHub has no card type %q%s", client.ErrTerms, card.TypeID, hint)
	}
	terms := openTerms(kind)
	if terms.Refusal != "" {
		return terms, nil
	}
	if err := d.complete(card, d.CardParts(kind)); err != nil {
		return client.Terms{}, err
	}
	return terms, nil
}

func openTerms(kind client.CardType) client.Terms {
	terms := client.Terms{
		Currency:  kind.Currency,
		Min:       decimal.NullDecimal{Decimal: kind.OpenMin.Amount, Valid: kind.OpenMin.Known()},
		Max:       decimal.NullDecimal{Decimal: kind.OpenMax.Amount, Valid: kind.OpenMax.Known()},
		Decimals:  kind.TopUp.Decimals, // of a deposit, which the initial one is too
		Fixed:     kind.Price.Amount,
		Estimated: true,
	}
	if kind.Price.Currency != kind.Currency || kind.Price.Amount.IsNegative() {
		terms.Fixed, terms.FeeUnknown = decimal.Zero, true
	}
	switch nothing := !terms.Max.Decimal.IsPositive(); {
	case kind.OpenNeedsDeposit:
		if nothing {
			terms.Max = decimal.NullDecimal{} // a deposit of at most nothing cannot be meant
		}
		if !terms.Min.Decimal.IsPositive() {
			terms.Min = decimal.NewNullDecimal(decimal.New(1, -terms.Decimals))
		}
	case nothing:
		terms.Min, terms.Max = decimal.NewNullDecimal(decimal.Zero), decimal.NewNullDecimal(decimal.Zero)
		terms.MaxReason = "cards of this type take no initial deposit"
	}
	switch {
	case kind.Currency == "":
		terms.Refusal = "FinHub does not say in which currency"
	case !kind.Online:
		terms.Refusal = "this type of card is offline"
	case !kind.CanOpen:
		terms.Refusal = "this type of card cannot be created at present"
	}
	return terms
}

// CardParts are what a new card of the type needs. Cards at FinHub have no name (FinHub cards page).
func (d *Driver) CardParts(t client.CardType) (parts []client.CardPart) {
	if t.NeedsHolder {
		parts = append(parts, client.PartHolder)
	}
	if isBudget(t) {
		parts = append(parts, client.PartAccount)
	}
	if strings.EqualFold(t.Type, physicalType) {
		parts = append(parts, client.PartNumber)
	}
	return parts
}

// CheckPart reports whether the text can be that part of a new card: the ids of holders and accounts are Longs (FinHub cards page).
func (d *Driver) CheckPart(part client.CardPart, text string) (problem string, ok bool) {
	switch {
	case isLong(text):
		return "", true
	case part == client.PartNumber:
		return "", strings.TrimSpace(text) != ""
	case text == "" || strings.Trim(text, "0123456789") != "":
		return "digits only", false
	case text[0] == '0':
		return "which does not begin with 0", false
	}
	return fmt.Sprintf("which is at most %d", math.MaxInt64), false
}

// complete refuses a card that lacks what its type needs, all of it at once, and one with what FinHub has no place for.
func (d *Driver) complete(card client.NewCard, needs []client.CardPart) error {
	var missing, wrong, lists []string
	for _, part := range []struct {
		part        client.CardPart
		name, value string
		list        string // the command that lists them
		called      string // in what is said of one that is no Long; empty where it need not be one
	}{
		{client.PartHolder, "a holder id", card.HolderID, "cardwallet holders", "the holder id"},
		{client.PartAccount, "an account id", card.AccountID, "cardwallet balances --json", "the account id"},
		{client.PartNumber, "the card number printed on it", card.CardNumber, "", ""},
	} {
		switch {
		case part.value != "" && part.called != "" && !isLong(part.value):
			problem, _ := d.CheckPart(part.part, part.value)
			wrong = append(wrong, part.called+": "+problem)
		case part.value == "" && slices.Contains(needs, part.part):
			missing = append(missing, part.name)
			if part.list != "" {
				lists = append(lists, part.list)
			}
		}
	}
	if card.CardNumber != "" && !slices.Contains(needs, client.PartNumber) {
		wrong = append(wrong, "a card number is for physical cards only")
	}
	if card.Name != "" {
		wrong = append(wrong, "cards at FinHub have no name")
	}
	if len(missing) > 0 {
		wrong = append([]string{"this type of card needs " + strings.Join(missing, " and ")}, wrong...)
	}
	if len(wrong) == 0 {
		return nil
	}
	hint := ""
	if len(lists) > 0 {
		hint = "\nlist them with: " + strings.Join(lists, " and: ")
	}
	if card.HolderID == "" && slices.Contains(needs, client.PartHolder) {
		hint += "\n" + holder.Needed + " will do; make one with: " + holder.MakeWith(card.TypeID)
	}
	return fmt.Errorf("%w: %s%s", client.ErrTerms, strings.Join(wrong, "; "), hint)
}
