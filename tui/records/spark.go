package records

import (
	"github.com/NimbleMarkets/ntcharts/v2/sparkline"
	"github.com/charmbracelet/x/ansi"
)

// Spark draws the levels of a screen.SpentMsg in SparkCells. A day without purchases has the lowest step.
func Spark(levels []int) string {
	line := sparkline.New(SparkCells, 1, sparkline.WithMaxValue(SparkLevel+1), sparkline.WithNoAutoMaxValue())
	for _, level := range levels {
		line.Push(float64(min(level, SparkLevel) + 1))
	}
	line.Draw()
	return ansi.Strip(line.View())
}
