package screen

import (
	"slices"

	"cardwallet/client"
)

// The badges of accounts.
const (
	sandboxBadge  = "SANDBOX"
	readOnlyBadge = "READ-ONLY"
)

// Badges are the words that stand beside these accounts, taken together: that no real money is behind one of them, and that nothing can be
// changed in any. Most accounts have none.
func Badges(accounts ...client.Account) (badges []string) {
	if slices.ContainsFunc(accounts, func(a client.Account) bool { return a.Sandbox }) {
		badges = append(badges, sandboxBadge)
	}
	if len(accounts) > 0 && !slices.ContainsFunc(accounts, func(a client.Account) bool { return !a.ReadOnly }) {
		badges = append(badges, readOnlyBadge)
	}
	return badges
}
