package screen

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// picturesFrom is the width from which the list has bars for balances and lines for what was spent.
const picturesFrom = 110

// A line for what was spent has a cell for every two of the last days.
const (
	sparkCells = spendingDays / 2
	sparkLevel = 7 // the highest
)

// spentMsg tells the list what was spent with cards whose records were read, by Card.Key: a level from 0 to sparkLevel for each cell.
// Nothing is read for it: it comes from what a person looked at.
type spentMsg map[string][]int

// tellSpent works out the lines of the cards that records are of, outside Update. since is the midnight that begins the first day.
func tellSpent(records []client.Record, since, until time.Time) tea.Cmd {
	return func() tea.Msg {
		byCard := map[string][]client.Record{}
		for _, r := range records {
			if r.CardID != "" {
				card := client.Card{Profile: r.Profile, ID: r.CardID}.Key()
				byCard[card] = append(byCard[card], r)
			}
		}
		msg := spentMsg{}
		for card, own := range byCard {
			if totals := client.Totals(own); len(totals) == 1 { // amounts of two currencies do not go into one line
				msg[card] = sparkLevels(client.SpentByDay(own, totals[0].Currency, since, until))
			}
		}
		return msg
	}
}

// sparkLevels are relative to the most that was spent in two days.
func sparkLevels(days []client.Spent) []int {
	cells := make([]decimal.Decimal, sparkCells)
	most := decimal.Zero
	for i, day := range days {
		at := min(i/2, sparkCells-1)
		cells[at] = cells[at].Add(day.Amount.Amount)
		most = decimal.Max(most, cells[at])
	}
	levels := make([]int, sparkCells)
	for i, amount := range cells {
		levels[i] = (share(amount, most)*sparkLevel + 999) / 1000
	}
	return levels
}

// spark draws the levels.
func spark(levels []int) string {
	steps := []rune("▁▂▃▄▅▆▇█")
	var line strings.Builder
	for _, level := range levels {
		line.WriteRune(steps[max(0, min(level, sparkLevel))])
	}
	return line.String()
}

// balanceBar draws how much of what a card had is left, where the issuer says what was used, and else how its balance compares to the
// biggest of that currency in view.
func (d cardDrawing) balanceBar(card client.Card) string {
	cells, most := d.widths[5], d.most[card.Balance.Currency]
	if used := card.Balance.Add(card.Used); used.Known() {
		most = used.Amount
	}
	if cells == 0 || !card.Balance.Known() || !most.IsPositive() {
		return ui.Fit("", cells)
	}
	return d.s.Dim.Render(ui.Bar(share(card.Balance.Amount, most), 1000, cells))
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
