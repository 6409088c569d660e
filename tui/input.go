package tui

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// pushedMsg is a screen that a key asked for, with the number of keys at that time. Keys that came after it and before the screen opened
// went to the screen below. Of an amount typed in the same instant the field would get only the end, so the new screen gets nothing until
// the keyboard is quiet.
type pushedMsg struct {
	push ui.PushMsg
	keys int
}

// onInput notes a key or a paste before anything is done with it.
func (m *Model) onInput(msg tea.Msg) {
	m.keys++
	m.env.Attention.OnInput(msg)
	m.crowded = m.crowded && !m.env.Attention.Calm()
}

// withKeys is the command of a key. Each screen that it opens comes with the number of keys at that time.
func withKeys(cmd tea.Cmd, keys int) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		switch msg := cmd().(type) {
		case ui.PushMsg:
			return pushedMsg{msg, keys}
		case tea.BatchMsg:
			for i, one := range msg {
				msg[i] = withKeys(one, keys)
			}
			return msg
		default:
			return msg
		}
	}
}
