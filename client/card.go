package client

import (
	"cmp"
	"time"
)

// CardStatus is one vocabulary for all issuers.
type CardStatus string

// The statuses a card can have.
const (
	CardPending    CardStatus = "pending"    // being created
	CardInactive   CardStatus = "inactive"   // a physical card that waits for its activation
	CardActive     CardStatus = "active"     // usable
	CardFreezing   CardStatus = "freezing"   // a freeze is under way
	CardFrozen     CardStatus = "frozen"     // suspended, can be unfrozen
	CardUnfreezing CardStatus = "unfreezing" // an unfreeze is under way
	CardCanceling  CardStatus = "canceling"  // a cancellation is under way
	CardCanceled   CardStatus = "canceled"   // for good
	CardBlocked    CardStatus = "blocked"    // by the issuer
	CardExpired    CardStatus = "expired"
	CardFailed     CardStatus = "failed"  // its creation failed
	CardUnknown    CardStatus = "unknown" // a word that this version does not know; see IssuerStatus
)

// Card is one virtual or physical card. It never holds a PAN, CVV or expiry: see Details.
type Card struct {
	Profile      string     // the account it belongs to, by its name in the config
	Issuer       string     // finhub, aurex or linora
	ID           string     // the issuer's card id, not the PAN
	Name         string     // what to call it: the label it has on this machine, else IssuerName
	IssuerName   string     // the issuer's name; made from BIN, category and remark where it has none
	Status       CardStatus // in the common vocabulary
	IssuerStatus string     // the issuer's own word
	Balance      Money      // what can be spent; not known where the issuer did not say
	Shared       bool       // it pays from an account that other cards pay from, too: Balance is that account's
	MayShare     bool       // whether it does is not known, since its type is not
	Used         Money      // spent so far; not known where unsupported
	Last4        string     // last four digits of the PAN, empty unless the issuer lists them or the card was revealed
	TypeID       string     // card type; empty where the issuer has none
	BIN          string     // first digits of the PAN
	Category     string     // the issuer's word: GIFT, PURCHASE, SUBSCRIPTION, PHYSICAL; empty where there is none
	Form         CardForm
	HolderID     string
	CreatedAt    time.Time // zero when not known
	Limits       *Limits   // nil where the issuer did not say
	Unreadable   Unreadable
}

// CardForm is what a card is made of. The driver says it.
type CardForm int

// The forms of cards.
const (
	FormUnknown CardForm = iota
	FormVirtual
	FormPhysical
	FormLink // a redemption link only, without a number
)

// Key identifies the card across accounts, as "profile/id".
func (c Card) Key() string { return c.Profile + "/" + c.ID }

// Own is the money on the card itself. It is not known where the issuer did not say, and where the balance is, or may be, that of an
// account that other cards pay from, too.
func (c Card) Own() Money {
	if c.Shared || c.MayShare {
		return Money{}
	}
	return c.Balance
}

// Renewed is the card as read just now. Where that answer is silent it has what an older answer said, for example the list. Status,
// balance and limits are always those just read.
func (c Card) Renewed(read Card) Card {
	if read.TypeID == "" || read.MayShare && c.TypeID != "" {
		read.MayShare = c.MayShare
	}
	for _, keep := range []struct{ now, before *string }{
		{&read.Name, &c.Name}, {&read.IssuerName, &c.IssuerName}, {&read.Last4, &c.Last4}, {&read.TypeID, &c.TypeID}, {&read.BIN, &c.BIN},
		{&read.Category, &c.Category}, {&read.HolderID, &c.HolderID},
	} {
		*keep.now = cmp.Or(*keep.now, *keep.before)
	}
	read.Form, read.Shared = cmp.Or(read.Form, c.Form), read.Shared || c.Shared
	if read.CreatedAt.IsZero() {
		read.CreatedAt = c.CreatedAt
	}
	if !read.Used.Known() {
		read.Used = c.Used
	}
	read.Profile, read.Issuer, read.ID = c.Profile, c.Issuer, c.ID
	return read
}

// CardType is a kind of card on offer with its price and limits. Amounts that the issuer did not give are not known.
type CardType struct {
	Profile      string
	ID           string
	Name         string
	Description  string
	Organization string // Visa, MasterCard, Discover
	Country      string // ISO 3166 alpha-2
	Mode         string // PREPAID_CARD or BUDGET_CARD
	BIN          string
	Type         string // Virtual or Physical
	Category     string // GIFT, PURCHASE, SUBSCRIPTION, PHYSICAL
	Online       bool
	Price        Money // of creating a card
	Currency     string

	OpenMin, OpenMax   Money // initial deposit
	OpenNeedsDeposit   bool
	Retention          Money // what a withdrawal must leave on the card
	TopUp              Terms
	CanOpen            bool
	CanFreeze          bool
	CanUnfreeze        bool
	NeedsHolder        bool
	HolderRegions      []string // supported nationalities, ISO 3166 alpha-2
	HolderAreaCodes    []string // supported mobile area codes
	HolderModel        string   // B2B or B2C: selects which holder fields are required, nothing else
	MaxCardsPerHolder  int
	SupportsMCC        bool
	SupportsNoPIN      bool     // the amount that is paid without a PIN can be set (physical cards)
	Supported          []string // merchants known to work, for reference
	Risky              []string // merchants that put the card at risk of cancellation
	SpendingControls   []SpendingControl
	NoPINAmountMin     Money
	NoPINAmountMax     Money
	NoPINAmountDefault Money
	Estimated          bool // documented figures, not the issuer's answer
	Unreadable         Unreadable
}

// SpendingControl limits what a card may spend in an interval.
type SpendingControl struct {
	Interval string // the issuer's word, for example PER_TRANSACTION
	Amount   Money
	Settable bool
}

// Fact is one line about a card type or a record. Value is empty where the issuer did not say.
type Fact struct{ Name, Value string }
