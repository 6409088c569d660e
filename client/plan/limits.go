package plan

import (
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/mcc"
)

// These words are not made safe to draw: they may hold an issuer's text.

// Between are the bounds of an amount: "10.00 to 5,000.00 USD", empty where there are none.
func Between(least, most client.Money) string {
	switch {
	case least.Known() && most.Known():
		return least.Figures() + " to " + most.String()
	case least.Known():
		return "at least " + least.String()
	case most.Known():
		return "at most " + most.String()
	}
	return ""
}

// FromTo is an amount before and after: "13,977.51 → 13,915.51 USD". Both have to be known.
func FromTo(before, after client.Money) string { return before.Figures() + Arrow + after.String() }

// Arrow stands between what was before and what comes after.
const Arrow = " → "

// MerchantWords say where a card pays. brief is that of CategoryWords.
func MerchantWords(l client.Limits, brief bool) string {
	switch {
	case len(l.AllowedMCC) > 0:
		return "only at " + CategoryWords(l.AllowedMCC, brief)
	case len(l.BlockedMCC) > 0:
		return "everywhere but at " + CategoryWords(l.BlockedMCC, brief)
	}
	return "everywhere"
}

// CategoryWords name merchant categories, sorted. Where they have to be brief, names are cut, and many categories are told by their number
// and codes alone.
func CategoryWords(codes []string, brief bool) string {
	const nameLength, few = 28, 3
	codes = slices.Sorted(slices.Values(codes))
	if brief && len(codes) > few {
		return fmt.Sprintf("%d: %s", len(codes), strings.Join(codes, ", "))
	}
	parts := make([]string, 0, len(codes))
	for _, code := range codes {
		name := []rune(mcc.Name(code))
		if brief && len(name) > nameLength {
			name = append(name[:nameLength-1], '…')
		}
		parts = append(parts, strings.TrimSpace(code+" "+string(name)))
	}
	return strings.Join(parts, ", ")
}
