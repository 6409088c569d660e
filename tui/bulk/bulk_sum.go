package bulk

import (
	"fmt"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
)

// sums adds up what it comes to by account and currency, in the order of the wallet, then by currency over all accounts.
func (b *Bulk) sums(of func(*bulkItem) (client.Quote, bool)) (accounts, currencies []plan.Sum) {
	var parts []plan.Part
	for _, profile := range b.profiles(func(item *bulkItem) bool { _, ok := of(item); return ok }) {
		for _, item := range b.items {
			if quote, ok := of(item); ok && item.Card.Profile == profile {
				parts = append(parts, plan.Part{Profile: profile, Quote: quote})
			}
		}
	}
	return plan.Sums(parts)
}

// expected gives what the order for this card would cost. It reports false for a card that is left out.
func expected(item *bulkItem) (client.Quote, bool) { return item.quote, item.allowed() }

// sumWords is what leaves the wallet.
func sumWords(q client.Quote) string {
	switch {
	case !q.Fee.Known():
		return screen.MoneyWords(q.Amount) + " and the fee"
	case q.Estimated:
		return screen.MoneyWords(q.Total) + " (estimate)"
	}
	return screen.MoneyWords(q.Total)
}

func cardCount(n int) string {
	if n == 1 {
		return "1 card"
	}
	return fmt.Sprintf("%d cards", n)
}
