package dialog_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

type question struct {
	got  []string
	name string
}

func (q *question) Update(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	q.got = append(q.got, msg.String())
	return nil, msg.String() == "y"
}
func (q *question) View(int, int) string { return q.name }
func (q *question) Title() string        { return q.name }
func (q *question) Actions() []ui.Action { return nil }
func (q *question) Cells() int           { return 20 }
func (q *question) Position() string     { return "" }

func press(name string) tea.KeyPressMsg {
	switch name {
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	}
	return tea.KeyPressMsg{Code: rune(name[0]), Text: name}
}

func TestOnlyTheFrontDialogGetsKeys(t *testing.T) {
	var s dialog.Stack
	first, second := &question{name: "first"}, &question{name: "second"}
	s.Open(first)
	s.Open(second)
	s.Update(press("a"))
	s.Update(press("y"))
	s.Update(press("b"))
	if strings.Join(first.got, "") != "b" || strings.Join(second.got, "") != "ay" {
		t.Errorf("first got %v, second %v", first.got, second.got)
	}
	if d, ok := s.Front(); !ok || d.Title() != "first" {
		t.Errorf("in front: %v %v", d, ok)
	}
	s.Update(press("y"))
	if _, ok := s.Front(); ok {
		t.Error("a dialog is left")
	}
	if cmd := s.Update(press("y")); cmd != nil {
		t.Error("an empty stack answers")
	}
}

func TestDialogAskedForTakesKeysAtOnce(t *testing.T) {
	var s dialog.Stack
	q := &question{}
	s.Open(q)
	s.Update(press("a"))
	if len(q.got) != 1 {
		t.Errorf("it got %v", q.got)
	}
	s.Clear()
	if _, ok := s.Front(); ok {
		t.Error("a dialog is left")
	}
}

func TestChoice(t *testing.T) {
	keys, styles := ui.NewKeys(), ui.NewStyles(ui.Look{Theme: ui.Mono})
	type picked int
	open := func() *dialog.Choice {
		return dialog.NewChoice("profiles", []dialog.Option{{Label: "all"}, {Label: "fin", Detail: "12 cards"},
			{Label: "ads", Detail: "unreachable", Wrong: true}}, 1, keys, &styles,
			func(i int) tea.Cmd { return func() tea.Msg { return picked(i) } })
	}
	c := open()
	view := ansi.Strip(c.View(60, 10))
	for _, want := range []string{"\n  all", "▌ fin  12 cards", "  ads  unreachable"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
	if cmd, closed := c.Update(press("down")); cmd != nil || closed {
		t.Error("a movement answers")
	}
	cmd, closed := c.Update(press("enter"))
	if !closed || cmd == nil || cmd() != picked(2) {
		t.Errorf("closed %v", closed)
	}
	if cmd, closed := open().Update(press("esc")); !closed || cmd != nil {
		t.Error("esc chooses")
	}
	empty := dialog.NewChoice("profiles", nil, 0, keys, &styles, func(int) tea.Cmd { t.Error("nothing was chosen"); return nil })
	if _, closed := empty.Update(press("enter")); closed {
		t.Error("an empty choice was made")
	}
	for _, size := range [][2]int{{0, 0}, {1, 1}, {3, 2}, {500, 200}} {
		for line := range strings.Lines(open().View(size[0], size[1])) {
			if w := ui.Width(strings.TrimSuffix(line, "\n")); size[0] > 20 && w > size[0] {
				t.Errorf("%v: a line takes %d cells", size, w)
			}
		}
	}
}

func TestHelpScrollsAndCloses(t *testing.T) {
	keys, styles := ui.NewKeys(), ui.NewStyles(ui.Look{Theme: ui.Mono})
	actions := append(ui.Bound(keys.Open, keys.Filter, keys.Sort, keys.OTP), ui.Action{Key: keys.Quit, Group: ui.OfProgram})
	h := dialog.NewHelp(actions, keys, &styles)
	view := ansi.Strip(h.View(40, 4))
	if !strings.Contains(view, "Here") || strings.Contains(view, "Program") {
		t.Errorf("at the top:\n%s", view)
	}
	for range 20 {
		if _, closed := h.Update(press("down")); closed {
			t.Fatal("a movement closes the help")
		}
	}
	if view = ansi.Strip(h.View(40, 4)); !strings.Contains(view, "Program") || strings.Count(view, "\n") != 3 {
		t.Errorf("at the end:\n%s", view)
	}
	h.Update(press("q"))
	view = ansi.Strip(h.View(40, 30))
	if strings.Contains(view, "open") || !strings.Contains(view, "quit") || !strings.Contains(view, "Program") {
		t.Errorf("what is typed does not filter:\n%s", view)
	}
	if _, closed := h.Update(press("esc")); closed || !strings.Contains(ansi.Strip(h.View(40, 30)), "open") {
		t.Error("esc does not take the filter away first")
	}
	for _, name := range []string{"esc", "?"} {
		if _, closed := h.Update(press(name)); !closed {
			t.Errorf("%s does not close the help", name)
		}
	}
}

// TestHelpCutsNoKey: a row has as many columns as are whole, and a key that is too long for its column is not half there.
func TestHelpCutsNoKey(t *testing.T) {
	keys, styles := ui.NewKeys(), ui.NewStyles(ui.Look{Theme: ui.Mono})
	h := dialog.NewHelp(ui.Bound(keys.PageUp, keys.PageDown, keys.PreviousPart, keys.OTP, keys.Palette), keys, &styles)
	for _, width := range []int{56, 58, 28} {
		view := ansi.Strip(h.View(width, 30))
		if strings.Contains(view, ui.Ellipsis) {
			t.Errorf("in %d cells something is cut:\n%s", width, view)
		}
		for _, want := range []string{"pgup      page up", "pgdn      page down", "shift+tab ", ": ctrl+k  commands"} {
			if !strings.Contains(view, want) {
				t.Errorf("in %d cells %q is not there:\n%s", width, want, view)
			}
		}
	}
}
