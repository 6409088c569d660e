package ui

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFitAndRightTakeExactlyTheCells(t *testing.T) {
	styles := NewStyles(Look{Theme: Dark})
	rapid.Check(t, func(t *rapid.T) {
		text := Safe(rapid.String().Draw(t, "text"))
		if rapid.Bool().Draw(t, "styled") {
			text = styles.Bad.Render(text)
		}
		cells := rapid.IntRange(-1, 40).Draw(t, "cells")
		want := max(0, cells)
		for name, got := range map[string]string{"Fit": Fit(text, cells), "Right": Right(text, cells),
			"Spread": Spread(text, "12 of 40", cells)} {
			if Width(got) != want {
				t.Errorf("%s(%q, %d) = %q takes %d cells", name, text, cells, got, Width(got))
			}
		}
	})
}

func TestCutSaysThatSomethingIsMissing(t *testing.T) {
	for _, c := range []struct {
		in    string
		cells int
		want  string
	}{{"coffee", 6, "coffee"}, {"coffee", 5, "coff…"}, {"支付宝", 4, "支…"}, {"coffee", 1, "…"}, {"coffee", 0, ""}, {"", 3, ""}} {
		if got := Cut(c.in, c.cells); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.cells, got, c.want)
		}
	}
}

func TestSpread(t *testing.T) {
	if got, want := Spread("cards", "3 of 45", 20), "cards        3 of 45"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Spread("a very long place", "3 of 45", 14), "a ver… 3 of 45"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestColumnsLeaveOutTheLeastImportant(t *testing.T) {
	columns := []Column{{Min: 2, Max: 2}, {Min: 10, Max: 30}, {Min: 4, Max: 4, Rank: 2}, {Min: 8, Max: 8, Rank: 1}, {Min: 8, Max: 12, Rank: 3}}
	for cells, want := range map[int][]int{
		80: {2, 30, 4, 8, 12},
		40: {2, 14, 4, 8, 8},
		36: {2, 10, 4, 8, 8}, // exactly the least
		35: {2, 18, 4, 8, 0},
		28: {2, 11, 4, 8, 0},
		24: {2, 12, 0, 8, 0},
		13: {2, 10, 0, 0, 0},
		3:  {2, 10, 0, 0, 0},
	} {
		if diff := cmp.Diff(want, Columns(columns, cells)); diff != "" {
			t.Errorf("%d cells: %s", cells, diff)
		}
	}
}

// TestWidthIsThatOfTheTerminal: texts of our own are measured faster, and the same.
func TestWidthIsThatOfTheTerminal(t *testing.T) {
	styled := "\x1b[1;38;5;117m╭─\x1b[m abc \x1b[0m│"
	for _, text := range []string{
		"", "abc", styled, styled + "長い", "e\u0301", "1\ufe0f\u20e3", "●\ufe0f active", "•••• 4071", "\x1b[38;5;", "\x1b[2Kx",
		"\x1b]8;;x\x1b\\link", "\x1b", "a\tb", "\u200d◆", "◆\u0301", "\xff", "\x7f", "█▓░ ━━╸─ ↑ … ",
		"👩\u200d💻 x", "\x1b[31mé\x1b[m",
	} {
		if got, want := Width(text), ansi.StringWidth(text); got != want {
			t.Errorf("%q takes %d cells, not %d", text, want, got)
		}
	}
	for symbol := range inASCII {
		if w := ansi.StringWidth(string(symbol)); w != 1 {
			t.Errorf("%q takes %d cells", symbol, w)
		}
	}
}
