package client

import (
	"slices"
	"strings"
)

// StatusRules are what an issuer's documents say, by kind of movement.
type StatusRules map[MovementKind]StatusRule

// StatusRule has the statuses of a card in which a movement is possible, and those in which it is not. In any other status the issuer
// judges: a person is asked, and the movement is sent.
type StatusRule struct{ Allows, Forbids []CardStatus }

// OnlyActive is the rule that a card must be active.
var OnlyActive = StatusRule{Allows: []CardStatus{CardActive}, Forbids: []CardStatus{CardPending, CardInactive, CardFreezing, CardFrozen,
	CardUnfreezing, CardCanceling, CardCanceled, CardBlocked, CardExpired, CardFailed}}

// StatusRuler is a Mover whose issuer documents what cards of a status allow.
type StatusRuler interface{ StatusRules() StatusRules }

// StatusRules are those of the account's issuer; none where it is no StatusRuler.
func (a Account) StatusRules() StatusRules {
	if issuer, ok := a.Issuer.(StatusRuler); ok {
		return issuer.StatusRules()
	}
	return nil
}

// Refusal says why the card's status forbids the movement; empty where it does not.
func (r StatusRules) Refusal(kind MovementKind, status CardStatus) string {
	if !slices.Contains(r[kind].Forbids, status) {
		return ""
	}
	return "the card is " + string(status)
}

// Doubt is a warning for a movement that the card's status neither allows nor forbids. It is empty where the status decides, and for a
// card that was not read. It has the issuer's word for the status as it came.
func (r StatusRules) Doubt(kind MovementKind, card Card) string {
	if rule := r[kind]; card.Status == "" || slices.Contains(slices.Concat(rule.Allows, rule.Forbids), card.Status) {
		return ""
	}
	status := string(card.Status)
	if word := strings.TrimSpace(card.IssuerStatus); card.Status == CardUnknown && word != "" {
		status = "of a status that is not known here, " + word
	}
	return "the card is " + status + "; the issuer may refuse this"
}

// Unchecked says that something could not be checked, and was asked of the issuer all the same.
func Unchecked(what string, err error) string {
	return "could not check " + what + ": asked all the same (" + FirstLine(err) + ")"
}
