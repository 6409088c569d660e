package tui

import (
	"cardwallet/tui/ui"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// replyLimit is how long after a question the terminal's answer is waited for before the shell gets the terminal: what comes later is
// typed into its prompt. Over a slow connection an answer takes some tenths of a second.
const replyLimit = time.Second

// replies are the answers that a terminal may still owe to what it was asked: its background, how it reports keys, and how wide it draws
// symbols.
type replies struct {
	expected                      bool // there is a terminal that can answer
	background, keyboard, symbols bool // not answered yet
	wait                          context.Context
	all                           context.CancelFunc
}

// noteAsked notes that the terminal is asked now.
func (m *Model) noteAsked(background bool) {
	m.replies.background, m.replies.keyboard = background, true
	m.awaitAnswers()
}

// askGround asks the terminal for its colours where the theme goes by them and they are not known.
func (m *Model) askGround() tea.Cmd {
	if m.look.Ground != nil || m.look.Theme != ui.Auto && m.look.Theme != ui.HighContrast {
		return nil
	}
	m.replies.background = true
	m.awaitAnswers()
	return tea.Sequence(tea.RequestForegroundColor, tea.RequestBackgroundColor) // the last one is waited for
}

// noteSymbolsAsked notes that the terminal is asked now how wide it draws symbols.
func (m *Model) noteSymbolsAsked() {
	m.replies.symbols = true
	m.awaitAnswers()
}

func (m *Model) awaitAnswers() {
	if r := &m.replies; r.expected {
		if r.all != nil {
			r.all()
		}
		r.wait, r.all = context.WithTimeout(m.env.Ctx, replyLimit)
	}
}

// onAnswer notes an answer. A terminal answers in the order in which it was asked, so what it was asked before is answered as well.
func (r *replies) onAnswer(msg tea.Msg) {
	switch msg.(type) {
	case tea.BackgroundColorMsg:
		r.background = false
	case tea.KeyboardEnhancementsMsg:
		r.keyboard = false
	case tea.CursorPositionMsg:
		r.symbols = false
	default:
		return
	}
	if r.all != nil && !r.background && !r.keyboard && !r.symbols {
		r.all()
	}
}

// awaitReplies waits until the terminal owes nothing, or has had its time.
func (m *Model) awaitReplies() tea.Cmd {
	wait := m.replies.wait
	return func() tea.Msg {
		if wait != nil {
			<-wait.Done()
		}
		return nil
	}
}
