package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

func press(name string) tea.KeyPressMsg {
	switch name {
	case "up":
		return tea.KeyPressMsg{Code: tea.KeyUp}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	case "pgup":
		return tea.KeyPressMsg{Code: tea.KeyPgUp}
	case "pgdown":
		return tea.KeyPressMsg{Code: tea.KeyPgDown}
	}
	return tea.KeyPressMsg{Code: rune(name[0]), Text: name}
}

func TestWindowKeepsTheCursorOnTheScreen(t *testing.T) {
	keys := NewKeys()
	rapid.Check(t, func(t *rapid.T) {
		var w Window
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				w.SetCount(rapid.IntRange(-1, 200).Draw(t, "count"))
			case 1:
				w.Update(press(rapid.SampledFrom([]string{"up", "down", "pgup", "pgdown", "g", "G"}).Draw(t, "key")), keys)
			case 2:
				w.Select(rapid.IntRange(-5, 300).Draw(t, "row"))
			}
			height := rapid.IntRange(0, 30).Draw(t, "height")
			from, to := w.Visible(height)
			if from < 0 || to < from || to > w.Count() || to-from > height {
				t.Fatalf("rows %d to %d of %d in %d lines", from, to, w.Count(), height)
			}
			if w.Count() > 0 && height > 0 && (w.Cursor < from || w.Cursor >= to) {
				t.Fatalf("the cursor %d is not in rows %d to %d", w.Cursor, from, to)
			}
			if want := min(height, w.Count()); to-from != want {
				t.Fatalf("%d rows on the screen, want %d", to-from, want)
			}
		}
	})
}

func TestWindowPages(t *testing.T) {
	keys := NewKeys()
	var w Window
	w.SetCount(100)
	w.Visible(10)
	for _, step := range []struct {
		key  string
		want int
	}{{"down", 1}, {"pgdown", 10}, {"G", 99}, {"down", 99}, {"pgup", 90}, {"k", 89}, {"g", 0}, {"up", 0}, {"j", 1}} {
		if !w.Update(press(step.key), keys) {
			t.Errorf("%s is not taken as a movement", step.key)
		}
		if w.Cursor != step.want {
			t.Fatalf("after %s the cursor is at %d, want %d", step.key, w.Cursor, step.want)
		}
	}
	if w.Update(press("x"), keys) {
		t.Error("x is taken as a movement")
	}
}

func TestQuery(t *testing.T) {
	hay := Haystack("Ads Team Berlin", "1234", "active")
	for typed, want := range map[string]bool{"": true, "ads": true, "BERLIN 1234": true, "active team": true, "frozen": false, "ads frozen": false, "berlin1234": false} {
		if got := NewQuery(typed).Matches(hay); got != want {
			t.Errorf("%q: %v, want %v", typed, got, want)
		}
	}
}

func BenchmarkFilter100000(b *testing.B) {
	rows := make([]string, 100_000)
	for i := range rows {
		rows[i] = Haystack(fmt.Sprintf("Card %06d of the team", i), fmt.Sprintf("4859%08d", i), "active", "fin")
	}
	for b.Loop() {
		q, n := NewQuery("team 777"), 0
		for _, r := range rows {
			if q.Matches(r) {
				n++
			}
		}
		if n == 0 {
			b.Fatal("nothing matches")
		}
	}
}
