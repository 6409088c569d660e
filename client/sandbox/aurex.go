package sandbox

import (
	"time"

	"github.com/shopspring/decimal"
)

// aurexTerms are Aurex: issue fee 19 USD and service fee 5 % at creation of 25 to 100,000 USD, 3 % on a top-up of 10 to
// 10,000 USD (Aurex cards page; 19 and 5 % from the examples of the vendor's client).
func aurexTerms() terms {
	return terms{
		issuer: IssuerAurex, stream: 2, turn: 1, cards: 4, opening: 3_000, form: aurexCode, keyName: "aurex_sandbox_",
		offers: []*offer{{bin: "411111", issueFee: whole(19), createRate: decimal.New(5, -2), createMin: whole(25), createMax: whole(100_000),
			topUpRate: decimal.New(3, -2), topUpMin: whole(10), topUpMax: whole(10_000)}},
		begins: []firstCard{{0, "Marketing", statusActive}, {0, "Search Ads", statusActive}, {0, "Travel", statusFrozen},
			{0, "Old Campaign", statusExpired}, {0, "Disputed", statusBlocked}},
	}
}

// CodeForm is how a one-time password and its end are written.
type CodeForm int

// Aurex has one documented form. None is documented for Linora: these are what a tolerant client should expect.
const (
	LinoraISO          CodeForm = iota // code, expiresAt as ISO 8601: the default for Linora
	LinoraEpochSeconds                 // code, expiresAt in seconds
	LinoraEpochMillis                  // otpCode, expirationTime in milliseconds
	LinoraRelative                     // otp, expiresIn in seconds, as at Aurex
	aurexCode          = LinoraRelative
)

// wire writes a code, nil where there is none yet: then the names are there and null.
func (f CodeForm) wire(one *card, current *code, now time.Time) members {
	names := []string{"code", "expiresAt"}
	switch f {
	case LinoraEpochMillis:
		names = []string{"otpCode", "expirationTime"}
	case LinoraRelative:
		names = []string{"otp", "expiresIn"}
	default:
	}
	out := members{"cardId": one.id, names[0]: nil, names[1]: nil}
	if current == nil {
		return out
	}
	out[names[0]] = current.Value
	switch f {
	case LinoraEpochSeconds:
		out[names[1]] = current.Expires.Unix()
	case LinoraEpochMillis:
		out[names[1]] = current.Expires.UnixMilli()
	case LinoraRelative:
		// A part of a second is left out, so that nobody counts a second too many.
		out[names[1]] = int64(current.Expires.Sub(now) / time.Second)
	default:
		out[names[1]] = seconds(current.Expires)
	}
	return out
}
