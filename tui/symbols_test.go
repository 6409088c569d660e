package tui

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/tuitest"
)

// onTerminalOf is a program on a terminal that answers questions, after it told its size, and what it was asked since.
func onTerminalOf(t *testing.T, way string, locale bool) (m *Model, asked []tea.Msg) {
	t.Helper()
	m = New(Options{Wallet: client.NewWallet(), ASCII: locale, Settings: screen.Settings{Symbols: way}})
	t.Cleanup(func() { m.end(errDone) })
	m.replies.expected = true
	start := time.Now()
	for _, msg := range results(m.route(tea.WindowSizeMsg{Width: 80, Height: 24})) {
		asked = append(asked, results(m.route(msg))...)
	}
	if len(asked) > 0 && time.Since(start) != symbolsAfter {
		t.Errorf("asked after %s", time.Since(start))
	}
	return m, asked
}

func TestSymbolsThatAreTwoCellsWideAreDrawnInASCII(t *testing.T) {
	for _, c := range []struct {
		way     string
		locale  bool
		asked   bool
		column  int // of the cursor after a mark, from 0
		inASCII bool
	}{
		{"auto", false, true, 1, false}, {"auto", false, true, 2, true}, {"", false, true, 2, true}, {"auto", true, false, 0, true},
		{"unicode", false, false, 2, false}, {"unicode", true, false, 0, false}, {"ascii", false, false, 0, true},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, asked := onTerminalOf(t, c.way, c.locale)
				if len(asked) > 1 || (len(asked) == 1) != c.asked {
					t.Fatalf("asked %v", asked)
				}
				if c.column > 0 {
					m.Update(tea.CursorPositionMsg{X: c.column})
				}
				if m.env.Styles.ASCII != c.inASCII {
					t.Errorf("in ASCII: %v", m.env.Styles.ASCII)
				}
				if again := results(m.route(tea.WindowSizeMsg{Width: 90, Height: 24})); len(again) > 0 {
					t.Errorf("asked once more: %v", again)
				}
			})
		})
	}
}

// reader is a program that ends with the first thing that it reads.
type reader struct{ got tea.Msg }

func (r *reader) Init() tea.Cmd  { return nil }
func (r *reader) View() tea.View { return tea.NewView("") }

func (r *reader) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.CursorPositionMsg:
		r.got = msg
		return r, tea.Quit
	}
	return r, nil
}

// read is what the library takes the bytes of a terminal for.
func read(t *testing.T, sent string) tea.Msg {
	t.Helper()
	r := &reader{}
	term := tuitest.Start(t, r, 20, 4)
	term.Input(sent)
	if err := term.Wait(); err != nil {
		t.Fatal(err)
	}
	return r.got
}

// The question leaves the screen as it was, and its answer is no key.
func TestTheQuestionAboutSymbolsIsNotSeen(t *testing.T) {
	frame := tuitest.NewLines + "\x1b[2;3H\x1b[1m a title\r\nand a body"
	if before, after := tuitest.Replay(frame+"!", 20, 4), tuitest.Replay(frame+askSymbols+"!", 20, 4); before != after {
		t.Errorf("it was\n%s\nand is\n%s", before, after)
	}
	synctest.Test(t, func(t *testing.T) {
		m, _ := onTerminalOf(t, "auto", false)
		for sent, want := range map[string]tea.Msg{"\x1b[1;2R": tea.CursorPositionMsg{X: 1}, "\x1b[1;3R": tea.CursorPositionMsg{X: 2}} {
			if got := filter(m, read(t, sent)); got != want {
				t.Errorf("%q is taken for %T %v", sent, got, got)
			}
		}
		m.Update(tea.CursorPositionMsg{X: 1})
		for _, key := range []string{"\x1b[1;2R", "x"} {
			if _, ok := filter(m, read(t, key)).(tea.KeyPressMsg); !ok {
				t.Errorf("%q is no key", key)
			}
		}
	})
}

func TestTheShellDoesNotGetTheAnswerAboutSymbols(t *testing.T) {
	for answered, waits := range map[bool]time.Duration{true: 0, false: replyLimit} {
		synctest.Test(t, func(t *testing.T) {
			m, _ := onTerminalOf(t, "auto", false)
			if answered {
				m.Update(tea.CursorPositionMsg{X: 1})
			}
			began := time.Now()
			m.awaitReplies()()
			if waited := time.Since(began); waited != waits {
				t.Errorf("answered %v: it waits %s, want %s", answered, waited, waits)
			}
		})
	}
}

// A program whose input is no terminal asks nothing.
func TestNobodyIsAskedAboutSymbolsWithoutATerminal(t *testing.T) {
	m := New(Options{Wallet: client.NewWallet()})
	defer m.end(errDone)
	if cmd := m.askWidth(); cmd != nil || strings.Contains(askSymbols, "\n") {
		t.Error("asked")
	}
}
