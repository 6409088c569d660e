package client

import (
	"context"

	"cardwallet/client/holder"
)

// Holder is a person that cards can be made out to.
type Holder struct {
	Profile   string
	ID        string
	FirstName string
	LastName  string
	Email     string
	AreaCode  string
	Mobile    string
	Country   string // of residence, else nationality
	Type      string // the issuer's word: B2B or B2C; which fields the holder was made with, nothing else
	Status    string // the issuer's word
	Reason    string // why it is so, in the issuer's words; empty where it says nothing
	Barred    string // why no card can be made out to the holder: "is being reviewed by the issuer"; empty where one can

	Unreadable Unreadable
}

// Approved reports whether cards can be made out to the holder.
func (h Holder) Approved() bool { return h.Barred == "" }

// HolderLister is an Issuer with holders.
type HolderLister interface {
	Holders(ctx context.Context) ([]Holder, error)
}

// HolderMaker is a HolderLister whose holders can be made here: a Mover that has MoveHolder.
type HolderMaker interface {
	HolderLister
	// HolderForm says what has to be told of a holder for cards of the type. The error wraps ErrTerms where there is no such type.
	HolderForm(ctx context.Context, typeID string) (holder.Form, error)
	// Holder reads one holder as they stand now.
	Holder(ctx context.Context, id string) (Holder, error)
	// ReadHolderOrder is OrderReader.ReadOrder for MoveHolder: ErrNotFound proves that there is no such order. IssuerOrderID of the answer
	// is the holder's id.
	ReadHolderOrder(ctx context.Context, orderID string) (Operation, error)
}
