package records

import (
	"fmt"
	"slices"
	"strings"

	"github.com/NimbleMarkets/ntcharts/v2/barchart"
	"github.com/shopspring/decimal"

	"cardwallet/client/statement"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// topMerchants is how many merchants are drawn at most.
const topMerchants = 10

// View draws the total, the days, and the merchants below.
func (v *Spending) View(width, height int) string {
	detail := screen.CardWords(v.Card)
	if v.whole {
		detail = "all cards of " + ui.Safe(v.Profile())
	}
	_, position := v.Title()
	return ui.Pane{Panel: ui.Panel{Title: "Spending", Detail: detail, Right: position}, Lines: v.lines}.Draw(v.Env.Styles, width, height)
}

func (v *Spending) lines(width, height int) []string {
	s := v.Env.Styles
	span := v.charts.Since.Format(dayLayout) + " to " + v.charts.Until.Format(dayLayout)
	if len(v.charts.ByCurrency) == 0 {
		words := "nothing was spent from " + span
		if busy := v.busy(); busy != "" || v.problem() != nil {
			words = busy
		}
		return append([]string{"", "  " + s.Muted.Render(words)}, v.notes(width)...)
	}
	c := v.charts.ByCurrency[v.at]
	lines := []string{"  " + s.Strong.Render("spent "+screen.MoneyWords(c.Total)) + s.Muted.Render("  "+span+", refunds taken off")}
	switch busy := v.busy(); {
	case busy != "":
		lines = append(lines, "  "+s.Accent.Render(busy))
	case v.problem() == nil && !v.cut:
		lines = append(lines, "  "+s.Muted.Render(compared(c)))
	}
	lines = append(lines, v.notes(width)...)
	lines = append(lines, dayChart(s, c.Days, width, min(12, max(4, (height-5)/2)))...)
	rows := min(topMerchants, height-len(lines)-1)
	merchants := slices.DeleteFunc(c.Merchants(), func(m statement.Spent) bool { return m.Amount.Amount.IsZero() })
	return append(lines, merchantBars(s, merchants, width, rows)...)
}

// compared says how what was spent compares with as many days before.
func compared(c *statement.Chart) string {
	before := fmt.Sprintf(" than in the %d days before, %s", spendingDays, screen.MoneyWords(c.Before))
	switch c.Before.Amount.Sign() {
	case 0:
		return fmt.Sprintf("nothing in the %d days before", spendingDays)
	case -1:
		return fmt.Sprintf("more came back than was spent in the %d days before", spendingDays)
	}
	change := c.Total.Amount.Sub(c.Before.Amount).Shift(2).DivRound(c.Before.Amount, 0)
	switch change.Sign() {
	case 0:
		about := ""
		if !c.Total.Amount.Equal(c.Before.Amount) {
			about = "about "
		}
		return about + fmt.Sprintf("as much as in the %d days before, %s", spendingDays, screen.MoneyWords(c.Before))
	case 1:
		return change.String() + " % more" + before
	}
	return change.Neg().String() + " % less" + before
}

const dayLayout = "02 Jan"

func (v *Spending) problem() error {
	if v.err != nil || v.reading == nil {
		return v.err
	}
	return v.reading.Odd.Err()
}

// notes say what the charts lack.
func (v *Spending) notes(width int) []string {
	s := v.Env.Styles
	switch err := v.problem(); {
	case err != nil:
		return append(ui.ProblemLines(s, "not all could be read: ", err, width),
			"  "+s.Muted.Render(ui.Says(v.Env.Keys.Refresh, "tries again")))
	case v.cut:
		return []string{"  " + s.Warn.Render(fmt.Sprintf("! only the newest %d records were read", v.reading.Read))}
	}
	return nil
}

// dayChart draws a bar for each day, with round amounts at the left and the days below. A day on which more came back than was spent has no
// bar: the last line names such days.
func dayChart(s *ui.Styles, days []statement.Spent, width, height int) []string {
	const labels = 11 // cells for the amounts and the axis
	step := max(1, (width-labels)/max(1, len(days)))
	gap := min(1, step-1)
	half := max(1, (height-2)/2)
	top := roundUp(days)
	bars := barchart.New(len(days)*step, 2*half, barchart.WithNoAxis(), barchart.WithNoAutoMaxValue(),
		barchart.WithMaxValue(top.InexactFloat64()),
		barchart.WithNoAutoBarWidth(), barchart.WithBarWidth(step-gap), barchart.WithBarGap(gap))
	var back []string
	for _, d := range days {
		if d.Amount.Amount.IsNegative() {
			back = append(back, d.Day.Format(dayLayout)+" ("+screen.MoneyWords(d.Amount)+")")
		}
		spent := decimal.Max(decimal.Zero, d.Amount.Amount)
		bars.Push(barchart.BarData{Values: []barchart.BarValue{{Value: spent.InexactFloat64(), Style: s.Accent}}}) // a float for drawing only
	}
	bars.Resize(len(days)*step, 2*half) // scales to what is drawn without an axis
	bars.Draw()
	const tick, cross, line = "┤", "┼", "─"
	marks := map[int]decimal.Decimal{0: top, half: top.Div(decimal.NewFromInt(2))}
	var lines []string
	for row, bar := range strings.Split(bars.View(), "\n") {
		mark := ""
		if amount, marked := marks[row]; marked {
			mark = axisAmount(amount)
		}
		lines = append(lines, s.Muted.Render(ui.Right(mark, labels-2)+" "+tick)+bar)
	}
	var below strings.Builder
	below.WriteString(strings.Repeat(" ", labels))
	every := max(1, (len(dayLayout)+2+step-1)/step)
	for i := 0; i < len(days); i += every {
		below.WriteString(ui.Fit(days[i].Day.Format(dayLayout), every*step))
	}
	lines = append(lines, s.Muted.Render(ui.Right(axisAmount(decimal.Zero), labels-2)+" "+cross+strings.Repeat(line, len(days)*step)),
		s.Muted.Render(strings.TrimRight(below.String(), " ")))
	if len(back) > 0 {
		lines = append(lines, "  "+s.Muted.Render(ui.Cut("more came back than was spent on "+strings.Join(back, ", "), width-2)))
	}
	return lines
}

// roundUp is the smallest of 1, 2, 5 times a power of ten that no day is above.
func roundUp(days []statement.Spent) decimal.Decimal {
	most := decimal.Zero
	for _, d := range days {
		most = decimal.Max(most, d.Amount.Amount)
	}
	if !most.IsPositive() {
		return decimal.NewFromInt(1)
	}
	for power := decimal.New(1, most.Exponent()); ; power = power.Shift(1) {
		for _, digit := range []int64{1, 2, 5} {
			if round := power.Mul(decimal.NewFromInt(digit)); round.GreaterThanOrEqual(most) {
				return round
			}
		}
	}
}

// axisAmount is an amount in at most nine cells.
func axisAmount(d decimal.Decimal) string {
	switch size := d.Abs(); {
	case size.GreaterThanOrEqual(decimal.New(1, 8)):
		return fmt.Sprintf("%.2g", d.InexactFloat64())
	case size.GreaterThanOrEqual(decimal.New(1, 4)):
		return d.StringFixed(0)
	}
	return d.StringFixed(2)
}

// merchantBars draws the merchants with a bar each, relative to the first.
func merchantBars(s *ui.Styles, merchants []statement.Spent, width, rows int) []string {
	if rows < 1 || len(merchants) == 0 {
		return nil
	}
	if len(merchants) == 1 && merchants[0].Merchant == "" {
		return []string{"  " + s.Muted.Render("the issuer names no merchants")}
	}
	title := "by merchant"
	if len(merchants) > rows {
		title = fmt.Sprintf("by merchant, the top %d of %d", rows, len(merchants))
	}
	lines := []string{"  " + s.Muted.Render(title)}
	const amounts = 14
	names := min(28, max(12, width/3))
	bars := max(1, width-names-amounts-6)
	most := merchants[0].Amount.Amount
	for _, m := range merchants[:min(rows, len(merchants))] {
		name := ui.Safe(m.Merchant)
		if name == "" {
			name = "(not named)"
		}
		lines = append(lines, "  "+ui.Fit(name, names)+" "+ui.Gauge(s, s.Accent, ui.Share(m.Amount.Amount, most), 1000, bars)+" "+
			ui.Right(screen.MoneyWords(m.Amount), amounts))
	}
	return lines
}
