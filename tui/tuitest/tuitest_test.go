package tuitest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"cardwallet/tui/tuitest"
)

// echo shows the keys it got and its size.
type echo struct {
	keys          []string
	width, height int
	after         int           // as many keys came before the size
	slow          time.Duration // how long it takes to handle a key
}

type sentMsg string

func (e *echo) Init() tea.Cmd { return nil }

func (e *echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		e.width, e.height, e.after = msg.Width, msg.Height, len(e.keys)
	case tea.PasteMsg:
		e.keys = append(e.keys, "paste:"+msg.Content)
	case sentMsg:
		e.keys = append(e.keys, string(msg))
	case tea.KeyPressMsg:
		time.Sleep(e.slow)
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

// What is typed first comes first, however long the program takes over each key.
func TestNothingOvertakesAKey(t *testing.T) {
	e := &echo{slow: 20 * time.Millisecond}
	term := tuitest.Start(t, e, 40, 5)
	term.Input("abc")
	term.Send(sentMsg("sent"))
	term.Input("def")
	term.Resize(41, 5)
	term.WaitFor("41x5", "a b c sent d e f")
	if err := term.Quit(); err != nil {
		t.Error(err)
	}
	term.Send(sentMsg("too late")) // of what ended, nobody waits
	if got := strings.Join(e.keys, " "); got != "a b c sent d e f" || e.after != len(e.keys) {
		t.Errorf("got %q, and the size after %d", got, e.after)
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
