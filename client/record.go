package client

import (
	"context"
	"slices"
	"strings"
	"time"
)

// RecordKind is a list of records that an issuer keeps.
type RecordKind string

// The lists of records. The first six are FinHub's (cards page, transaction queries); Aurex and Linora have one history per card.
const (
	RecordAuthorizations RecordKind = "authorizations" // what was paid, refunded, verified or voided
	RecordOperations     RecordKind = "operations"     // what was done with the card: top-ups, freezes, …
	RecordOperationsV1   RecordKind = "operations-v1"  // the same in its older form
	RecordPurchases      RecordKind = "purchases"      // what cards cost
	RecordFees           RecordKind = "fees"           // fees of authorizations that the card could not pay itself
	Record3DS            RecordKind = "3ds"            // one-time passwords, approval pages, activation codes
	RecordHistory        RecordKind = "history"        // Aurex and Linora: all there is about a card
)

// Record is one line of a card's or an account's history. What an issuer or a kind of record does not have is empty, or not known. All
// text is the issuer's and hostile until made safe.
type Record struct {
	Profile  string
	Kind     RecordKind
	ID       string // tradeNo, orderNo or transactionId: unique within its kind, see statement.Sieve
	Trade    string // what the issuer calls it where ID has more, since several records can be of one purchase; else empty or as ID
	OriginID string // the ID of what this one refunds, reverses or pays for (originTradeNo)
	OrderID  string // merchantOrderNo: the journal's order, where this program or another client sent it
	CardID   string
	Type     string // the issuer's word: auth, refund, verification, Void, maintain_fee; deposit, Freeze, …; third_3ds_otp, …
	Status   string // the issuer's word: authorized, failed, succeed; success, fail, …; completed, declined, …
	At       time.Time
	Means    Meaning
	Moves    MovementKind // what it is the record of, where that is a movement of money; else empty
	Stage    Stage

	Amount      Money // as the merchant asked for it, or of the operation
	CardAmount  Money // in the card's currency (authorizedAmount)
	Received    Money // credited (receivedAmount); meaningful only after success
	Fee         Money // also a card's price (cardFee)
	CrossBorder Money // fee for another country or currency (crossBoardFee, spelled so)
	Settled     Money // settleAmount
	SettledAt   time.Time

	AuthorizationCode string
	Merchant          Merchant
	Description       string
	Remark            string

	TypeID       string // purchases: of the card
	CardType     string // purchases: Virtual or Physical
	Organization string // purchases: Visa, MasterCard, Discover
	BIN          string // purchases
	PaidFrom     string // fees: deductionSourceFunds, for example wallet

	Value     Field     // 3ds: still sealed
	ExpiresAt time.Time // 3ds: zero where the issuer sent none

	Unreadable Unreadable
}

// Key identifies the record across accounts and kinds.
func (r Record) Key() string { return r.Profile + "/" + string(r.Kind) + "/" + r.ID }

// Merchant is where a card was used.
type Merchant struct {
	Name       string
	MCC        string // ISO 18245 category code, 4 digits
	Category   string // the issuer's word for it
	Country    string
	State      string
	City       string
	ZIP        string
	ID         string // mid
	WalletType string // ApplePay, …
}

// RecordQuery selects records. What an issuer cannot select by, the driver selects itself, page by page.
type RecordQuery struct {
	Kind         RecordKind
	CardID       string    // empty: all cards, where the issuer can
	Type         string    // the issuer's word, any case; empty: all
	OriginID     string    // records that belong to this one; empty: all
	ID           string    // the one record; empty: all
	Since, Until time.Time // at that time or later, before that time; zero is no bound
	Page         int       // from 1
	Size         int       // records on a page, 1 to 100; 0 is the driver's choice
}

// RecordPage is one page of records, newest first.
type RecordPage struct {
	Records   []Record
	Total     int  // of all pages; -1 where the issuer does not say
	More      bool // there is another page
	Unordered bool // the issuer does not document in which order the pages come
}

// Recorder is an Issuer that keeps records.
type Recorder interface {
	// RecordKinds lists what it keeps, the most wanted first. needsCard says that a list exists for one card at a time only.
	RecordKinds() (kinds []RecordKind, needsCard bool)
	// Records reads one page. It returns ErrUnsupported for a kind that the issuer does not keep.
	Records(ctx context.Context, q RecordQuery) (RecordPage, error)
}

// RecordTyper is a Recorder whose issuer documents its words for the types of records.
type RecordTyper interface {
	// RecordTypes gives those of a kind; none where it has none.
	RecordTypes(kind RecordKind) []string
}

// Selected reports whether the record is what q asks for, whatever the issuer made of its filters. Page and Size do not count.
func (r Record) Selected(q RecordQuery) bool {
	switch {
	case q.CardID != "" && r.CardID != "" && r.CardID != q.CardID,
		q.Type != "" && !strings.EqualFold(r.Type, q.Type),
		q.ID != "" && r.ID != q.ID,
		q.OriginID != "" && r.OriginID != q.OriginID,
		!q.Since.IsZero() && r.At.Before(q.Since),
		!q.Until.IsZero() && !r.At.Before(q.Until):
		return false
	}
	return true
}

// WipeValues removes from memory the values of records that came in the clear.
func WipeValues(records []Record) {
	for _, r := range records {
		r.Value.Wipe()
	}
}

// SortRecords puts the newest first. Records of one time stay as their issuer lists them.
func SortRecords(records []Record) {
	slices.SortStableFunc(records, func(a, b Record) int { return b.At.Compare(a.At) })
}
