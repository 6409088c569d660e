package bulk

import (
	"fmt"
	"slices"

	"cardwallet/client"
	"cardwallet/tui/screen"
)

// bulkSum is what some of the cards of one account, or of all, come to in one currency.
type bulkSum struct {
	profile            string // empty for all
	cards              int
	amount, fee, total client.Money // not known for changes; fee also where the issuer says it only afterwards
	estimated          bool
}

// sums adds up what it comes to by account and currency, in the order of the wallet, then by currency over all accounts.
func (b *Bulk) sums(of func(*bulkItem) (client.Quote, bool)) (accounts, currencies []bulkSum) {
	for _, profile := range b.profiles(func(item *bulkItem) bool { _, ok := of(item); return ok }) {
		for _, item := range b.items {
			if quote, ok := of(item); ok && item.Card.Profile == profile {
				accounts = addTo(accounts, profile, quote)
				currencies = addTo(currencies, "", quote)
			}
		}
	}
	return accounts, currencies
}

func addTo(sums []bulkSum, profile string, q client.Quote) []bulkSum {
	at := slices.IndexFunc(sums, func(s bulkSum) bool { return s.profile == profile && s.amount.Currency == q.Amount.Currency })
	if at < 0 {
		return append(sums, bulkSum{profile, 1, q.Amount, q.Fee, q.Total, q.Estimated})
	}
	s := &sums[at]
	s.cards++
	s.amount, s.fee, s.total = s.amount.Add(q.Amount), s.fee.Add(q.Fee), s.total.Add(q.Total)
	s.estimated = s.estimated || q.Estimated
	return sums
}

func (s bulkSum) quote() client.Quote {
	return client.Quote{Amount: s.amount, Fee: s.fee, Total: s.total, Estimated: s.estimated}
}

// expected gives what the order for this card would cost. It reports false for a card that is left out.
func expected(item *bulkItem) (client.Quote, bool) { return item.quote, item.allowed() }

// sumWords is what leaves the wallet.
func sumWords(t bulkSum) string {
	switch {
	case !t.fee.Known():
		return screen.MoneyWords(t.amount) + " and the fee"
	case t.estimated:
		return screen.MoneyWords(t.total) + " (estimate)"
	}
	return screen.MoneyWords(t.total)
}

func cardCount(n int) string {
	if n == 1 {
		return "1 card"
	}
	return fmt.Sprintf("%d cards", n)
}
