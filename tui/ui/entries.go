package ui

// Entries is how rows of several lines each are drawn. They have the same cells in front and behind as the rows of a Table.
type Entries[T any] struct {
	Styles *Styles
	Each   int                                            // lines of a row
	Gap    int                                            // blank lines between two rows
	Lines  func(row T, selected bool, width int) []string // at most Each, each of at most that many cells
}

// Draw gives the rows that fit. The cursor stands at the first line of the selected one.
func (e Entries[T]) Draw(rows *Rows[T], width, height int) []string {
	var lines []string
	for row, selected := range rows.Visible(max(1, (height+e.Gap)/e.Tall())) {
		for len(lines)%e.Tall() > 0 {
			lines = append(lines, "")
		}
		for i, line := range e.Lines(row, selected, max(0, width-gutter-margin)) {
			before := pad(gutter)
			if selected && i == 0 {
				before = e.Styles.Accent.Render("▌") + pad(gutter-1)
			}
			lines = append(lines, before+line)
		}
	}
	return lines
}

// Tall is how many lines a row and the gap below it take.
func (e Entries[T]) Tall() int { return max(1, e.Each+e.Gap) }
