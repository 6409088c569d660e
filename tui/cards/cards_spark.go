package cards

import (
	"github.com/NimbleMarkets/ntcharts/v2/sparkline"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/records"
	"cardwallet/tui/screen"
)

// onSpent draws the lines of what was spent with cards, once: they are the same in each frame. A day without purchases has the lowest step.
func (c *Cards) onSpent(levels screen.SpentMsg) {
	for card, days := range levels {
		line := sparkline.New(records.SparkCells, 1, sparkline.WithMaxValue(records.SparkLevel+1), sparkline.WithNoAutoMaxValue())
		for _, level := range days {
			line.Push(float64(min(level, records.SparkLevel) + 1))
		}
		line.Draw()
		c.spark[card] = ansi.Strip(line.View())
	}
}
