package client

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Issuer is what every account can do. Methods block and honour ctx; errors are *Error unless they come from ctx or the key.
type Issuer interface {
	// Cards lists all cards: take is given each page as it comes, in the list's order, and each card once. Calls do not overlap. After an
	// error that is not Readable, what came is not the whole list.
	Cards(ctx context.Context, take func(CardsPage)) error
	// Card reads one card with its balance.
	Card(ctx context.Context, id string) (Card, error)
	// Details reads number, CVV and expiry, still sealed where the issuer seals them.
	Details(ctx context.Context, id string) (Details, error)
	// Codes reads the recent codes of one card, newest first; none is not an error. Aurex and Linora may mint a new code for each
	// call, so it is for cards that a person asked about.
	Codes(ctx context.Context, cardID string) ([]Code, error)
	// Funds reads the balances outside the cards.
	Funds(ctx context.Context) ([]Funds, error)
}

// CardsPage is a part of the list of cards.
type CardsPage struct {
	Cards       []Card // those that no page before had; the taker may keep and change them
	Done, Pages int    // how many pages came, of how many; one more than came where the issuer does not say
	Total       int    // cards in the whole list, as far as the issuer says; 0 where it does not
}

// CodeFeed is an Issuer that answers for all its cards in one request.
type CodeFeed interface {
	// AllCodes reads the recent codes of all cards, newest first.
	AllCodes(ctx context.Context) ([]Code, error)
}

// Catalog is an Issuer that offers card types.
type Catalog interface {
	CardTypes(ctx context.Context) ([]CardType, error)
}

// Mover is an Issuer that moves money or changes cards. Send is called by the journal only.
type Mover interface {
	// Moves reports whether the issuer has movements of the kind at all. Terms and ChangeTerms say whether a card allows one.
	Moves(kind MovementKind) bool
	// Terms gives the limits and the fee of a movement of money. It reads the intent's Kind, and its Card as it is now, or its New for a
	// creation; it reads nothing else. The error wraps ErrTerms if a new card lacks a part that its type needs, and names that part. It is
	// ErrUnsupported for a kind that the issuer does not have, and for changes: see ChangeChecker.
	Terms(ctx context.Context, in Intent) (Terms, error)
	// Send sends the order, once. After an error the outcome has to be found out, unless the error is NotSent; see Error.Untouched. The
	// CardID of the answer to a creation may be empty: then the order tells it later.
	Send(ctx context.Context, order Order) (Operation, error)
}

// CardPart is something that a new card may need of a person, beside its type and the amount.
type CardPart string

// The parts, each a field of NewCard.
const (
	PartName    CardPart = "name"
	PartHolder  CardPart = "holder"
	PartAccount CardPart = "account" // the shared account that it pays from
	PartNumber  CardPart = "number"  // printed on it
)

// PartLister is a Mover that says what a new card needs. Where there is none, new cards need nothing.
type PartLister interface {
	// CardParts are those of a card of the type, which is zero where the issuer is no Catalog.
	CardParts(t CardType) []CardPart
}

// PartChecker is a PartLister whose issuer has a form that a part must have.
type PartChecker interface {
	// CheckPart reports whether the text can be that part of a new card. problem says in a few words what is wrong with its form.
	CheckPart(part CardPart, text string) (problem string, ok bool)
}

// Previewer is an Issuer that can say what it would send for an order, without sending it.
type Previewer interface {
	Preview(order Order) (Wire, error)
}

// Observer is an Issuer that has no order numbers: what became of an order is found by comparing its state before and after.
type Observer interface {
	// Observe reads what tells whether an order took effect. cardID is empty for a creation.
	Observe(ctx context.Context, cardID string) (Observation, error)
}

// OrderReader is an Issuer that can be asked what became of an order.
type OrderReader interface {
	// ReadOrder returns ErrNotFound when the issuer has no such order. For an activation that proves nothing, since the records need not have
	// it: the card's status tells what became of it.
	ReadOrder(ctx context.Context, orderID string) (Operation, error)
}

// Clocked is an Issuer that knows how far its clock is from this machine's.
type Clocked interface {
	// ClockOffset is the issuer's time minus local time, the median of the newest answers; 0 before the first.
	ClockOffset() time.Duration
	// ClockKnown reports whether an answer told the issuer's time yet.
	ClockKnown() bool
}

