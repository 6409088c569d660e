package cards

import (
	"strings"

	"cardwallet/tui/records"
)

// spark draws the levels.
func spark(levels []int) string {
	steps := []rune("▁▂▃▄▅▆▇█")
	var line strings.Builder
	for _, level := range levels {
		line.WriteRune(steps[max(0, min(level, records.SparkLevel))])
	}
	return line.String()
}
