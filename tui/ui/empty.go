package ui

import "strings"

// Skeleton is a table before its rows are there: the titles, and a line for each row with so much of each column filled as cells say.
func (t Table[T]) Skeleton(cells [][]int, width, height int) []string {
	widths := t.widths(width)
	lines := []string{pad(gutter) + Header(t.Styles, t.Columns, widths)}
	for _, row := range cells {
		texts := make([]string, len(row))
		for i, most := range row {
			text := strings.Repeat("░", min(most, widths[i]))
			if texts[i] = Fit(text, widths[i]); t.Columns[i].Right {
				texts[i] = Right(text, widths[i])
			}
		}
		lines = append(lines, pad(gutter)+t.Styles.Border.Render(Row(texts, widths)))
	}
	return lines[:max(0, min(len(lines), height))]
}

// Middle are lines in the middle of a panel, a little above it, for what says why there is nothing.
func Middle(words []string, width, height int) []string {
	lines := make([]string, max(0, min(height-len(words), height/4)))
	for _, line := range words {
		lines = append(lines, pad((width-Width(line))/2)+line)
	}
	return lines[:max(0, min(len(lines), height))]
}
