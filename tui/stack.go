package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/codes"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func (m *Model) front() ui.Screen { return m.stack[len(m.stack)-1] }

// broadcast gives a message to every screen.
func (m *Model) broadcast(msg tea.Msg) tea.Cmd {
	screens := m.screens()
	cmds := make([]tea.Cmd, len(screens))
	for i, s := range screens {
		cmds[i] = s.Update(msg)
	}
	return tea.Batch(cmds...)
}

// escape does the smaller thing that esc can mean on the screen in front, or else leaves it.
func (m *Model) escape() tea.Cmd {
	if s, ok := m.front().(ui.Stopper); ok && holds(m.front()) {
		s.Stop()
		return nil
	}
	if e, ok := m.front().(ui.Escaper); ok && !holds(m.front()) && e.Escape() {
		return nil
	}
	return m.back()
}

// keeper is a screen with something that nothing shows again. Keep reports whether it stays for now: then it says that another press
// leaves.
type keeper interface{ Keep() bool }

func keeps(s ui.Screen) bool {
	k, ok := s.(keeper)
	return ok && k.Keep()
}

// back closes the screen in front, unless it is the list or something is under way there that does not go on without it.
func (m *Model) back() tea.Cmd {
	leaving := m.front()
	switch {
	case len(m.stack) == 1:
		return nil
	case m.stuck():
		return m.refuse("wait for the outcome")
	case keeps(leaving):
		return nil
	case holds(leaving):
		m.away.left = append(m.away.left, leaving)
		m.notice = ui.NoticeMsg{Text: "it runs on: what came of it is told here"}
	}
	m.stack = m.stack[:len(m.stack)-1]
	hide(leaving)
	if c, ok := leaving.(ui.Closer); ok {
		return c.Close()
	}
	return nil
}

// home closes all screens down to the list. It reports whether none refused.
func (m *Model) home() (tea.Cmd, bool) { return m.closeTo(1) }

// closeTo closes screens until so many are left. It reports whether none refused.
func (m *Model) closeTo(left int) (tea.Cmd, bool) {
	var cmds []tea.Cmd
	for len(m.stack) > left {
		before := len(m.stack)
		cmds = append(cmds, m.back())
		if len(m.stack) == before {
			return tea.Batch(cmds...), false
		}
	}
	return tea.Batch(cmds...), true
}

// openOnce shows a screen of which there is one at the most.
func openOnce[S ui.Screen](m *Model, newScreen func(*screen.Env) S) tea.Cmd {
	if slices.ContainsFunc(m.stack, func(s ui.Screen) bool { _, shown := s.(S); return shown }) {
		return nil
	}
	if m.stuck() {
		return m.refuse("wait for the outcome")
	}
	hide(m.front())
	return ui.Push(newScreen(m.env))
}

// feed shows the codes of all accounts. Where it is open already under other screens, those are left.
func (m *Model) feed() tea.Cmd {
	if m.stuck() {
		return m.refuse("wait for the outcome")
	}
	at := slices.IndexFunc(m.stack, isFeed)
	if at < 0 {
		hide(m.front())
		return ui.Push(codes.NewFeed(m.env))
	}
	cmd, _ := m.closeTo(at + 1)
	return cmd
}

func isFeed(s ui.Screen) bool {
	c, ok := s.(*codes.Codes)
	return ok && c.OfAll()
}

func (m *Model) refuse(what string) tea.Cmd {
	m.refused = m.underWay() + ": " + what
	return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: m.refused})
}

// underWay says what keeps the person from leaving.
func (m *Model) underWay() string {
	for _, s := range m.screens() {
		if b, ok := s.(ui.Busy); ok && holds(s) {
			return b.Busy()
		}
	}
	return "money is moving"
}

// onReleased does what had to wait for money that was moving, and takes back what was said about that.
func (m *Model) onReleased() tea.Cmd {
	m.followRunners()
	if m.refused == "" || m.holds() {
		return nil
	}
	m.withdraw(m.refused)
	m.refused, m.insisted = "", false
	if m.lock.wanted {
		return m.lockUp(m.lock.by)
	}
	return nil
}

func holds(s ui.Screen) bool {
	h, ok := s.(ui.Holder)
	return ok && h.Holds()
}

// holds reports whether money is moving, on a screen or without one.
func (m *Model) holds() bool {
	return slices.ContainsFunc(m.screens(), holds)
}

// captures reports whether a screen or a dialog has a field with the focus.
func captures(s any) bool {
	c, ok := s.(ui.Capturer)
	return ok && c.CapturesInput()
}

func hide(s ui.Screen) {
	if h, ok := s.(ui.Hider); ok {
		h.Hide()
	}
}

// hide wipes what all screens show.
func (m *Model) hide() {
	for _, s := range m.screens() {
		hide(s)
	}
}

// forceQuit is ctrl+c: it leaves from anywhere, but asks for a second press while money is moving.
func (m *Model) forceQuit(insisted bool) tea.Cmd {
	if m.holds() && !insisted {
		m.insisted = true
		return m.refuse("ctrl+c again leaves now, outcome unknown")
	}
	return m.leave()
}

// leave wipes everything, takes back what was copied, and quits.
func (m *Model) leave() tea.Cmd {
	m.gone = true
	m.dialogs.Clear()
	m.hide()
	return tea.Sequence(m.work.Run(m.clearCopied()), m.awaitReplies(), tea.Quit)
}
