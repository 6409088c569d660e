package plan

import (
	"cmp"
	"strings"
	"unicode"

	"cardwallet/client"
)

const alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// LastFour is the end of a number or id that tells it from others at a glance: its last four characters, without those that nobody sees.
func LastFour(text string) string {
	if end := text[max(0, len(text)-4):]; len(end) == 4 && strings.Trim(end, alphanumeric) == "" {
		return end
	}
	runes := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text))
	return strings.TrimSpace(string(runes[max(0, len(runes)-4):]))
}

// CardName is what a card is called: its label or the issuer's name, its id where nothing else is known. It is not made safe to draw.
func CardName(card client.Card) string { return cmp.Or(card.Name, card.ID) }

// CardEnd tells a card from others of its name: the last four digits of its number or, where those are not known, the end of its id. What
// stands before them says which of the two it is. It is empty where neither is known.
func CardEnd(card client.Card) string {
	if end := LastFour(card.Last4); end != "" {
		return client.DigitsBefore + end
	}
	if end := LastFour(card.ID); end != "" {
		return client.IDBefore + end
	}
	return ""
}

// CardWords is a card in one line: its name and its end. Where the id is all that is known, that alone.
func CardWords(card client.Card) string {
	return strings.TrimSpace(CardName(card) + " " + NameEnd(card))
}

// NameEnd is the end that follows a card's name: nothing where the name is the id.
func NameEnd(card client.Card) string {
	if card.Name == "" && LastFour(card.Last4) == "" {
		return ""
	}
	return CardEnd(card)
}

// NameBesideID is what a card is called where its id stands beside it: its name, and the last four digits where they are known. It is empty
// where neither is known.
func NameBesideID(card client.Card) string {
	if LastFour(card.Last4) == "" {
		return card.Name
	}
	return strings.TrimSpace(card.Name + " " + CardEnd(card))
}

// NameToType gives the text that a person types to confirm that they mean this card, and a name for that text: its last four digits or,
// where those are not known, the end of its id.
func NameToType(card client.Card) (text, what string) {
	if end := LastFour(card.Last4); end != "" {
		return end, "the card's last four digits"
	}
	return LastFour(card.ID), "the end of the card's id"
}

// NamesCard reports whether text is what NameToType says, or the whole id. What lists show before it may stand before it.
func NamesCard(card client.Card, text string) bool {
	text = strings.TrimSpace(text)
	bare := strings.TrimPrefix(strings.TrimPrefix(text, client.IDBefore), client.DigitsBefore)
	want, _ := NameToType(card)
	return bare != "" && (strings.EqualFold(bare, want) || strings.EqualFold(text, want) || bare == card.ID)
}

// NamesOrder reports whether text is the end of the order's number: what a person types to go past an order that is not settled. They
// name the order and not the card, so that each order that appears meanwhile has to be named, too.
func NamesOrder(order, text string) bool {
	end := LastFour(order)
	return end != "" && strings.EqualFold(strings.TrimSpace(text), end)
}
