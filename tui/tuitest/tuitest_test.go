package tuitest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"cardwallet/tui/tuitest"
)

// echo shows the keys it got and its size.
type echo struct {
	keys          []string
	width, height int
}

func (e *echo) Init() tea.Cmd { return nil }

func (e *echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		e.width, e.height = msg.Width, msg.Height
	case tea.PasteMsg:
		e.keys = append(e.keys, "paste:"+msg.Content)
	case tea.KeyPressMsg:
		e.keys = append(e.keys, msg.String())
		if msg.String() == "ctrl+c" {
			return e, tea.Quit
		}
	}
	return e, nil
}

func (e *echo) View() tea.View {
	v := tea.NewView(fmt.Sprintf("%dx%d\n%s", e.width, e.height, strings.Join(e.keys, " ")))
	v.AltScreen = true
	return v
}

func TestTermShowsWhatThePersonSees(t *testing.T) {
	defer goleak.VerifyNone(t)
	term := tuitest.Start(t, &echo{}, 70, 10)
	defer func() {
		if err := term.Quit(); err != nil {
			t.Error(err)
		}
	}()
	term.WaitFor("70x10")
	term.Type("aя")
	term.Press("enter", "esc", "x", "up", "pgdown", "ctrl+z", "space")
	term.Paste("25.00")
	term.WaitFor("a я enter esc x up pgdown ctrl+z space paste:25.00")
	if got := term.Line(0); got != "70x10" {
		t.Errorf("line 0 is %q", got)
	}
	before := term.Written()
	term.Resize(60, 8)
	term.WaitFor("60x8")
	term.WaitGone("70x10")
	if term.Written() <= before || len(term.Raw()) != term.Written() {
		t.Errorf("%d bytes written before, %d after, %d kept", before, term.Written(), len(term.Raw()))
	}
}

func TestTermGivesTheErrorOfTheProgram(t *testing.T) {
	term := tuitest.StartFunc(t, 40, 5, func(opts ...tea.ProgramOption) error {
		if _, err := tea.NewProgram(&echo{}, opts...).Run(); err != nil {
			return err
		}
		return errors.New("after the end")
	})
	term.WaitFor("40x5")
	term.Press("ctrl+c")
	if err := term.Wait(); err == nil || err.Error() != "after the end" {
		t.Errorf("got %v", err)
	}
}
