package screen

import (
	"cmp"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/ui"
)

// CardTitle names a card in the title line: the account and its name, and at the end what tells it from others.
func CardTitle(card client.Card) (where, position string) {
	return ui.Safe(card.Profile) + " / " + CardName(card), CardEnd(card)
}

// CardName is what to call a card: its id where nothing else is known.
func CardName(card client.Card) string { return ui.Safe(plan.CardName(card)) }

// CardWords is the card in one line: its name and what tells it from others of that name.
func CardWords(card client.Card) string { return ui.Safe(plan.CardWords(card)) }

// NameEnd is what follows the name of a card: the end of its number or id, nothing where the id is the name.
func NameEnd(card client.Card) string { return ui.Safe(plan.NameEnd(card)) }

// CardEnd is the end of a card's number or, where that is not known, of its id, with what says which of the two it is.
func CardEnd(card client.Card) string { return ui.Safe(plan.CardEnd(card)) }

// AccountWords are the account of a card and its issuer.
func AccountWords(card client.Card) string {
	name := client.IssuerName(card.Issuer)
	if name == "" {
		return ui.Safe(card.Profile)
	}
	return ui.Safe(card.Profile) + " at " + ui.Safe(name)
}

// StatusWords gives the common word, and the issuer's own where it says something else.
func StatusWords(card client.Card) string {
	own := ui.Safe(card.IssuerStatus)
	if own == "" || strings.EqualFold(own, string(card.Status)) {
		return string(card.Status)
	}
	return string(card.Status) + " (issuer: " + own + ")"
}

// StatusStyle is how the status of a card is drawn.
func StatusStyle(s *ui.Styles, status client.CardStatus) lipgloss.Style {
	switch status {
	case client.CardActive:
		return s.OK
	case client.CardCanceled, client.CardBlocked, client.CardExpired, client.CardFailed:
		return s.Bad
	default: // it may become usable, or nobody knows
		return s.Warn
	}
}

// TypeWords say of which type a card is, as far as that is known.
func TypeWords(card client.Card) string {
	var words []string
	for _, w := range []struct{ name, value string }{{"", card.Category}, {"BIN ", card.BIN}, {"type ", card.TypeID}} {
		if w.value != "" {
			words = append(words, w.name+ui.Safe(w.value))
		}
	}
	return strings.Join(words, " · ")
}

// MoneyWords is an amount as it is drawn. The currency is the issuer's own text.
func MoneyWords(m client.Money) string { return ui.Safe(m.String()) }

// FieldWord names a field of a card in notices.
func FieldWord(kind client.FieldKind) string {
	switch kind {
	case client.FieldCVV:
		return "CVV"
	case client.FieldURL:
		return "link"
	default: // the others are called what they are
		return string(kind)
	}
}

// IssuerName is what to call the issuer of an account.
func IssuerName(a client.Account) string {
	return ui.Safe(cmp.Or(client.IssuerName(a.Kind), a.Profile, "this issuer"))
}

// TypeName is a card type in a few words.
func TypeName(t client.CardType) string {
	var words []string
	for _, w := range []string{t.Name, t.Organization, t.Category, t.Type} {
		if w = ui.Safe(w); w != "" && !strings.Contains(strings.ToLower(strings.Join(words, " ")), strings.ToLower(w)) {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return "card"
	}
	return strings.Join(words, " ")
}

// PriceWords is a price, or that it is not known.
func PriceWords(m client.Money) string { return cmp.Or(ui.Safe(m.Shown()), "not known") }

// CardInFull names the card with its whole id. The end of that is not said twice.
func CardInFull(card client.Card) string {
	return ui.Safe(cmp.Or(plan.NameBesideID(card), card.ID) + ", id " + card.ID)
}

// MovementStyle is how the status of a movement is drawn.
func MovementStyle(s *ui.Styles, status client.MovementStatus) lipgloss.Style {
	switch status {
	case client.MovementSucceeded:
		return s.OK
	case client.MovementFailed:
		return s.Bad
	default: // it is not final
		return s.Warn
	}
}
