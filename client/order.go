package client

import (
	"strings"
	"time"
)

// Order is a movement as it is sent to an issuer.
type Order struct {
	ID     string // 20 to 40 of [A-Za-z0-9], unique: FinHub's merchantOrderNo (cards page)
	Kind   MovementKind
	CardID string  // empty for MoveCreate and MoveHolder
	Amount Money   // not known for a change
	New    NewCard // for MoveCreate only
	Change Change  // for changes only
	Remark string  // goes into the issuer's records, where it takes one; at most RemarkLimit characters on one line
}

// ReferenceLimit is how many characters a reference may have: as many as a remark, so that it can stand in the issuer's records.
const ReferenceLimit = RemarkLimit

// RemarkLimit is how many characters a remark may have (clientRemark of the FinHub cards page).
const RemarkLimit = 50

// NewCard says what card to create. Which parts an issuer needs depends on the type: see CardType.
type NewCard struct {
	TypeID     string
	Name       string
	HolderID   string
	AccountID  string // the shared account of a budget card
	CardNumber string // the offline number printed on a physical card, not a PAN
}

// Wire is a request as it would be sent, to be shown to a person. It holds no credentials.
type Wire struct {
	Method string
	URL    string
	Body   []byte // JSON
}

// OperationStatus is how far an issuer has come with an order.
type OperationStatus string

// The operation statuses. FinHub's wait_process and processing are both OperationProcessing.
const (
	OperationProcessing OperationStatus = "processing"
	OperationSucceeded  OperationStatus = "success"
	OperationFailed     OperationStatus = "failed"
)

// Operation is an issuer's well-formed answer about an order. Amounts that it did not give are not known; a change has none.
type Operation struct {
	OrderID       string
	IssuerOrderID string
	CardID        string
	Kind          string // the issuer's word
	Status        OperationStatus
	Amount        Money
	Fee           Money
	Description   string
	At            time.Time
}

// MovementStatus is where a movement stands in the journal.
type MovementStatus string

// The movement statuses. Succeeded and failed are final, but that an issuer may take back what had succeeded: see Movement.Reversed.
const (
	MovementIntended   MovementStatus = "intended"   // noted, not sent
	MovementSent       MovementStatus = "sent"       // about to be sent, or sent and not answered yet
	MovementProcessing MovementStatus = "processing" // the issuer has it and is at work
	MovementSucceeded  MovementStatus = "success"
	MovementFailed     MovementStatus = "failed"  // it is known not to have been done
	MovementUnknown    MovementStatus = "unknown" // money may have moved, or the card may have changed
)

// BeingFoundOut says of an unknown movement that the issuer's word for it proves nothing and that it is asked about.
const BeingFoundOut = "which does not prove that nothing was done: it is being found out"

// Reversed begins the description of a movement that had succeeded and that the issuer has undone since.
const Reversed = "the issuer has taken it back after it had succeeded"

// Settled reports whether the outcome is final.
func (s MovementStatus) Settled() bool { return s == MovementSucceeded || s == MovementFailed }

// Movement is one row of the journal. CardID of a creation is empty until the issuer has told it.
type Movement struct {
	OrderID       string
	IssuerOrderID string // of MoveHolder the holder's id
	Profile       string
	CardID        string
	Kind          MovementKind
	Amount        Money  // not known for a change
	Fee           Money  // an estimate before the issuer has told it; not known where there is no estimate either
	Change        string // what a change of limits was to set, in words; empty for other kinds
	Reference     string // the caller's, see Intent.Reference; empty where there is none
	Person        string // who sent it, and on which machine; both empty in rows from before version 6
	Host          string
	Status        MovementStatus
	Description   string
	CreatedAt     time.Time
	SettledAt     time.Time // zero while not settled
	Repeated      bool      // no part of the row: it is what became of an earlier request with the same reference, and nothing was sent
}

// Total is what left or leaves the wallet: amount and fee. For a withdrawal it is the amount, which leaves the card; for a change the fee.
func (m Movement) Total() Money {
	switch {
	case m.Kind == MoveWithdraw:
		return m.Amount
	case m.Kind.IsChange():
		return m.Fee
	}
	if !m.Fee.Known() {
		return m.Amount
	}
	return m.Amount.Add(m.Fee)
}

// Reversed reports whether the movement had succeeded and was undone by the issuer later.
func (m Movement) Reversed() bool {
	return m.Status == MovementFailed && strings.HasPrefix(m.Description, Reversed)
}

// Intent is a movement that a person confirmed.
type Intent struct {
	Kind   MovementKind
	Card   Card    // zero for MoveCreate and MoveHolder
	New    NewCard // for MoveCreate only
	Change Change  // for changes only
	Amount Money   // not known for a change
	Remark string  // goes into the issuer's records
	Quote  Quote
	// Reference is the caller's own name for the movement, at most ReferenceLimit characters on one line; empty where there is none. The
	// order number is made of it, so that the same movement asked for again, here or on another machine, is made once.
	Reference string
	// OverrideOpen names the open orders that the person has seen and typed a confirmation for. The movement is sent in spite of these,
	// and of no others. See GuardError.Orders.
	OverrideOpen []string
	// Repeat names the same movements of a moment ago that the person was asked about. The movement is sent in spite of these, and of no
	// others.
	Repeat []string
	// Ahead is what was confirmed with it and is sent before it: the limits of a day count that, too.
	Ahead []Quote
}

// MovementFilter selects rows of the journal. The zero MovementFilter selects all.
type MovementFilter struct {
	OrderID   string
	Profile   string
	CardID    string
	Since     time.Time // created then or later
	Unsettled bool      // only those without a final outcome
	Limit     int       // at most so many; 0 is no limit
}

// Step is one step in the history of a movement.
type Step struct {
	From        MovementStatus // empty for the first
	To          MovementStatus
	Description string
	At          time.Time
}
