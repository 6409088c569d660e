package client

import "time"

// AuditAction is what somebody did that the audit trail notes.
type AuditAction string

// The actions.
const (
	AuditReveal   AuditAction = "reveal"   // values of a card were shown or printed
	AuditCopy     AuditAction = "copy"     // one value went to a clipboard
	AuditCode     AuditAction = "code"     // a code was shown or printed
	AuditMovement AuditAction = "movement" // money: once before it is sent, and once for each outcome
	AuditChange   AuditAction = "change"   // a change in a card's life, likewise
	AuditMark     AuditAction = "mark"     // a person decided an unknown outcome
	AuditKey      AuditAction = "key"      // a profile's private key was made, tried or changed
	AuditLock     AuditAction = "lock"
	AuditUnlock   AuditAction = "unlock"
	AuditRepair   AuditAction = "repair" // the trail's own: something was wrong with its end
)

// AuditActions are all of them.
var AuditActions = []AuditAction{
	AuditReveal, AuditCopy, AuditCode, AuditMovement, AuditChange, AuditMark, AuditKey, AuditLock, AuditUnlock, AuditRepair,
}

// AuditOutcome is what came of an action. Movements and changes have the words of MovementStatus, intended before they are sent.
type AuditOutcome string

// The outcomes of the other actions.
const (
	AuditDone   AuditOutcome = "done"
	AuditSent   AuditOutcome = "sent" // to a terminal, which confirms nothing
	AuditFailed AuditOutcome = "failed"
)

// AuditEntry is one thing that somebody did. It never holds a secret, nor text of an issuer or a person: only names, ids, amounts and
// words of this program. Parts that do not apply are empty.
type AuditEntry struct {
	At      time.Time // on this machine's clock
	User    string    // of the system that the program runs on
	Origin  string    // the address that the SSH session came from
	TTY     string    // the terminal
	Action  AuditAction
	What    string // "number", "cvv", "code", "topup"
	Profile string
	CardID  string
	Last4   string
	OrderID string
	Account string // the account that an order is sent for, see Account.ID
	Outcome AuditOutcome
	Detail  string // an amount, or the way to a clipboard
}

// ForCard is the entry about a card.
func (e AuditEntry) ForCard(c Card) AuditEntry {
	e.Profile, e.CardID, e.Last4 = c.Profile, c.ID, c.Last4
	return e
}
