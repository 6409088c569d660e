package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// After the last secret left the screen three things happen. First the terminal gets a frame without it: a terminal that has one screen
// only keeps in its scrollback what is cleared. Then everything is drawn anew, so that the renderer holds no line of an older frame. Then
// memory is given back. After locking memory is given back once more when all requests that were on their way have ended.
const (
	redrawAfter    = 150 * time.Millisecond
	giveBackAfter  = 250 * time.Millisecond // after the redraw
	giveBackLocked = 35 * time.Second       // after locking
)

// residue is what secrets leave behind after they were wiped: frames, cells, sequences for the terminal.
type residue struct {
	some   bool // something was shown or copied since it was cleared
	locked bool
	serial int // of the newest wait for a redraw; one from before the next reveal must not clear what was hidden only now
}

// redrawDueMsg and giveBackDueMsg are the ends of waits.
type (
	redrawDueMsg   struct{ serial int }
	giveBackDueMsg struct{}
)

// clearResidue removes what still refers to secrets that were shown, as soon as nothing is shown any more.
func (m *Model) clearResidue(msg tea.Msg) tea.Cmd {
	r, revealed := &m.residue, m.reveals()
	justLocked := m.lock.on && !r.locked
	r.locked = m.lock.on
	_, copied := msg.(copiedMsg)
	r.some = r.some || revealed || copied || justLocked
	switch msg := msg.(type) {
	case redrawDueMsg:
		if !revealed && msg.serial == r.serial { // else another one follows
			return tea.Batch(tea.ClearScreen, ui.After(m.env.Ctx, giveBackAfter, giveBackDueMsg{}))
		}
	case giveBackDueMsg:
		giveBack, locked := m.opts.GiveBack, m.lock.on
		return func() tea.Msg { giveBack(locked); return nil }
	}
	if m.opts.GiveBack == nil || m.gone || revealed || !r.some {
		return nil
	}
	r.some = false
	r.serial++
	due := ui.After(m.env.Ctx, redrawAfter, redrawDueMsg{r.serial})
	if justLocked {
		return tea.Batch(due, ui.After(m.env.Ctx, giveBackLocked, giveBackDueMsg{}))
	}
	return due
}
