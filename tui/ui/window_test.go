package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
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

func TestAClickBelowTheDrawnRowsMeansNone(t *testing.T) {
	s := NewStyles(Look{Theme: Mono})
	rows := NewRows(nil, func(n int, add func(string)) { add(fmt.Sprint(n)) })
	rows.Set([]int{0, 1, 2, 3, 4, 5})
	table := Table[int]{Styles: &s, Columns: []Column{{Min: 4, Max: 4}},
		Cells: func(n int, _ []int) []Cell { return []Cell{{Text: fmt.Sprint(n)}} }}
	table.Lines(&rows, 20, 4) // the titles and three rows
	area := table.RowsIn(Area{Width: 20, Height: 6})
	rows.Point(PointMsg{Y: 4}, area, 1)
	if n, _ := rows.Selected(); n != 0 {
		t.Errorf("row %d, which is not shown", n)
	}
	rows.Point(PointMsg{Y: 3}, area, 1)
	if n, _ := rows.Selected(); n != 2 {
		t.Errorf("row %d", n)
	}
}

func TestIndexFindsEveryWord(t *testing.T) {
	rows := [][]string{{"Ads Team Berlin", "1234", "active"}, {"Travel", "9", "frozen"}, {}}
	x := newIndex(len(rows), func(i int, add func(string)) {
		for _, part := range rows[i] {
			add(part)
		}
	})
	for typed, want := range map[string][]int32{"": {0, 1, 2}, "ads": {0}, "BERLIN 1234": {0}, "active team": {0}, "e": {0, 1},
		"ads frozen": {}, "berlin1234": {}, "active travel": {}} {
		if diff := cmp.Diff(want, x.Find(NewQuery(typed), []int32{7})); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
}

// TestIndexFindsWhatLooksTheSame: a filter finds a name whichever characters of one look it was typed with.
func TestIndexFindsWhatLooksTheSame(t *testing.T) {
	rows := []string{"Caf\u00e9", "cafe\u0301", "cafe", "STRASSE"}
	x := newIndex(len(rows), func(i int, add func(string)) { add(rows[i]) })
	for typed, want := range map[string][]int32{"caf\u00e9": {0, 1}, "CAFE\u0301": {0, 1}, "stra\u00dfe": {3}} {
		if diff := cmp.Diff(want, x.Find(NewQuery(typed), nil)); diff != "" {
			t.Errorf("%+q: %s", typed, diff)
		}
	}
}

func BenchmarkFilter100000(b *testing.B) {
	x := newIndex(100_000, func(i int, add func(string)) {
		add(fmt.Sprintf("Card %06d of the team", i))
		add(fmt.Sprintf("4859%08d", i))
		add("active")
	})
	var found []int32
	for b.Loop() {
		if found = x.Find(NewQuery("team 777"), found); len(found) == 0 {
			b.Fatal("nothing matches")
		}
	}
}
