package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/account"
	"cardwallet/tui/activity"
	"cardwallet/tui/clip"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// everywhere are the actions that the root adds to those of the screen in front.
func (m *Model) everywhere() []ui.Action {
	k := m.env.Keys
	tab := func(i int) func() tea.Cmd { return func() tea.Cmd { return m.openTab(i) } }
	actions := []ui.Action{
		{Key: k.CardsTab, Words: "Cards", Group: ui.ToGo, Run: tab(cardsTab)},
		{Key: k.CodesTab, Words: "Codes", Group: ui.ToGo, Run: tab(codesTab)},
		{Key: k.ActivityTab, Words: "Activity", Group: ui.ToGo, Run: tab(activityTab)},
		{Key: k.AccountsTab, Words: "Accounts", Group: ui.ToGo, Run: tab(accountsTab)},
		{Key: k.Feed, Group: ui.ToGo, Run: m.feed},
		{Key: k.Activity, Group: ui.ToGo, Run: func() tea.Cmd { return openOnce(m, activity.NewActivity) }},
		{Key: k.Accounts, Group: ui.ToGo, Run: func() tea.Cmd { return openOnce(m, account.NewAccounts) }},
		{Key: k.Profiles, Words: "Cards of one account", Group: ui.ToGo, Run: m.openProfiles},
		{Key: k.Palette, Group: ui.OfProgram, Run: m.openPalette},
		{Key: k.Help, Words: "Help: all keys", Group: ui.OfProgram, Run: m.openHelp},
		{Key: k.Back, Group: ui.OfProgram, Run: m.escape},
		{Key: k.Quit, Words: "Quit", Group: ui.OfProgram, Run: m.quit},
		{Key: k.Lock, Words: "Lock the screen", Group: ui.OfProgram, Run: func() tea.Cmd { return m.lockUp(byPerson) }},
		{Key: k.Repaint, Words: "Draw the screen anew", Group: ui.OfProgram},
		{Key: k.Suspend, Words: "Suspend", Group: ui.OfProgram},
		{Key: k.ForceQuit, Group: ui.OfProgram},
	}
	if m.held.copy != (clip.Copy{}) {
		actions = append(actions, ui.Action{Key: k.ClearClipboard, Words: "Clear the clipboard", Group: ui.OfProgram,
			Run: func() tea.Cmd { return m.takeBack(m.held.copy) }})
	}
	return actions
}

func (m *Model) openProfiles() tea.Cmd {
	m.dialogs.Open(m.profilesDialog())
	return nil
}

func (m *Model) openHelp() tea.Cmd {
	m.dialogs.Open(dialog.NewHelp(append(m.front().Actions(), m.everywhere()...), m.env.Keys, m.env.Styles))
	return nil
}

// always are the actions that are at the end of the key line, whatever is in front.
func (m *Model) always() []ui.Action {
	k := m.env.Keys
	switch {
	case captures(m.front()): // all other keys are text
		return ui.Bound(k.ForceQuit)
	case len(m.stack) == 1:
		return m.those(k.Palette, k.Help)
	case m.stuck(): // esc does not leave now
		return m.those(k.ForceQuit, k.Palette, k.Help)
	}
	always := m.those(k.Back, k.Palette, k.Help)
	if l, ok := m.front().(ui.Leaver); ok && l.Leave() != "" {
		always[0].Key = ui.Named(always[0].Key, l.Leave())
	}
	return always
}

// those are some of the actions that are everywhere, in the given order.
func (m *Model) those(keys ...key.Binding) []ui.Action {
	var found []ui.Action
	for _, b := range keys {
		for _, a := range m.everywhere() {
			if a.Key.Help() == b.Help() {
				found = append(found, a)
			}
		}
	}
	return found
}

// quit is q: it leaves the screen in front, and the program where that is the list. If something waits, the second q leaves.
func (m *Model) quit() tea.Cmd {
	if len(m.stack) > 1 {
		return m.back()
	}
	if waits := m.waits(); waits != "" && !m.quits {
		m.quits = true
		return m.tell(ui.NoticeMsg{Level: ui.Warn, Text: waits + "; " + ui.Says(m.env.Keys.Quit, "again quits")})
	}
	return m.leave()
}

// waits says what a person who leaves now would miss.
func (m *Model) waits() string {
	switch live, unknown := m.live(), m.env.Moves.Unknown(); {
	case m.holds():
		return m.underWay() + ", its outcome would be unknown"
	case unknown > 0:
		return fmt.Sprintf("outcomes that are unknown: %d", unknown)
	case len(m.away.untold) > 0:
		return fmt.Sprintf("outcomes that nobody has read: %d", len(m.away.untold))
	case live > 0:
		return fmt.Sprintf("codes that are alive: %d", live)
	}
	return ""
}
