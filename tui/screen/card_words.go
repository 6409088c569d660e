package screen

import (
	"cmp"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

// CardTitle names a card in the title line: the account and its name, and at the end what tells it from others.
func CardTitle(card client.Card) (where, position string) {
	return ui.Safe(card.Profile) + " / " + CardName(card), CardEnd(card)
}

// CardName is what to call a card: its id where nothing else is known.
func CardName(card client.Card) string { return ui.Safe(plan.CardName(card)) }

// longestName is how many cells of a name are drawn in a sentence. An issuer may send one of any length, and must not push off the screen
// what a person is asked about.
const longestName = 60

// CardWords is the card in one line: its name and what tells it from others of that name, which is never cut.
func CardWords(card client.Card) string { return ui.Safe(plan.CardWords(shortNamed(card))) }

func shortNamed(card client.Card) client.Card {
	card.Name = ui.Cut(ui.Safe(card.Name), longestName)
	return card
}

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

// StatusWords are the card's status where no mark stands beside it; with its mark it is StateWords(words.OfCard(card)).
func StatusWords(card client.Card) string { return ui.Safe(words.OfCard(card).Alone()) }

// StatusStyle is how the status of a card is drawn.
func StatusStyle(s *ui.Styles, status client.CardStatus) lipgloss.Style {
	if style := ToneStyle(s, words.OfCardStatus(status).Tone); style != nil {
		return *style
	}
	return s.Text
}

// TypeWords say of which type a card is, as far as that is known: "virtual, for purchases · BIN 601111".
func TypeWords(card client.Card) string {
	parts := []string{words.Form(card), ""}
	if card.BIN != "" {
		parts[1] = "BIN " + card.BIN
	}
	return ui.Safe(strings.Join(ui.NonEmpty(parts...), " · "))
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
	var parts []string
	for _, w := range []string{t.Name, t.Organization, words.OfCardWord(t.Type), words.OfCardWord(t.Category)} {
		if w = ui.Safe(w); w != "" && !strings.Contains(strings.ToLower(strings.Join(parts, " ")), strings.ToLower(w)) {
			parts = append(parts, w)
		}
	}
	if len(parts) == 0 {
		return "card"
	}
	return strings.Join(parts, " ")
}

// PriceWords is a price, or that it is not known.
func PriceWords(m client.Money) string { return cmp.Or(ui.Safe(m.Shown()), "not known") }

// CardInFull names the card with its whole id. The end of that is not said twice.
func CardInFull(card client.Card) string {
	return ui.Safe(cmp.Or(plan.NameBesideID(shortNamed(card)), card.ID) + ", id " + card.ID)
}
