package identity

import "cardwallet/config"

// FormerID is the id of one earlier version.
func FormerID(issuer string, p config.Profile) string { return formerID(issuer, p) }
