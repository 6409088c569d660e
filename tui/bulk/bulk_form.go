package bulk

import (
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// amount is the field, with what it may hold for all cards.
func (b *Bulk) amount() ui.Labelled {
	currencies, least, most := b.bounds()
	currency := strings.Join(currencies, " or ")
	fact := ui.Labelled{Label: "amount", Value: ui.AmountView(&b.input, currency), Sum: true, Style: &b.env.Styles.Strong}
	if b.stage == bulkForm && len(currencies) == 1 {
		fact.Note = screen.BoundWords(least, most)
	}
	return fact
}

// bounds are the currencies of the cards, and the amounts that all of them take.
func (b *Bulk) bounds() (currencies []string, least, most client.Money) {
	for _, item := range b.items {
		if item.barred != "" || item.state < bulkRead { // what is sent by now counts, too
			continue
		}
		if c := ui.Safe(item.terms.Currency); !slices.Contains(currencies, c) {
			currencies = append(currencies, c)
		}
		if m := item.terms.Least(); m.Known() && (!least.Known() || m.Amount.GreaterThan(least.Amount)) {
			least = m
		}
		if m := item.terms.Most(); m.Known() && (!most.Known() || m.Amount.LessThan(most.Amount)) {
			most = m
		}
	}
	return currencies, least, most
}

func (b *Bulk) formLines(width int) []string {
	s := b.env.Styles
	currencies, _, _ := b.bounds()
	var words []string
	for _, c := range currencies {
		words = append(words, screen.CurrencyWords(c))
	}
	facts := []ui.Labelled{{}, {Label: "cards", Value: cardCount(b.count(func(item *bulkItem) bool { return item.barred == "" })) +
		b.leftOutWords()}, {Label: "currency", Value: strings.Join(words, ", ")}}
	for _, profile := range b.profiles(func(item *bulkItem) bool { return item.barred == "" }) {
		for _, c := range currencies {
			if wallet := b.funds[profile].wallet(c); wallet.Known() {
				facts = append(facts, ui.Labelled{Label: ui.Cut(ui.Safe(profile), ui.LabelCells-1), Value: screen.MoneyWords(wallet), Sum: true,
					Note: "wallet"})
			}
		}
	}
	lines := b.facts(width, append(facts, ui.Labelled{}, b.amount(), b.ref.Fact(s, width, nil))...)
	return append(lines, " "+s.Muted.Render("enter continues to the summary"))
}
