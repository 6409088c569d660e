package tui

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// TestTheShellDoesNotGetTheTerminalsAnswers: whoever leaves at once waits for them, and not for ever.
func TestTheShellDoesNotGetTheTerminalsAnswers(t *testing.T) {
	background, keyboard := tea.BackgroundColorMsg{}, tea.KeyboardEnhancementsMsg{}
	for name, c := range map[string]struct {
		theme    string
		terminal bool
		answers  []tea.Msg
		waits    time.Duration
	}{
		"all answered":            {ui.Auto, true, []tea.Msg{background, keyboard}, 0},
		"in another order":        {ui.Auto, true, []tea.Msg{keyboard, background}, 0},
		"nothing is answered":     {ui.Auto, true, nil, replyLimit},
		"one is missing":          {ui.Auto, true, []tea.Msg{background}, replyLimit},
		"not asked for colours":   {ui.Dark, true, []tea.Msg{keyboard}, 0},
		"there is nobody to wait": {ui.Auto, false, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := New(Options{Wallet: client.NewWallet(), Settings: screen.Settings{Theme: c.theme}})
				m.replies.expected = c.terminal
				m.noteAsked(c.theme == ui.Auto)
				for _, answer := range c.answers {
					m.Update(answer)
				}
				began := time.Now()
				m.awaitReplies()()
				if waited := time.Since(began); waited != c.waits {
					t.Errorf("it waits %s, want %s", waited, c.waits)
				}
				m.end(errDone)
				synctest.Wait()
			})
		})
	}
}
