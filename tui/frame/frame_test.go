package frame_test

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/frame"
	"cardwallet/tui/ui"
)

var styles = ui.NewStyles(ui.Look{Theme: ui.Dark})

// bar is one with three accounts.
func bar(codes, unknown int) frame.Bar {
	return frame.Bar{Badges: []string{"DEMO"}, Place: "cards", Position: "1 of 19", Live: codes, Tabs: []frame.Tab{
		{Key: "1", Name: "Cards", Count: 19, Kept: 3}, {Key: "2", Name: "Codes", Count: codes, Kept: 2, Always: true},
		{Key: "3", Name: "Activity", Alert: unknown, Kept: 1, Always: true}, {Key: "4", Name: "Accounts"},
	}, Accounts: []frame.Account{{Name: "fin"}, {Name: "ads"}, {Name: "team", Health: frame.Reading}}}
}

func draw(t *testing.T, b frame.Bar, width int) (string, []frame.Spot) {
	t.Helper()
	line, spots := b.Draw(&styles, width)
	if text := ansi.Strip(line); ui.Width(text) != width {
		t.Errorf("%d cells at %d: %q", ui.Width(text), width, text)
	}
	return strings.TrimRight(ansi.Strip(line), " "), spots
}

func TestTheBarHasWhatThereIsRoomFor(t *testing.T) {
	for width, want := range map[int]string{
		120: " ◆ cardwallet   DEMO     1 Cards 19    2 Codes 3    3 Activity     4 Accounts                      ● fin  ● ads  ◐ team",
		80:  " ◆ cardwallet   DEMO    1 Cards   2 Codes 3   3 Activity    4 Accounts      ●●◐",
		60:  " ◆ cardwallet   DEMO    cards 1 of 19   ◆ 3             ●●◐",
	} {
		if got, _ := draw(t, bar(3, 0), width); got != want {
			t.Errorf("%d cells:\n%q, want\n%q", width, got, want)
		}
	}
	failed := bar(3, 0)
	failed.Accounts[1] = frame.Account{Name: "ads", Health: frame.Failed, As: "11:02"}
	failed.Accounts[2].Health, failed.Accounts[2].As = frame.Stale, "10:40"
	if got, _ := draw(t, failed, 120); !strings.HasSuffix(got, "● fin  ✕ ads 11:02  ○ team 10:40") {
		t.Errorf("%q", got)
	}
	failed.Badges = []string{"READ-ONLY", "SANDBOX"}
	if got, _ := draw(t, failed, 80); !strings.HasPrefix(got, " ◆   READ-ONLY    SANDBOX    1 Cards") {
		t.Errorf("%q", got)
	}
	fixed := bar(3, 0)
	fixed.Badges = []string{"READ-ONLY"}
	if got, _ := draw(t, fixed, 80); !strings.HasSuffix(got, " ●●◐") {
		t.Errorf("%q", got)
	}
	deep := bar(0, 2)
	deep.Place, deep.Position = "fin / Discover Whole Dollars / codes", "··4071"
	got, _ := draw(t, deep, 60)
	if got != " ◆   DEMO    Discover Whole Dollars › co… ··4071    ?2   ●●◐" && !strings.Contains(got, "codes ··4071") {
		t.Errorf("%q", got)
	}
}

// TestTheTabInFrontIsTheSelectedOne: also where it asks for attention.
func TestTheTabInFrontIsTheSelectedOne(t *testing.T) {
	b := bar(0, 2)
	for front, style := range map[int]*lipgloss.Style{2: &styles.Selection, 0: &styles.Alert} {
		b.Front = front
		if line, _ := b.Draw(&styles, 120); !strings.Contains(line, style.Render(" 3 Activity ?2 ")) {
			t.Errorf("with tab %d in front: %q", front+1, line)
		}
	}
}

// TestCountsMoveNothingSideways: nor do accounts that cannot be read any more.
func TestCountsMoveNothingSideways(t *testing.T) {
	for _, width := range []int{80, 100, 120, 160} {
		_, want := draw(t, bar(3, 0), width)
		for _, b := range []frame.Bar{bar(0, 0), bar(12, 0), bar(99, 1), bar(3, 12)} {
			b.Tabs[0].Count = 123456
			b.Accounts[0] = frame.Account{Name: "fin", Health: frame.Failed, As: "11:02"}
			_, got := draw(t, b, width)
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%d cells: tab %d moves from %v to %v", width, i, want[i], got[i])
				}
			}
		}
	}
}

func TestTheBarFitsEveryWidth(t *testing.T) {
	for width := 60; width < 240; width++ {
		for _, n := range []int{0, 3, 40} {
			b := bar(3, 1)
			for i := range n {
				b.Accounts = append(b.Accounts, frame.Account{Name: strings.Repeat("n", 1+i), Health: frame.Failed, As: "11:02"})
			}
			b.Place = strings.Repeat("漢", width)
			draw(t, b, width)
		}
	}
}

func TestKeyLineKeepsTheWayOut(t *testing.T) {
	keys := ui.NewKeys()
	here := append(ui.Bound(keys.Open, keys.Filter, keys.OTP), ui.Action{Key: keys.Freeze, Reason: "it is frozen"},
		ui.Action{Key: keys.Sort, Quiet: true})
	here = append(here, ui.Bound(keys.TopUp, keys.Withdraw, keys.Cancel)...)
	always := ui.Bound(keys.Help, keys.Quit)
	for cells, want := range map[int]string{
		24:  "? help · q quit",
		50:  "enter open · / filter · o code · ? help · q quit",
		120: "enter open · / filter · o code · t top up · w withdraw · ? help · q quit",
	} {
		line, spots := frame.Keys(&styles, here, always, cells)
		got := ansi.Strip(line)
		if strings.TrimSpace(got) != want || ui.Width(got) != cells {
			t.Errorf("%d cells: %q, want %q", cells, got, want)
		}
		before, _, _ := strings.Cut(got, "q quit")
		at := ui.Width(before)
		if of, ok := frame.At(spots, at); !ok || of != len(here)+1 {
			t.Errorf("%d cells: at %d is %d, %v", cells, at, of, ok)
		}
		if _, ok := frame.At(spots, at-2); ok {
			t.Errorf("%d cells: between two hints is one", cells)
		}
	}
}

func TestABoxIsInTheMiddleWithItsCursor(t *testing.T) {
	field := ui.NewField("", 9)
	field.Focus()
	field.SetValue("ab")
	box := frame.Box(&styles, ui.Panel{Title: "t"}, []string{ui.FieldView(&field)}, 8)
	typed := "\n" + strings.Repeat(" ", 3) + ui.FieldView(&field) + "\n"
	if _, x, y, ok := ui.TakeCursor(frame.OverAt(typed, []string{"box"}, 15, 1, 20, 7)); !ok || x != 5 || y != 1 {
		t.Errorf("the cursor below a box is at %d, %d: %v", x, y, ok)
	}
	drawn, x, y, ok := ui.TakeCursor(frame.Over(strings.Repeat("漢字\n", 9), box, 20, 7))
	if !ok || x != 8 || y != 3 {
		t.Errorf("the cursor is at %d, %d: %v\n%s", x, y, ok, ansi.Strip(drawn))
	}
	if lines := strings.Split(ansi.Strip(drawn), "\n"); len(lines) != 7 || !strings.Contains(lines[2], "╭─ t ") {
		t.Errorf("%q", lines)
	}
}
