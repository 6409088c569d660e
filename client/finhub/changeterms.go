package finhub

import (
	"cmp"
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

// Where the card's type does not say (FinHub cards page, and the platform under FinHub for the interval).
var (
	noPINMost    = decimal.NewFromInt(2000)
	noPINDefault = decimal.NewFromInt(500)
)

const perTransaction = "PER_TRANSACTION" // the only interval that is documented

// ChangeTerms reads the card as it is now. A change that takes the card out of use needs only the status that the caller has. FinHub judges
// all that the card's status and type do not rule out: this version may not know the status, FinHub may not list the type, and the list of
// types may be unreadable.
func (d *Driver) ChangeTerms(ctx context.Context, card client.Card, kind client.MovementKind) (client.ChangeTerms, error) {
	of := subject{card: card}
	if card.Status == "" || !kind.NeedsOnlyID() {
		read, err := d.Card(ctx, card.ID)
		switch {
		case err == nil:
			of.card = read
		case !kind.NeedsOnlyID() || ctx.Err() != nil:
			return client.ChangeTerms{}, err
		}
	}
	types, typesErr := d.cardTypes(ctx)
	if typesErr != nil && ctx.Err() != nil {
		return client.ChangeTerms{}, typesErr
	}
	of.kind, of.known = types[of.card.TypeID]
	terms := of.limits()
	if typesErr != nil && kind != client.MoveCancel { // of which the type says nothing
		terms.Doubts = []string{client.Unchecked("what cards of this type can do", typesErr)}
	}
	terms.Refusal, terms.Hint, terms.ByType = of.refusal(kind, terms)
	if kind == client.MoveCancel {
		terms.Balance = of.balanceAfterCancel()
	}
	return terms, nil
}

// subject is a card with its type.
type subject struct {
	card  client.Card
	kind  client.CardType
	known bool // the type
}

// refusal says in plain words why the change is not possible, what can be done about it, and whether that is about the card's type; empty
// when it is possible.
func (s subject) refusal(kind client.MovementKind, terms client.ChangeTerms) (why, hint string, byType bool) {
	status := statusRules.Refusal(kind, s.card.Status)
	switch {
	case !kind.IsChange():
		return "FinHub has no such change", "", false
	case (kind == client.MovePIN || kind == client.MoveActivate) && !s.mayBePhysical():
		return "this is no physical card", "", s.known
	case status != "":
		return status, s.hint(kind), false
	case kind == client.MoveFreeze && s.known && !s.kind.CanFreeze:
		return "cards of this type cannot be frozen", "", true
	case kind == client.MoveUnfreeze && s.known && !s.kind.CanUnfreeze:
		return "cards of this type cannot be unfrozen", "", true
	case kind == client.MoveLimits && !terms.SetsNoPIN && !terms.SetsControls && !terms.SetsMCC:
		return "cards of this type have no limits to set", "", s.known
	}
	return "", "", false
}

// hint says what can be done about a status that forbids the change.
func (s subject) hint(kind client.MovementKind) string {
	switch s.card.Status {
	case client.CardInactive:
		if kind == client.MovePIN {
			return "activate it first"
		}
	case client.CardFreezing, client.CardUnfreezing, client.CardCanceling:
		return "FinHub is still at work on it: try again when it is done"
	default: // nothing can be done
	}
	return ""
}

// balanceAfterCancel says that the cards page does not tell what happens to the money on a canceled card, and how to take it off before.
// A budget card has no money of its own.
func (s subject) balanceAfterCancel() string {
	const open = "what becomes of it is not documented: "
	switch balance := s.card.Balance; {
	case balance.Known() && balance.Amount.IsZero():
		return ""
	case isBudget(s.kind):
		return "it is the shared account's, a budget card holds no money of its own"
	case s.card.Status == client.CardFrozen:
		return open + "unfreeze the card and withdraw it first"
	case s.card.Status == client.CardInactive:
		return open + "activate the card and withdraw it first"
	}
	return open + "withdraw it first"
}

// mayBePhysical reports whether the card can be of plastic: its type says so or, if the type says nothing, its category does not say
// otherwise.
func (s subject) mayBePhysical() bool {
	if s.known && s.kind.Type != "" {
		return strings.EqualFold(s.kind.Type, physicalType)
	}
	return s.card.Category == "" || strings.EqualFold(s.card.Category, physicalType)
}

// limits says which limits the card's type lets a person set. If the type is not known, all count as possible, but a card that is not of
// plastic has no amount without a PIN.
func (s subject) limits() client.ChangeTerms {
	currency := cmp.Or(s.kind.Currency, s.card.Balance.Currency)
	terms := client.ChangeTerms{
		Currency:     currency,
		SetsNoPIN:    s.mayBePhysical(),
		SetsControls: true,
		Intervals:    []string{perTransaction},
		SetsMCC:      true,
		NoPINMin:     decimal.NewNullDecimal(decimal.Zero),
		NoPINMax:     decimal.NewNullDecimal(noPINMost),
		NoPINDefault: client.NewMoney(noPINDefault, currency),
	}
	if !s.known {
		return terms
	}
	terms.SetsNoPIN, terms.SetsMCC = s.kind.SupportsNoPIN, s.kind.SupportsMCC
	terms.Intervals = nil
	for _, c := range s.kind.SpendingControls {
		if c.Settable {
			terms.Intervals = append(terms.Intervals, c.Interval)
		}
	}
	terms.SetsControls = len(terms.Intervals) > 0
	if low := s.kind.NoPINAmountMin; low.Known() {
		terms.NoPINMin.Decimal = low.Amount
	}
	if high := s.kind.NoPINAmountMax; high.Known() && high.Amount.IsPositive() {
		terms.NoPINMax.Decimal = high.Amount
	}
	if usual := s.kind.NoPINAmountDefault; usual.Known() {
		terms.NoPINDefault = usual
	}
	return terms
}
