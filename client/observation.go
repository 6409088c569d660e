package client

import "time"

// Observation is an issuer's state at one moment, as far as it tells whether a movement took effect. It is kept in the journal and
// holds nothing secret.
type Observation struct {
	At           time.Time     `json:"at"`                     // issuer's clock; zero where it is not known
	Card         Money         `json:"card"`                   // balance; not known for a creation
	Wallet       Money         `json:"wallet"`                 // available
	CardIDs      []string      `json:"card_ids,omitempty"`     // all cards, for a creation
	Transactions []Transaction `json:"transactions,omitempty"` // of the card, newest first
}

// Transaction is one entry of a card's history, as far as settling needs it.
type Transaction struct {
	ID     string            `json:"id"`
	Amount Money             `json:"amount"` // as the issuer signs it; Aurex documents no sign
	Status TransactionStatus `json:"status"`
	At     time.Time         `json:"at"`
}

// TransactionStatus is how far a transaction is. The driver gives it; a word of the issuer's that means none of these stays as it is.
type TransactionStatus string

// The statuses, by their names in the journal.
const (
	TransactionPending   TransactionStatus = "pending" // its amount is held
	TransactionCompleted TransactionStatus = "completed"
	TransactionDeclined  TransactionStatus = "declined" // it never held anything
	TransactionFailed    TransactionStatus = "failed"
)
