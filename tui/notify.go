package tui

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/screen"
)

const bell = "\a"

// ring tells the terminal of new codes, once. unseen says that the person looks at something else. A notification goes out even if a
// card's codes are on the screen, since the window may be behind others.
func (m *Model) ring(arrival screen.Announcement, unseen bool) tea.Cmd {
	sounds := ""
	if unseen {
		sounds = bell
	}
	sequence := arrival.Notification(m.opts.Notify, m.env.Styles.ASCII)
	switch {
	case m.opts.Notify == screen.NotifyOff:
		return nil
	case sequence == "" && sounds == "":
		return nil
	case sequence == "":
		return tea.Raw(sounds)
	}
	ctx, reach := m.env.Ctx, m.opts.Reach
	return func() tea.Msg {
		if reach != nil {
			reached, ok := reach(ctx, sequence)
			if !ok {
				return tea.Raw(bell)()
			}
			sequence = reached
		}
		return tea.Raw(sequence + sounds)()
	}
}
