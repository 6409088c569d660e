package tui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/residue"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// reveals reports whether secrets are on any screen.
func (m *Model) reveals() bool {
	return slices.ContainsFunc(m.stack, func(s ui.Screen) bool {
		r, ok := s.(ui.Revealer)
		return ok && r.Reveals()
	})
}

// clearResidue removes what secrets left behind that were shown or copied.
func (m *Model) clearResidue(msg tea.Msg) tea.Cmd {
	_, copied := msg.(copiedMsg)
	now := residue.Now{Revealed: m.reveals(), Copied: copied, Locked: m.lock.on, Gone: m.gone}
	return m.residue.Update(m.env.Ctx, msg, now, m.opts.GiveBack)
}

// hiddenFor is how long nothing has been revealed before the screen is cleared.
const hiddenFor = 150 * time.Millisecond

// repaint draws everything anew. What is revealed is hidden before: a terminal that has one screen keeps in its scrollback what is cleared.
func (m *Model) repaint() tea.Cmd {
	if !m.reveals() {
		return tea.ClearScreen
	}
	m.hide()
	return m.after(hiddenFor, m.repaint)
}

// watch looks at each second whether somebody came who was not there when something was revealed. Only then it costs anything.
func (m *Model) watch() tea.Cmd {
	if m.opts.Viewers == nil || m.watching || !m.reveals() {
		return nil
	}
	m.watching = true
	ctx, audience := m.env.Ctx, m.env.Audience
	return screen.Ask(nil, func() (string, error) { return audience.Changed(ctx), nil }, m.onWatched)
}

// onWatched hides what somebody else came to see.
func (m *Model) onWatched(change string, _ error) tea.Cmd {
	m.watching = false
	if change == "" || !m.reveals() {
		return nil
	}
	m.hide()
	return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: "hidden: " + change})
}
