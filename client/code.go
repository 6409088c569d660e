package client

import (
	"cmp"
	"slices"
	"time"
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

// SortCodes puts the newest first. Issuers do not promise an order.
func SortCodes(codes []Code) {
	slices.SortStableFunc(codes, func(a, b Code) int {
		return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(a.ID, b.ID))
	})
}
