package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestASkeletonHasTheColumnsOfTheTable(t *testing.T) {
	s := NewStyles(Look{Theme: Mono})
	table := Table[string]{Styles: &s, Columns: []Column{{Min: 4, Max: 8, Title: "card"}, {Min: 6, Max: 6, Title: "money", Right: true}}}
	got := strings.Join(table.Skeleton([][]int{{3, 4}, {20, 20}}, 20, 9), "\n")
	if want := "  card      money\n  ░░░        ░░░░\n  ░░░░░░░░ ░░░░░░"; ansi.Strip(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, height := range []int{0, 1, 2} {
		if lines := table.Skeleton([][]int{{3, 4}, {2, 2}}, 20, height); len(lines) != height {
			t.Errorf("%d lines in %d", len(lines), height)
		}
	}
}

func TestWhatIsInTheMiddleFits(t *testing.T) {
	words := []string{"none", "", "a long line of words"}
	for _, height := range []int{0, 1, 3, 4, 12} {
		lines := Middle(words, 30, height)
		if len(lines) > height {
			t.Errorf("%d lines in %d", len(lines), height)
		}
		if height == 12 && lines[3] != strings.Repeat(" ", 13)+"none" {
			t.Errorf("got %q", lines)
		}
	}
}
