package ui

import (
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestBodyDropsEmptyLinesBeforeItCuts(t *testing.T) {
	lines := []string{"a", "", "b", "", "c", "wide line"}
	for height, want := range map[int]string{
		9: "a\n\nb\n\nc\nwide …",
		6: "a\n\nb\n\nc\nwide …",
		5: "a\n\nb\nc\nwide …",
		4: "a\nb\nc\nwide …",
		2: "a\nb",
		0: "",
	} {
		if diff := cmp.Diff(want, Body(lines, 6, height)); diff != "" {
			t.Errorf("height %d: %s", height, diff)
		}
	}
	if got := Body([]string{"", "x"}, 5, 3); got != "\nx" {
		t.Errorf("a leading empty line: %q", got)
	}
}

func TestBodyFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOf(rapid.StringMatching(`(|[a-zé世█]{0,90})`)).Draw(t, "lines")
		width, height := rapid.IntRange(-1, 90).Draw(t, "width"), rapid.IntRange(-1, 30).Draw(t, "height")
		got := Body(lines, width, height)
		if n := strings.Count(got, "\n") + 1; got != "" && n > height {
			t.Fatalf("%d lines in %d", n, height)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if w := ansi.StringWidth(line); w > max(0, width) {
				t.Fatalf("%d cells in %d", w, width)
			}
		}
	})
}

func TestWrapped(t *testing.T) {
	got := Wrapped("the card is frozen and cannot be topped up", 16, 2)
	if diff := cmp.Diff([]string{"the card is", "frozen and…"}, got); diff != "" {
		t.Error(diff)
	}
	if got := Wrapped("", 10, 3); got != nil {
		t.Errorf("empty text: %q", got)
	}
	for _, line := range Wrapped(strings.Repeat("x", 100), 30, 9) {
		if ansi.StringWidth(line) > 30 {
			t.Errorf("too wide: %q", line)
		}
	}
}

func TestProblemIsTwoSafeLines(t *testing.T) {
	what, hint := Problem(errors.New("cannot open it\x1b[2J\ncheck the \u009bkey"))
	if what != "cannot open it" || strings.ContainsAny(hint, "\x1b\u009b\n") || !strings.Contains(hint, "key") {
		t.Errorf("%q, %q", what, hint)
	}
	if what, hint := Problem(errors.New("one line")); what != "one line" || hint != "" {
		t.Errorf("%q, %q", what, hint)
	}
}

func TestDigits(t *testing.T) {
	want := []string{
		"██  ██    ██████",
		"██  ██        ██",
		"██████    ██████",
		"    ██    ██    ",
		"    ██    ██████",
	}
	// Pixels are two cells wide, and so is the gap; a space widens it.
	if diff := cmp.Diff(want, Digits("4 2")); diff != "" {
		t.Error(diff)
	}
	for n := range 10 {
		for other := range n {
			if cmp.Equal(Digits(string(rune('0'+n))), Digits(string(rune('0'+other)))) {
				t.Errorf("%d and %d look the same", n, other)
			}
		}
	}
	if got := Digits("12a4"); got != nil {
		t.Errorf("drew %q", got)
	}
	if got := ASCII(Digits("1")[0]); got != "  ##  " {
		t.Errorf("ASCII: %q", got)
	}
}

func TestGrouped(t *testing.T) {
	for digits, want := range map[string]string{
		"": "", "1234": "1234", "12345": "12345", "482913": "482 913", "12345678": "1234 5678", "1234567": "1234 567",
		"4288370000004242": "4288 3700 0000 4242", "378282246310005": "3782 8224 6310 005",
	} {
		if got := Grouped(digits); got != want {
			t.Errorf("%s: %q, want %q", digits, got, want)
		}
	}
}
