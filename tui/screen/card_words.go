package screen

import (
	"cmp"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func cardTitle(card client.Card) (where, position string) {
	return ui.Safe(card.Profile) + " / " + cardName(card), cardEnd(card)
}

// cardName is what to call a card: its id where nothing else is known.
func cardName(card client.Card) string { return ui.Safe(cmp.Or(card.Name, card.ID)) }

// cardWords is the card in one line: its name and what tells it from others of that name.
func cardWords(card client.Card) string {
	if end := nameEnd(card); end != "" {
		return cardName(card) + " " + end
	}
	return cardName(card)
}

// nameEnd is what follows the name of a card: the end of its number or id, nothing where the id is the name.
func nameEnd(card client.Card) string {
	if card.Last4 == "" && card.Name == "" {
		return ""
	}
	return cardEnd(card)
}

// cardEnd is the last four of the PAN, or else the end of the card's id with a sign before it, since cards can share a name.
func cardEnd(card client.Card) string {
	id := []rune(ui.Safe(card.ID))
	switch {
	case card.Last4 != "":
		return ui.Ellipsis + ui.Safe(card.Last4)
	case len(id) == 0:
		return ""
	}
	return "#" + string(id[max(0, len(id)-4):])
}

var issuerNames = map[string]string{"finhub": "FinHub", "aurex": "Aurex", "linora": "Linora"}

func accountWords(card client.Card) string {
	name := cmp.Or(issuerNames[card.Issuer], card.Issuer)
	if name == "" {
		return ui.Safe(card.Profile)
	}
	return ui.Safe(card.Profile) + " at " + ui.Safe(name)
}

// statusWords gives the common word, and the issuer's own where it says something else.
func statusWords(card client.Card) string {
	own := ui.Safe(card.IssuerStatus)
	if own == "" || strings.EqualFold(own, string(card.Status)) {
		return string(card.Status)
	}
	return string(card.Status) + " (issuer: " + own + ")"
}

func statusStyle(s *ui.Styles, status client.CardStatus) lipgloss.Style {
	switch status {
	case client.CardActive:
		return s.Good
	case client.CardCanceled, client.CardBlocked, client.CardExpired, client.CardFailed:
		return s.Bad
	}
	return s.Warn
}

func typeWords(card client.Card) string {
	var words []string
	for _, w := range []struct{ name, value string }{{"", card.Category}, {"BIN ", card.BIN}, {"type ", card.TypeID}} {
		if w.value != "" {
			words = append(words, w.name+ui.Safe(w.value))
		}
	}
	return strings.Join(words, " · ")
}

// moneyWords is an amount as it is drawn. The currency is the issuer's own text.
func moneyWords(m client.Money) string { return ui.Safe(m.String()) }

func fieldWord(kind client.FieldKind) string {
	switch kind {
	case client.FieldCVV:
		return "CVV"
	case client.FieldURL:
		return "link"
	}
	return string(kind)
}
