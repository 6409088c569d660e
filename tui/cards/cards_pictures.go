package cards

import (
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/records"
	"cardwallet/tui/ui"
)

// picturesFrom is the width from which the list has bars for balances and lines for what was spent.
const picturesFrom = 110

// spark draws the levels.
func spark(levels []int) string {
	steps := []rune("▁▂▃▄▅▆▇█")
	var line strings.Builder
	for _, level := range levels {
		line.WriteRune(steps[max(0, min(level, records.SparkLevel))])
	}
	return line.String()
}

// balanceBar draws how much a card has left of what it had, where the issuer says what was used. Else it compares the balance to the
// biggest of that currency in view.
func (d cardDrawing) balanceBar(card client.Card) string {
	cells, most := d.widths[5], d.most[card.Balance.Currency]
	if used := card.Balance.Add(card.Used); used.Known() {
		most = used.Amount
	}
	if cells == 0 || !card.Balance.Known() || !most.IsPositive() {
		return ui.Fit("", cells)
	}
	return d.s.Muted.Render(ui.Bar(ui.Share(card.Balance.Amount, most), 1000, cells))
}

// spent is the line of a card whose records were looked at, blank for the others.
func (d cardDrawing) spent(card client.Card) string {
	if d.widths[8] == 0 {
		return ""
	}
	levels, ok := d.spark[card.Key()]
	if !ok {
		return ui.Fit("", d.widths[8])
	}
	return spark(levels)
}

// biggest is the highest balance of each currency.
func biggest(rows []*cardRow) map[string]decimal.Decimal {
	most := map[string]decimal.Decimal{}
	for _, row := range rows {
		if b := row.card.Balance; b.Known() {
			most[b.Currency] = decimal.Max(most[b.Currency], b.Amount)
		}
	}
	return most
}
