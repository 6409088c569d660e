package client

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cardwallet/crypto"
)

// CodeType says what a 3DS record carries.
type CodeType string

// The code types. The first three are FinHub's words (cards page, 3DS transactions).
const (
	CodeOTP        CodeType = "third_3ds_otp"   // a one-time password
	CodeAuthURL    CodeType = "auth_url"        // a page where the purchase is approved
	CodeActivation CodeType = "activation_code" // for a physical card
)

// Code is a one-time password, an approval page or an activation code. Its times are on the issuer's clock.
type Code struct {
	Profile       string
	CardID        string
	ID            string // the issuer's trade number, or one made from what it sent; the same code asked for twice has the same ID
	Type          CodeType
	Merchant      string // empty when not known
	Amount        Money  // not known when the issuer did not say
	Value         Field
	ReceivedAt    time.Time
	TimeAssumed   bool      // the issuer sent no time for this value: ReceivedAt is when it was seen first, and it may be older
	Seen          time.Time // when this value was seen first in this run
	ExpiresAt     time.Time
	ExpiryAssumed bool // the issuer sent no expiry: ExpiresAt is ReceivedAt plus the configured otp_ttl
}

// Remaining is how long the code is still good at the issuer's time now: never below zero, and never more than its whole life, which a
// wrong clock would give.
func (c Code) Remaining(now time.Time) time.Duration {
	left := max(0, c.ExpiresAt.Sub(now))
	if !c.ReceivedAt.IsZero() {
		left = min(left, max(0, c.ExpiresAt.Sub(c.ReceivedAt)))
	}
	return left
}

// Live reports whether the code is still good at the issuer's time now.
func (c Code) Live(now time.Time) bool { return c.ExpiresAt.After(now) }

// Key identifies the code across accounts.
func (c Code) Key() string { return c.Profile + "/" + c.CardID + "/" + c.ID }

// CodesOf asks about cards one after another, since they share the account's rate limit. It returns the codes that it got and the first
// error, or else an error that names the records that could not be read. After an error that every card would get, it does not ask about
// the rest.
func CodesOf(ctx context.Context, issuer Issuer, cards []string) ([]Code, error) {
	var all []Code
	var first error
	var odd OddRecords
	for _, id := range cards {
		codes, err := issuer.Codes(ctx, id)
		all = append(all, codes...)
		first = cmp.Or(first, odd.Take(err))
		if ctx.Err() != nil || errors.Is(err, ErrNotAllowed) || errors.Is(err, ErrRateLimited) || errors.Is(err, ErrUnreachable) {
			break
		}
	}
	return all, cmp.Or(first, odd.Err())
}

// NewerThan reports whether the code came after the other. Of two with the same time the one that was seen later is the newer.
func (c Code) NewerThan(other Code) bool {
	return cmp.Or(c.ReceivedAt.Compare(other.ReceivedAt), c.Seen.Compare(other.Seen)) > 0
}

// SortCodes puts the newest first. Issuers do not promise an order.
func SortCodes(codes []Code) {
	slices.SortStableFunc(codes, func(a, b Code) int {
		return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), b.Seen.Compare(a.Seen), cmp.Compare(a.ID, b.ID))
	})
}

// OpenedValues recognises the opened values of codes. It holds hashes with a key of this process alone, never values: the few digits of
// a code could be found from any other hash. It is not safe for concurrent use.
type OpenedValues struct {
	marker Marker
	seen   map[string]map[Mark]bool
}

// NewOpenedValues starts with nothing seen.
func NewOpenedValues() *OpenedValues {
	return &OpenedValues{marker: NewMarker(), seen: map[string]map[Mark]bool{}}
}

// See notes an opened value under a name. again says that this value was seen there before, another that only other values were.
func (o *OpenedValues) See(name string, value crypto.Secret) (again, another bool) {
	var m Mark
	value.Reveal(func(b []byte) { m = o.marker.Of(name, b) })
	had := o.seen[name]
	if had == nil {
		had = map[Mark]bool{}
		o.seen[name] = had
	}
	again, another = had[m], len(had) > 0 && !had[m]
	had[m] = true
	return again, another
}

// Forget drops what is known under a name.
func (o *OpenedValues) Forget(name string) { delete(o.seen, name) }

// PurchaseKey identifies what the code is for across accounts: codes of one purchase that differ in the value alone share it.
func (c Code) PurchaseKey() string {
	key := c.Key()
	if at := strings.LastIndexByte(key, '#'); at > strings.LastIndexByte(key, '-') {
		return key[:at]
	}
	return key
}

// Mark recognises a value. Nothing of the value can be found from it.
type Mark [sha256.Size]byte

// Marker makes marks with a key of its own.
type Marker struct{ key [sha256.Size]byte }

// NewMarker makes a key, for this process alone.
func NewMarker() (m Marker) {
	_, _ = rand.Read(m.key[:]) // never fails
	return m
}

// Of is the mark of a value of the owner.
func (m Marker) Of(owner string, value []byte) (out Mark) {
	hash := hmac.New(sha256.New, m.key[:])
	_, _ = fmt.Fprintf(hash, "%d:%s:", len(owner), owner)
	_, _ = hash.Write(value)
	hash.Sum(out[:0])
	return out
}
