package plan

import (
	"strings"
	"unicode"

	"cardwallet/client"
)

// LastFour is the end of a number or id that tells it from others at a glance: its last four characters, without those that nobody sees.
func LastFour(text string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text))
	return strings.TrimSpace(string(runes[max(0, len(runes)-4):]))
}

// NameToType gives the text that a person types to confirm that they mean this card, and a name for that text: its last four digits or,
// where those are not known, the end of its id.
func NameToType(card client.Card) (text, what string) {
	if end := LastFour(card.Last4); end != "" {
		return end, "the card's last four digits"
	}
	return LastFour(card.ID), "the end of the card's id"
}

// NamesCard reports whether text is what NameToType says, or the whole id. A # may stand before it, as lists show the end of an id.
func NamesCard(card client.Card, text string) bool {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	want, _ := NameToType(card)
	return text != "" && (strings.EqualFold(text, want) || text == card.ID)
}

// NamesOrder reports whether text is the end of the order's number: what a person types to go past an order that is not settled. They
// name the order and not the card, so that each order that appears meanwhile has to be named, too.
func NamesOrder(order, text string) bool {
	end := LastFour(order)
	return end != "" && strings.EqualFold(strings.TrimSpace(text), end)
}
