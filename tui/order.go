package tui

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// orderedMsg is a screen that a key asked for, with how many keys there were then. Those that came before it opened went to the screen
// below, so that of an amount typed in the same instant only the end would be left for its field: it gets nothing until the keyboard is
// quiet.
type orderedMsg struct {
	push ui.PushMsg
	keys int
}

// onInput notes a key or a paste before anything is done with it.
func (m *Model) onInput(msg tea.Msg) {
	m.keys++
	m.env.Attention.Heard(msg)
	m.crowded = m.crowded && !m.env.Attention.Calm()
}

// ordered has the screens that a command of the newest key opens know of that key.
func (m *Model) ordered(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return orderedCmd(cmd, m.keys)
}

func orderedCmd(cmd tea.Cmd, keys int) tea.Cmd {
	return func() tea.Msg {
		switch msg := cmd().(type) {
		case ui.PushMsg:
			return orderedMsg{msg, keys}
		case tea.BatchMsg:
			for i, one := range msg {
				if one != nil {
					msg[i] = orderedCmd(one, keys)
				}
			}
			return msg
		default:
			return msg
		}
	}
}
