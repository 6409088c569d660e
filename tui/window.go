package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// motionOff is what the config says where nothing may move by itself.
const motionOff = "off"

// windowTitle is what the terminal's window is called: how many codes are alive, and never a code. Whoever left gets the terminal's own
// title back.
func (m *Model) windowTitle() string {
	title := "cardwallet"
	switch n := m.live(); {
	case m.gone:
		return ""
	case n == 1:
		title += " · 1 code"
	case n > 1:
		title += fmt.Sprintf(" · %d codes", n)
	}
	if m.env.Styles.ASCII {
		return ui.ASCII(title)
	}
	return title
}

// progress shows in the window's tab, where the terminal has such a thing, that money is moving.
func (m *Model) progress() *tea.ProgressBar {
	if m.gone || m.opts.Motion == motionOff || !m.holds() {
		return nil
	}
	return tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
}
