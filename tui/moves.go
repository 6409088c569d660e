package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/poll"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// onSettled tells the screens, and the person what became of what was open.
func (m *Model) onSettled(got poll.Settled, err error) tea.Cmd {
	cmds := []tea.Cmd{m.settler.OnSettled(got, err)}
	askErr := got.AskErr
	if err != nil {
		askErr = err
	}
	cmds = append(cmds, m.broadcast(screen.MovesMsg{Settled: got.Asked, Err: askErr, Read: got.Read}))
	cmds = append(cmds, m.others.OnOpen(m.looked(), m.tell))
	untold := m.untold(got.Changed)
	for _, moved := range got.Changed {
		cmds = append(cmds, m.broadcast(screen.MovedMsg{Movement: moved}))
	}
	if n := len(untold); n > 0 {
		level, text := screen.SettledNotice(untold[0])
		if n > 1 {
			text = fmt.Sprintf("%s, and %d more; %s", text, n-1, ui.Says(m.env.Keys.Activity, "shows them"))
		}
		cmds = append(cmds, m.tell(ui.NoticeMsg{Level: level, Text: text}))
	}
	if text := m.settler.Problem(err); text != "" {
		cmds = append(cmds, m.tell(ui.NoticeMsg{Level: ui.Bad, Text: text}))
	}
	return tea.Batch(cmds...)
}

// untold leaves out what the screen of its order says by itself: it asks the issuer as well, and may hear later.
func (m *Model) untold(changed []client.Movement) []client.Movement {
	return slices.DeleteFunc(slices.Clone(changed), func(moved client.Movement) bool {
		return slices.ContainsFunc(m.screens(), func(s ui.Screen) bool {
			order, ok := s.(interface{ Tells(client.Movement) bool })
			return ok && order.Tells(moved)
		})
	})
}

// alert is what the title says on every screen while a movement is open.
func (m *Model) alert() string {
	unknown := m.env.Moves.Unknown()
	open := len(m.env.Moves.Open) - unknown
	text := ""
	switch {
	case unknown == 1:
		text = "1 outcome unknown"
	case unknown > 1:
		text = fmt.Sprintf("%d outcomes unknown", unknown)
	}
	switch {
	case open > 0 && text != "":
		text += fmt.Sprintf(", %d open", open)
	case open == 1:
		text = "1 movement open"
	case open > 1:
		text = fmt.Sprintf("%d movements open", open)
	}
	return text
}

// looked is the card that the person looks at; zero where it is none.
func (m *Model) looked() (card client.Card) {
	if s, ok := m.front().(interface{ Selected() (client.Card, bool) }); ok {
		card, _ = s.Selected()
	}
	return card
}

// onTeam reads the journal when somebody has changed it. While the program is locked nothing is read.
func (m *Model) onTeam() tea.Cmd {
	if m.env.Locked {
		return nil
	}
	return m.settler.Pass(false)
}