// Session is an Issuer that keeps a token or a key in memory. Its methods may be called at any time, also more than once.
type Session interface {
	// Forget wipes tokens and keys; the next request asks for them again.
	Forget()
	// Close wipes tokens and keys and closes idle connections, when the account is needed no more.
	Close()
}

// Disconnector is an Issuer whose answers have secrets in the clear.
type Disconnector interface {
	// Disconnect closes idle connections, whose buffers hold the end of the last answer.
	Disconnect()
}

// Sampler is an Issuer that seals card data and can name a card to try a key on.
type Sampler interface {
	// SampleCard gives the id of one card, of an active one where there is one; its error is ErrNotFound where there is no card.
	SampleCard(ctx context.Context) (string, error)
}

// Paced is an Issuer that keeps to a number of requests a minute.
type Paced interface {
	// PerMinute is how many requests may be sent in any 60 s; 0 for no limit.
	PerMinute() int
}

// Account is one profile of the config with its issuer.
type Account struct {
	Profile string
	ID      string // tells it from another account that the profile name may stand for later: address, tenant and user, hashed
	// FormerIDs are the ids that the account had in earlier versions, under any profile that names it. Rows that were noted under one of
	// them are its own.
	FormerIDs []string
	Kind      string // finhub, aurex or linora
	ReadOnly  bool
	// ReadOnlyBy is the variable that made it so; empty where the profile says it.
	ReadOnlyBy string
	Sandbox    bool // no real money is behind it
	SoleUser   bool // nobody but the users of this journal moves money at the account
	Issuer     Issuer
	Names      Namer // nil: cards are called what the issuer calls them
	// Heard is told of each card that was read alone, or revealed, and has last four digits; nil where nobody wants to know. It is called by
	// the goroutine that read the card.
	Heard func(Card)
}

// IDs are all of the account's, the present one first; none where it has none.
func (a Account) IDs() []string {
	if a.ID == "" {
		return nil
	}
	return append([]string{a.ID}, a.FormerIDs...)
}

// Is reports whether the id is the account's, or was in an earlier version.
func (a Account) Is(id string) bool { return slices.Contains(a.IDs(), id) }

// MayChange refuses what moves money or changes a card where the account is read-only, with what to do about that.
func (a Account) MayChange() error {
	if !a.ReadOnly {
		return nil
	}
	remedy := "remove read_only from the profile in the config to allow it"
	if a.ReadOnlyBy != "" {
		remedy = "unset " + a.ReadOnlyBy + ", which makes every profile read-only, to allow it"
	}
	return fmt.Errorf("%s: %w\n%s", a.Profile, ErrReadOnly, remedy)
}

// Pace is how long to wait between questions that are repeated, with so many requests each. It is fast, or longer if that would take more
// than half of the account's rate limit, since everything else shares it.
func (a Account) Pace(fast time.Duration, requests int) time.Duration {
	p, ok := a.Issuer.(Paced)
	if !ok || p.PerMinute() <= 0 {
		return fast
	}
	return max(fast, time.Duration(2*requests)*time.Minute/time.Duration(p.PerMinute()))
}

// Now is the issuer's time when it is local here.
func (a Account) Now(local time.Time) time.Time {
	if c, ok := a.Issuer.(Clocked); ok {
		return local.Add(c.ClockOffset())
	}
	return local
}

// Offers reports whether the account's issuer has movements of the kind at all. What it does not have is not drawn.
func (a Account) Offers(kind MovementKind) bool {
	m, ok := a.Issuer.(Mover)
	return ok && m.Moves(kind)
}

// CardNeeds reports whether a new card of the type needs the part.
func (a Account) CardNeeds(t CardType, part CardPart) bool {
	l, ok := a.Issuer.(PartLister)
	return ok && slices.Contains(l.CardParts(t), part)
}

// CheckPart is PartChecker.CheckPart. Where the issuer has no form for it, any text can be the part.
func (a Account) CheckPart(part CardPart, text string) (problem string, ok bool) {
	if c, ok := a.Issuer.(PartChecker); ok {
		return c.CheckPart(part, text)
	}
	return "", strings.TrimSpace(text) != ""
}

// Terms asks the issuer for those of a movement of money, see Mover. The error wraps ErrUnsupported where it does not offer the kind.
func (a Account) Terms(ctx context.Context, in Intent) (Terms, error) {
	if !a.Offers(in.Kind) {
		return Terms{}, fmt.Errorf("%s: %s is %w", a.Profile, in.Kind.Noun(), ErrUnsupported)
	}
	return a.Issuer.(Mover).Terms(ctx, in)
}
