package ui

import (
	"strings"
	"testing"
)

// The row under the cursor is one bar from edge to edge: no cell's own style is in it but the code's, in a colour for that bar.
func TestTheSelectedRowHasOneStyleFromEdgeToEdge(t *testing.T) {
	s := NewStyles(Look{Theme: Dark})
	table := Table[string]{Styles: &s, Columns: []Column{{Min: 8, Max: 8}, {Min: 8, Max: 8}, {Min: 6, Max: 6, Right: true}},
		Cells: func(row string, _ []int) []Cell {
			return []Cell{{Text: row}, {Text: "declined", Style: &s.Bad}, {Text: "4:09", Style: &s.Code, Code: true}}
		}}
	rows := NewRows[string](nil, nil)
	rows.Set([]string{"Travel", "Standard"})
	const width = 32
	lines := table.Lines(&rows, width, 3)
	want := s.Selection.Render("▌ Travel   declined") + s.SelectionCode.Render("   4:09") + s.Selection.Render("      ")
	if lines[1] != want {
		t.Errorf("selected: %q, want %q", lines[1], want)
	}
	if Width(lines[1]) != width {
		t.Errorf("the bar has %d cells of %d", Width(lines[1]), width)
	}
	if other := lines[2]; !strings.Contains(other, s.Bad.Render(" declined")) || !strings.Contains(other, s.Code.Render("   4:09")) {
		t.Errorf("another row: %q", other)
	}
}
