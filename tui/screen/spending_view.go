package screen

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/guptarohit/asciigraph"
	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// topMerchants is how many merchants are drawn at most.
const topMerchants = 10

// View draws the total, the days, and the merchants below.
func (v *Spending) View(width, height int) string {
	s := v.env.Styles
	span := v.since.Format(dayLayout) + " to " + v.until.Format(dayLayout)
	var lines []string
	if len(v.charts) == 0 {
		words := "nothing was spent from " + span
		if busy := v.busy(); busy != "" || v.problem() != nil {
			words = busy
		}
		return ui.Body(append([]string{"", "  " + s.Dim.Render(words)}, v.notes(width)...), width, height)
	}
	c := v.charts[v.at]
	lines = append(lines, "  "+s.Strong.Render("spent "+moneyWords(c.total))+s.Dim.Render("  "+span+", refunds taken off"))
	if busy := v.busy(); busy != "" {
		lines = append(lines, "  "+s.Info.Render(busy))
	}
	lines = append(lines, v.notes(width)...)
	lines = append(lines, dayChart(s, c.days, width, min(12, max(4, (height-5)/2)))...)
	rows := min(topMerchants, height-len(lines)-1)
	return ui.Body(append(lines, merchantBars(s, c.top(), width, rows)...), width, height)
}

const dayLayout = "01-02"

func (v *Spending) problem() error {
	if v.pages != nil && v.pages.err != nil {
		return v.pages.err
	}
	return v.err
}

// notes say what is missing of the picture.
func (v *Spending) notes(width int) []string {
	s := v.env.Styles
	switch err := v.problem(); {
	case err != nil:
		return append(problemLines(s, "not all could be read: ", err, width), "  "+s.Dim.Render("r tries again"))
	case v.cut:
		return []string{"  " + s.Warn.Render(fmt.Sprintf("! only the newest %d records were read", v.read))}
	}
	return nil
}

// dayChart draws a line over the days, with the amounts at the left and the days below.
func dayChart(s *ui.Styles, days []client.Spent, width, height int) []string {
	const labels = 11 // cells for the amounts and the axis
	step := max(1, (width-labels-2)/max(1, len(days)))
	var points []float64
	for _, d := range days {
		for range step {
			points = append(points, d.Amount.Amount.InexactFloat64()) // for drawing only
		}
	}
	// A line between two points takes one cell, so the last point needs one more.
	points = append(points, points[len(points)-1])
	low, high := axisBounds(points, height)
	options := []asciigraph.Option{asciigraph.Height(height), asciigraph.LowerBound(low), asciigraph.UpperBound(high), asciigraph.YAxisValueFormatter(axisAmount)}
	if s.ASCII {
		options = append(options, asciigraph.SeriesChars(asciigraph.CharSet{Horizontal: "-", VerticalLine: "|", ArcDownRight: ".", ArcDownLeft: ".",
			ArcUpRight: "'", ArcUpLeft: "'", EndCap: "-", StartCap: "-", UpRight: "+", DownHorizontal: "+"}))
	}
	lines := strings.Split(asciigraph.Plot(points, options...), "\n")
	axis := 0
	for i, line := range lines {
		before, _, found := strings.Cut(strings.ReplaceAll(line, "┼", "┤"), "┤")
		if found {
			axis = max(axis, ui.Width(before))
		}
		if s.ASCII {
			line = strings.NewReplacer("┤", "|", "┼", "+").Replace(line)
		}
		lines[i] = line
	}
	var marks strings.Builder
	marks.WriteString(strings.Repeat(" ", axis+1))
	every := max(1, (len("01-02")+2+step-1)/step)
	for i := 0; i < len(days); i += every {
		marks.WriteString(ui.Fit(days[i].Day.Format(dayLayout), every*step))
	}
	return append(lines, s.Dim.Render(strings.TrimRight(marks.String(), " ")))
}

// axisBounds gives the lowest and the highest amount of a chart of that many rows above the lowest, so that nothing is on a row of its own.
func axisBounds(points []float64, height int) (low, high float64) {
	low, high = min(0, slices.Min(points)), max(0, slices.Max(points))
	if low == 0 {
		return low, high
	}
	row := (high - low) / float64(height-1)
	low = -row * math.Ceil(-low/row)
	return low, low + row*float64(height)
}

// axisAmount is an amount in at most nine cells.
func axisAmount(v float64) string {
	switch size := max(v, -v); {
	case size < 0.005:
		return "0.00"
	case size >= 1e8:
		return fmt.Sprintf("%.2g", v)
	case size >= 10_000:
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// merchantBars draws the merchants with a bar each, relative to the first.
func merchantBars(s *ui.Styles, merchants []client.Spent, width, rows int) []string {
	if rows < 1 || len(merchants) == 0 {
		return nil
	}
	if len(merchants) == 1 && merchants[0].Merchant == "" {
		return []string{"  " + s.Dim.Render("the issuer names no merchants")}
	}
	title := "by merchant"
	if len(merchants) > rows {
		title = fmt.Sprintf("by merchant, the top %d of %d", rows, len(merchants))
	}
	lines := []string{"  " + s.Header.Render(title)}
	const amounts = 14
	names := min(28, max(12, width/3))
	bars := max(1, width-names-amounts-6)
	most := merchants[0].Amount.Amount
	for _, m := range merchants[:min(rows, len(merchants))] {
		name := ui.Safe(m.Merchant)
		if name == "" {
			name = "(not named)"
		}
		lines = append(lines, "  "+ui.Fit(name, names)+" "+s.Info.Render(s.Bar(share(m.Amount.Amount, most), 1000, bars))+" "+ui.Right(moneyWords(m.Amount), amounts))
	}
	return lines
}

// share is part of whole in thousandths, 0 where there is no whole.
func share(part, whole decimal.Decimal) int {
	if !whole.IsPositive() || !part.IsPositive() {
		return 0
	}
	return max(1, int(part.Mul(decimal.NewFromInt(1000)).DivRound(whole, 0).IntPart()))
}
