package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client/holder"
	"cardwallet/crypto"
)

// Change says what a change of a card, or a new holder, is to be, beyond its kind. The caller wipes the secrets after the order was sent.
// They are never noted.
type Change struct {
	PIN            crypto.Secret // for MovePIN and MoveActivate: 6 digits that crypto.CheckPIN lets through
	ActivationCode crypto.Secret // for MoveActivate, from a 3DS record, a letter or an e-mail
	Limits         Limits        // for MoveLimits; for MoveActivate NoPINAmount alone
	Holder         holder.Person // for MoveHolder
}

// Wipe wipes the secrets.
func (c Change) Wipe() {
	c.PIN.Wipe()
	c.ActivationCode.Wipe()
	c.Holder.Wipe()
}

// Redact is the text with "[redacted]" for the secrets, which issuers may repeat in what they say.
func (c Change) Redact(text string) string {
	for _, secret := range []crypto.Secret{c.PIN, c.ActivationCode} {
		if !secret.IsZero() {
			text = strings.ReplaceAll(text, secret.RevealString(), secret.String())
		}
	}
	return c.Holder.Redact(text)
}

// Limits are what a card may spend and where. In a change, a part that is not known or nil stays as it is, and an empty list removes.
// Only one of AllowedMCC and BlockedMCC can be set (FinHub cards page).
type Limits struct {
	NoPINAmount Money             // what a physical card pays without its PIN: 0 to 2000, 500 unless set
	Controls    []SpendingControl // spending limits per interval
	AllowedMCC  []string          // ISO 18245 codes of 4 digits: pays only there
	BlockedMCC  []string          // ISO 18245 codes of 4 digits: never pays there
}

// IsZero reports whether there is no limit and, in a change, nothing to change.
func (l Limits) IsZero() bool {
	return !l.NoPINAmount.Known() && l.Controls == nil && l.AllowedMCC == nil && l.BlockedMCC == nil
}

// ChangeTerms say whether and how a card can be changed.
type ChangeTerms struct {
	// Refusal says why the change is not possible at all, from the card's status or type; empty when it is.
	Refusal string
	Hint    string // what a person can do about the refusal; empty where there is nothing to do
	ByType  bool   // the refusal is about the card's type: it is the same for all cards of the type, whenever it is asked for
	// Doubts are sentences that a person has to know before it is sent: what the issuer may refuse it for, and what could not be checked.
	Doubts []string
	// Balance says, for MoveCancel, what is known of the money on the card and what to do first; empty where none is on it.
	Balance string
	// For MoveLimits and MoveActivate: which limits the card's type lets set.
	SetsNoPIN          bool
	NoPINMin, NoPINMax decimal.NullDecimal // in Currency, inclusive
	NoPINDefault       Money
	SetsControls       bool
	Intervals          []string // the issuer's words of the intervals that can be set
	SetsMCC            bool
	Currency           string // of the card
}

// LeastNoPIN is the smallest amount that the limit for payments without a PIN can be set to. It is not known where the issuer names none.
func (t ChangeTerms) LeastNoPIN() Money { return bound(t.NoPINMin, t.Currency) }

// MostNoPIN is the largest amount that the limit for payments without a PIN can be set to. It is not known where the issuer names none.
func (t ChangeTerms) MostNoPIN() Money { return bound(t.NoPINMax, t.Currency) }

// ChangeChecker is an Issuer that knows before sending whether a card can be changed. Every Mover that has changes is one.
type ChangeChecker interface {
	// ChangeTerms says what the card's status and type allow for the kind.
	ChangeTerms(ctx context.Context, card Card, kind MovementKind) (ChangeTerms, error)
}

// checkPatience is how long a card that may be stolen stays usable while it is looked at.
const checkPatience = 5 * time.Second

// CheckChange reads the card as it is now, and what the issuer allows with it for the kind that kindOf makes of that card. A change that
// takes a card out of use does not wait for answers: after checkPatience it goes on with the card as given. Then the status forbids
// nothing, and the doubts say what could not be checked.
func (a Account) CheckChange(whole context.Context, card Card, kindOf func(Card) MovementKind) (Card, ChangeTerms, error) {
	var doubts []string
	unread := false
	kind, ctx := kindOf(card), whole
	if kind.NeedsOnlyID() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(whole, checkPatience)
		defer cancel()
	}
	read, err := a.Card(ctx, card.ID)
	switch {
	case Readable(err) == nil:
		card, kind = read, kindOf(read)
	case !kind.NeedsOnlyID() || whole.Err() != nil || isNoCard(err):
		return card, ChangeTerms{}, err
	default:
		unread = true
		doubts = append(doubts, Unchecked("the card's status", err))
	}
	var terms ChangeTerms
	if checker, ok := a.Issuer.(ChangeChecker); ok {
		terms, err = checker.ChangeTerms(ctx, card, kind)
		switch {
		case err == nil:
		case !kind.NeedsOnlyID() || whole.Err() != nil || isNoCard(err):
			return card, terms, err
		default:
			doubts = append(doubts, Unchecked("what the issuer allows", err))
		}
	}
	forbidden := a.StatusRules().Refusal(kind, card.Status)
	switch {
	case unread && forbidden != "": // a list that is out of date keeps no stolen card usable
		doubts = append(doubts, "the card was listed as "+string(card.Status)+"; the issuer may refuse this")
		if terms.Refusal == forbidden {
			terms.Refusal, terms.Hint, terms.ByType = "", "", false
		}
	case terms.Refusal == "":
		terms.Refusal = forbidden
	}
	if doubt := a.StatusRules().Doubt(kind, card); doubt != "" && terms.Refusal == "" {
		doubts = append(doubts, doubt)
	}
	terms.Doubts = append(doubts, terms.Doubts...)
	return card, terms, nil
}

// isNoCard reports whether the issuer itself says that it has no such card. A missing page does not say that, and neither does an answer
// without a word about the card.
func isNoCard(err error) bool {
	var e *Error
	return errors.Is(err, ErrNotFound) && (!errors.As(err, &e) || e.Status != 0 && e.Status != http.StatusNotFound)
}
