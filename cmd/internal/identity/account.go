// Package identity tells whose something is: which account a profile names, whatever it is called, and who sits at which machine.
package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"cardwallet/client/transport"
	"cardwallet/config"
)

// AccountID tells accounts apart, whatever the profile is called and however its address is written. The issuer's name is no part of it,
// since two drivers can speak to one account. The id gives nothing of the account away.
func AccountID(p config.Profile) string {
	return Hashed("cardwallet account at", spelled(p.BaseURL), strings.ToLower(p.TenantID), strings.ToLower(p.UserID))
}

// spelled is the address in its one spelling.
func spelled(address string) string {
	u, err := transport.ParseBase(address)
	if err != nil {
		return address // the driver will refuse it
	}
	return transport.Identity(u)
}

// formerIssuers are the issuers whose accounts had ids of the older form. The list does not grow: what came later never had one.
var formerIssuers = []string{config.FinHub, config.Aurex, config.Linora}

// FormerIDs are the ids under which earlier versions noted what they sent for the account. There is one for each issuer's name with each
// spelling of the address that a profile of the account has. The profile's own comes first.
func FormerIDs(p config.Profile, profiles []config.Profile) []string {
	ids := []string{formerID(p.Issuer, p)}
	for _, q := range append([]config.Profile{p}, profiles...) {
		if AccountID(q) != AccountID(p) {
			continue
		}
		for _, issuer := range formerIssuers {
			for _, address := range []string{q.BaseURL, spelled(q.BaseURL)} {
				other := q
				other.BaseURL = address
				ids = append(ids, formerID(issuer, other))
			}
		}
	}
	slices.Sort(ids[1:])
	return append(ids[:1], slices.DeleteFunc(slices.Compact(ids[1:]), func(id string) bool { return id == ids[0] })...)
}

// formerID is the AccountID of earlier versions, which took addresses as they are written.
func formerID(issuer string, p config.Profile) string {
	return Hashed("cardwallet account", issuer, p.BaseURL, p.TenantID, p.UserID)
}

// Hashed is a short id of some parts, which gives nothing of them away.
func Hashed(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
