package palette_test

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/palette"
	"cardwallet/tui/ui"
)

// deck is cards by name.
type deck []string

func (d deck) Count() int { return len(d) }
func (d deck) Search(words string, most int) []palette.Card {
	var found []palette.Card
	for _, name := range d {
		if len(found) < most && strings.Contains(strings.ToLower(name), strings.ToLower(words)) {
			found = append(found, palette.Card{Name: strings.TrimSuffix(name, " zhou"), Note: "active",
				Open: func() tea.Cmd { return ui.Notify(ui.Info, "opened "+name) }})
		}
	}
	return found
}

// open is a palette over a list of cards. calm says whether the keyboard was quiet.
func open(calm *bool) *palette.Palette {
	keys, styles := ui.NewKeys(), ui.NewStyles(ui.Look{Theme: ui.Mono})
	does := func(what string) func() tea.Cmd { return func() tea.Cmd { return ui.Notify(ui.Info, what) } }
	return palette.New(palette.Options{
		Here: []ui.Action{
			{Key: keys.Open, Words: "Open Marketing ··7735", Group: ui.ToLook, Run: does("opened")},
			{Key: keys.TopUp, Words: "Top up Marketing ··7735", Group: ui.ToMove, Run: does("a form")},
			{Key: keys.Freeze, Words: "Freeze Marketing ··7735", Group: ui.ToChange, Reason: "Aurex offers no freeze", Run: does("frozen")},
			{Key: keys.Reveal, Words: "Show the number of Marketing ··7735", Group: ui.ToLook, Quiet: true, Run: does("4288 3751")},
			{Key: keys.Sort, Words: "Sort the cards by balance", Quiet: true, Run: does("sorted")},
			{Key: keys.Limits, Words: "Set limits of Marketing ··7735", Group: ui.ToChange, Quiet: true, Run: does("limits")},
			{Key: keys.Confirm, Group: ui.ToMove}, // a question's own
		},
		Places: []ui.Action{
			{Key: keys.ActivityTab, Words: "Activity", Group: ui.ToGo, Run: does("activity")},
			{Key: keys.Quit, Words: "Quit", Group: ui.OfProgram, Run: does("quit")},
			{Key: key.NewBinding(), Words: "Theme: light", Group: ui.OfProgram, Run: does("light")},
		},
		Cards: deck{"Marketing ··7735", "Travel #c02b zhou", "Free Lunch ··4071"},
		Calm:  func() bool { return *calm }, Keys: keys, Styles: &styles,
	})
}

func press(p *palette.Palette, names ...string) (cmd tea.Cmd, closed bool) {
	for _, name := range names {
		msg := tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
		switch name {
		case "enter":
			msg = tea.KeyPressMsg{Code: tea.KeyEnter}
		case "down":
			msg = tea.KeyPressMsg{Code: tea.KeyDown}
		case "esc":
			msg = tea.KeyPressMsg{Code: tea.KeyEscape}
		case "backspace":
			msg = tea.KeyPressMsg{Code: tea.KeyBackspace}
		}
		cmd, closed = p.Update(msg)
	}
	return cmd, closed
}

func view(p *palette.Palette) string { return ansi.Strip(p.View(p.Cells(), 12)) }

func TestWhatIsFoundByWhatIsTyped(t *testing.T) {
	calm := true
	for typed, want := range map[string][]string{
		"":      {"▌Open Marketing ··7735", "enter", " Top up", " Activity"},
		"fre":   {"▌Freeze Marketing ··7735", "Aurex offers no freeze  f", " Card: Free Lunch ··4071"},
		">fre":  {"▌Freeze"},
		"#":     {"▌Card: Marketing", "Card: Travel", "Card: Free"},
		"4071":  {"▌Card: Free Lunch"},
		"zhou":  {"▌Card: Travel #c02b", "active"},
		"light": {"▌Theme: light"},
		"дшпре": {"▌Theme: light"}, // on a Cyrillic layout
		"xyzzy": {"nothing has these letters"},
	} {
		p := open(&calm)
		for _, r := range typed {
			press(p, string(r))
		}
		got := view(p)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%q: no %q in\n%s", typed, w, got)
			}
		}
		if only := strings.HasPrefix(typed, ">"); only && strings.Contains(got, "Card:") || typed == "#" && strings.Contains(got, "Open") {
			t.Errorf("%q finds too much:\n%s", typed, got)
		}
		if lines := strings.Count(got, "\n") + 1; lines != 11 {
			t.Errorf("%q: %d lines", typed, lines)
		}
	}
	if p := open(&calm); p.Position() != "5 of 12" {
		t.Errorf("%q", p.Position())
	}
}

// TestOnlyAReadKeyRunsWhatMatters: what was pasted or typed ahead does not.
func TestOnlyAReadKeyRunsWhatMatters(t *testing.T) {
	for _, tc := range []struct {
		typed string
		calm  bool
		want  string
	}{
		{"top", true, "a form"}, {"top", false, ""}, {"quit", false, ""}, {"quit", true, "quit"}, {"acti", false, "activity"},
		{"show", true, "4288 3751"}, {"show", false, ""}, {"limits", true, "limits"}, {"limits", false, ""},
		{"fre", false, "Aurex offers no freeze"}, {"4071", false, "opened Free Lunch ··4071"},
	} {
		calm := tc.calm
		p := open(&calm)
		for _, r := range tc.typed {
			press(p, string(r))
		}
		cmd, closed := press(p, "enter")
		got := ""
		if cmd != nil {
			got = cmd().(ui.NoticeMsg).Text
		}
		if got != tc.want || closed != (tc.want != "") {
			t.Errorf("%+v: %q, closed %v", tc, got, closed)
		}
		if tc.want == "" {
			if text := view(p); !strings.Contains(text, "read what is chosen") {
				t.Errorf("nothing says why:\n%s", text)
			}
		}
	}
}

// TestAReasonIsReadInFull below the list, whatever its line has room for.
func TestAReasonIsReadInFull(t *testing.T) {
	calm := true
	p := open(&calm)
	press(p, "f", "r", "e", "e", "z")
	lines := strings.Split(strings.TrimRight(ansi.Strip(p.View(40, 20)), "\n"), "\n")
	if last := lines[len(lines)-1]; strings.TrimSpace(last) != "Aurex offers no freeze" {
		t.Errorf("the last line is %q:\n%s", last, strings.Join(lines, "\n"))
	}
}

func TestLeavingThePalette(t *testing.T) {
	calm := true
	for _, keys := range [][]string{{"esc"}, {"a", "esc"}, {"backspace"}, {"a", "backspace", "backspace"}} {
		if cmd, closed := press(open(&calm), keys...); !closed || cmd != nil {
			t.Errorf("%v: closed %v", keys, closed)
		}
	}
	p := open(&calm)
	if cmd, _ := press(p, "down", "down", "enter"); cmd == nil || fmt.Sprint(cmd().(ui.NoticeMsg).Text) != "activity" {
		t.Error("the cursor does not choose")
	}
	for _, size := range [][2]int{{0, 0}, {1, 1}, {20, 4}, {70, 40}} {
		for line := range strings.Lines(open(&calm).View(size[0], size[1])) {
			if ui.Width(strings.TrimSuffix(line, "\n")) > size[0] {
				t.Errorf("%v: %q", size, line)
			}
		}
	}
}
