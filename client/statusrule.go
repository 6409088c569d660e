package client

import "strings"

// StatusRule says how a card's status bears on a movement or a change.
type StatusRule int

// The rules. What no document allows or forbids is the issuer's to judge: a person is asked, and it is sent.
const (
	StatusAsks StatusRule = iota
	StatusAllows
	StatusForbids
)

// statusRules are what documents say, by kind and status; a status that is not here asks. FinHub's cards page has the meaning of each
// status: Normal is usable, un_activated waits for its activation, the words in -ing are under way, cancel is permanent, fail is a
// card whose creation failed. That a card can be canceled while it is frozen or inactive is inferred.
var statusRules = map[MovementKind]map[CardStatus]StatusRule{
	// Of the statuses that are documented, only that of an active card is called usable (FinHub cards page, Aurex overview).
	MoveTopUp: {CardActive: StatusAllows, CardPending: StatusForbids, CardInactive: StatusForbids, CardFreezing: StatusForbids,
		CardFrozen: StatusForbids, CardUnfreezing: StatusForbids, CardCanceling: StatusForbids, CardCanceled: StatusForbids,
		CardBlocked: StatusForbids, CardExpired: StatusForbids, CardFailed: StatusForbids},
	// What becomes of what is on a card that has ended is not documented: money is never kept from leaving.
	MoveWithdraw: {CardActive: StatusAllows},
	MoveFreeze:   {CardActive: StatusAllows, CardFreezing: StatusForbids, CardFrozen: StatusForbids, CardCanceled: StatusForbids},
	MoveUnfreeze: {CardFrozen: StatusAllows, CardUnfreezing: StatusForbids, CardActive: StatusForbids, CardCanceled: StatusForbids},
	MoveCancel: {CardActive: StatusAllows, CardFrozen: StatusAllows, CardInactive: StatusAllows, CardCanceling: StatusForbids,
		CardCanceled: StatusForbids},
	// What waits for its activation gets its PIN with that.
	MovePIN:    {CardActive: StatusAllows, CardInactive: StatusForbids, CardCanceled: StatusForbids},
	MoveLimits: {CardActive: StatusAllows, CardCanceled: StatusForbids},
	// Only un_activated waits for it. A block hides what a card was before.
	MoveActivate: {CardInactive: StatusAllows, CardActive: StatusForbids, CardFreezing: StatusForbids, CardFrozen: StatusForbids,
		CardUnfreezing: StatusForbids, CardCanceling: StatusForbids, CardCanceled: StatusForbids, CardFailed: StatusForbids},
}

// StatusRuleOf is the rule for a movement of the kind on a card of the status.
func StatusRuleOf(kind MovementKind, status CardStatus) StatusRule { return statusRules[kind][status] }

// StatusRefusal says why the card's status forbids the movement; empty where it does not.
func StatusRefusal(kind MovementKind, status CardStatus) string {
	if StatusRuleOf(kind, status) != StatusForbids {
		return ""
	}
	return "the card is " + string(status)
}

// StatusDoubt says what a person has to know before a movement that the card's status neither allows nor forbids; empty where it does,
// and for a card of which nothing was read. It holds the issuer's word as it came.
func StatusDoubt(kind MovementKind, card Card) string {
	if card.Status == "" || StatusRuleOf(kind, card.Status) != StatusAsks {
		return ""
	}
	status := string(card.Status)
	if word := strings.TrimSpace(card.IssuerStatus); card.Status == CardUnknown && word != "" {
		status = "of a status that is not known here, " + word
	}
	return "the card is " + status + "; the issuer may refuse this"
}

// NeedsOnlyID reports whether the change takes a card out of use, for which nothing but its id has to be known: what cannot be read
// meanwhile must not keep a stolen card usable.
func (k MovementKind) NeedsOnlyID() bool { return k == MoveFreeze || k == MoveCancel }

// Unchecked says that something could not be checked, and that this keeps nothing from being asked.
func Unchecked(what string, err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return "could not check " + what + ": asked all the same (" + line + ")"
}
