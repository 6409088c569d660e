package preview

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/screen"
)

// Sum counts cards, and adds up what is on those that have money of their own, as far as it is known.
type Sum struct {
	active, frozen, other int
	money                 map[string]client.Money // by currency
	cards                 map[string]int          // by currency
}

// NewSum returns an empty one.
func NewSum() *Sum { return &Sum{money: map[string]client.Money{}, cards: map[string]int{}} }

// Add adds a card. The money of an account that many cards pay from is on none of them.
func (s *Sum) Add(card *client.Card) {
	switch card.Status {
	case client.CardActive:
		s.active++
	case client.CardFrozen:
		s.frozen++
	default:
		s.other++
	}
	own := card.Own()
	if !own.Known() {
		return
	}
	currency := own.Currency
	if s.cards[currency]++; s.cards[currency] == 1 {
		s.money[currency] = own
	} else {
		s.money[currency] = s.money[currency].Add(own)
	}
}

// Words say how many cards there are and what is on them, the currency of most cards first. They are safe text, empty where there is none.
func (s *Sum) Words() (counts, onCards string) {
	var parts, money []string
	for _, n := range []struct {
		cards int
		words string
	}{{s.active, "active"}, {s.frozen, "frozen"}, {s.other, "other"}} {
		if n.cards > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.cards, n.words))
		}
	}
	byCards := func(a, b string) int { return cmp.Or(cmp.Compare(s.cards[b], s.cards[a]), cmp.Compare(a, b)) }
	for _, currency := range slices.SortedFunc(maps.Keys(s.money), byCards) {
		money = append(money, screen.MoneyWords(s.money[currency]))
	}
	if len(money) > 0 {
		onCards = "on cards " + strings.Join(money, " · ")
	}
	return strings.Join(parts, " · "), onCards
}
