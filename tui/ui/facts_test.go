package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

func TestFactsAreNeverCut(t *testing.T) {
	s := NewStyles(Look{Theme: Mono})
	receipt := []Labelled{
		{Label: "onto", Value: "Discover Whole Dollars ··4071"}, {}, {Label: "holder"},
		{Label: "amount", Value: "60.00 USD", Sum: true, Style: &s.Strong},
		{Label: "fee", Value: "2.00 USD", Sum: true, Note: "estimate"}, {Rule: true},
		{Label: "leaves", Value: "62.00 USD", Sum: true, Note: "estimate"},
	}
	for width, want := range map[int][]string{
		46: {
			" onto        Discover Whole Dollars ··4071", "",
			" amount           60.00 USD",
			" fee               2.00 USD          estimate",
			" ────────────────────────────────────────────",
			" leaves           62.00 USD          estimate",
		},
		30: {
			" onto        Discover Whole", "             Dollars ··4071", "",
			" amount           60.00 USD",
			" fee               2.00 USD", "                     estimate",
			" ────────────────────────────",
			" leaves           62.00 USD", "                     estimate",
		},
		20: {
			" onto        Discov", "             er", "             Whole", "             Dollar", "             s", "             ··4071", "",
			" amount      60.00", "             USD",
			" fee         2.00", "             USD", "             estimate",
			" ──────────────────",
			" leaves      62.00", "             USD", "             estimate",
		},
	} {
		got := Facts(&s, width, receipt...)
		for i, line := range got {
			if got[i] = strings.TrimRight(ansi.Strip(line), " "); Width(line) > width && width > 20 {
				t.Errorf("%d cells in %d: %q", Width(line), width, line)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d: %s", width, diff)
		}
	}
}

func TestAnswersAreWhole(t *testing.T) {
	s := NewStyles(Look{Theme: Mono})
	for width, want := range map[int]string{
		58: "  y  move 62.00 USD now     esc change the amount\n no other key confirms",
		48: "  y  move 62.00 USD now\n esc change the amount, no other key confirms",
	} {
		got := ansi.Strip(strings.Join(AnswerLines(&s, s.Button, "move 62.00 USD now", "change the amount", width), "\n"))
		if got = strings.ReplaceAll(got, " \n", "\n"); got != want {
			t.Errorf("%d: %q", width, got)
		}
	}
}
