package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/cards"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// profilesDialog lists the accounts with their state and limits the list to the one chosen.
func (m *Model) profilesDialog() dialog.Dialog {
	states := m.cards.Accounts()
	options := []dialog.Option{{Label: "all profiles"}}
	profiles := []string{""}
	selected := 0
	for _, state := range states {
		account := m.account(state.Profile)
		detail := append(screen.Badges(account), screen.IssuerName(account), state.Words)
		o := dialog.Option{Label: ui.Safe(state.Profile), Detail: strings.Join(detail, " · ")}
		if state.Problem != "" {
			o.Detail, o.Wrong = state.Problem, true
			o.Note = strings.TrimSpace(state.Problem + "\n" + state.Hint)
		}
		if state.Profile == m.cards.Profile() {
			selected = len(options)
		}
		options = append(options, o)
		profiles = append(profiles, state.Profile)
	}
	return dialog.NewChoice("Profiles", options, selected, m.env.Keys, m.env.Styles, func(i int) tea.Cmd {
		return m.onProfile(profiles[i])
	})
}

func (m *Model) onProfile(profile string) tea.Cmd {
	cmd, ok := m.home()
	if !ok {
		return cmd
	}
	return tea.Batch(cmd, m.cards.Update(cards.ShowProfileMsg{Profile: profile}))
}
