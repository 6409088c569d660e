package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestEntriesAreOfSeveralLines(t *testing.T) {
	styles := NewStyles(Look{Theme: Dark})
	rows := NewRows(func(a, b string) bool { return a == b }, func(row string, add func(string)) { add(row) })
	rows.Set([]string{"one", "two", "three", "four"})
	entries := Entries[string]{Styles: &styles, Each: 2, Gap: 1, Lines: func(row string, selected bool, width int) []string {
		return []string{Right(row, width), "below"}
	}}
	for _, tc := range []struct {
		choose string
		height int
		want   string
	}{
		{"one", 5, "▌     one|  below||      two|  below"},
		{"one", 4, "▌     one|  below"},
		{"one", 1, "▌     one|  below"},
		{"four", 5, "    three|  below||▌    four|  below"},
	} {
		if !rows.Choose(func(row string) bool { return row == tc.choose }) {
			t.Fatalf("no %s", tc.choose)
		}
		if got := ansi.Strip(strings.Join(entries.Draw(&rows, 10, tc.height), "|")); got != tc.want {
			t.Errorf("%s in %d lines: %q, want %q", tc.choose, tc.height, got, tc.want)
		}
	}
	if rows.Choose(func(row string) bool { return row == "five" }) {
		t.Error("chose what is not there")
	}
	if row, _ := rows.Selected(); row != "four" {
		t.Errorf("the cursor went to %s", row)
	}
}
