package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/crash"
)

// rescue, deferred, ends the program after a panic. Bubble Tea would print the value of the panic and the arguments of every
// call, which can be a PAN.
func (m *Model) rescue() {
	if cause := recover(); cause != nil {
		m.reportCrash(cause)
	}
}

// rescueScreen is rescue for Update and View: nothing more is drawn.
func (m *Model) rescueScreen() {
	if cause := recover(); cause != nil {
		m.gone = true
		m.reportCrash(cause)
	}
}

// reportCrash reports the first panic. What panics after it comes from what that one left behind.
func (m *Model) reportCrash(cause any) {
	if m.crashing.CompareAndSwap(false, true) {
		m.failed <- crash.Report(m.opts.StateDir, m.opts.Now(), cause)
	}
}

// awaitFailure brings a panic to Update, which then leaves as if a person had quit. So the last frame shows no secret, even on a terminal
// that has one screen and keeps what was drawn. A program that does not leave in time is ended.
func (m *Model) awaitFailure() tea.Msg {
	select {
	case <-m.env.Ctx.Done():
		return nil
	case err := <-m.failed:
		time.AfterFunc(settle, func() { m.end(err) })
		return crashMsg{err}
	}
}

type crashMsg struct{ err error }

func (m *Model) onCrash(err error) tea.Cmd {
	m.gone, m.crash = true, err
	m.safely(m.hide)
	return tea.Quit
}

// safely runs f, which may be what panicked before.
func (m *Model) safely(f func()) {
	defer m.rescue()
	f()
}
