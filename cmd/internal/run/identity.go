package run

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"cardwallet/client/transport"
	"cardwallet/config"
)

// accountID tells accounts apart, whatever the profile is called and however its address is written. The issuer's name is no part of it,
// since two drivers can speak to one account. The id gives nothing of the account away.
func accountID(p config.Profile) string {
	return hashed("cardwallet account at", identity(p.BaseURL), strings.ToLower(p.TenantID), strings.ToLower(p.UserID))
}

// identity is the address in its one spelling.
func identity(address string) string {
	u, err := transport.ParseBase(address)
	if err != nil {
		return address // the driver will refuse it
	}
	return transport.Identity(u)
}

// formerIssuers are the issuers whose accounts had ids of the older form. The list does not grow: what came later never had one.
var formerIssuers = []string{config.FinHub, config.Aurex, config.Linora}

// formerIDs are the ids under which earlier versions noted what they sent for the account. There is one for each issuer's name with each
// spelling of the address that a profile of the account has. The profile's own comes first.
func formerIDs(p config.Profile, profiles []config.Profile) []string {
	ids := []string{formerID(p.Issuer, p)}
	for _, q := range append([]config.Profile{p}, profiles...) {
		if accountID(q) != accountID(p) {
			continue
		}
		for _, issuer := range formerIssuers {
			for _, address := range []string{q.BaseURL, identity(q.BaseURL)} {
				spelled := q
				spelled.BaseURL = address
				ids = append(ids, formerID(issuer, spelled))
			}
		}
	}
	slices.Sort(ids[1:])
	return append(ids[:1], slices.DeleteFunc(slices.Compact(ids[1:]), func(id string) bool { return id == ids[0] })...)
}

// formerID is the accountID of earlier versions, which took addresses as they are written.
func formerID(issuer string, p config.Profile) string {
	return hashed("cardwallet account", issuer, p.BaseURL, p.TenantID, p.UserID)
}

func hashed(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
