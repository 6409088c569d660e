package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

// When the screen is drawn anew after the last secret left it: not before the terminal shows a frame without it, since a terminal with one
// screen only keeps what is cleared in its scrollback. When memory is overwritten: after that, so that nothing refers to the older frame;
// when the connections that were closed then are gone; and, in the lock, when every request has ended that was on its way.
const (
	repaint    = 150 * time.Millisecond
	repaintFor = 60 * time.Millisecond
	scrubFirst = 400 * time.Millisecond
	scrubAgain = 3 * time.Second
	scrubLast  = 35 * time.Second
)

// residue watches for what secrets leave in memory after they were wiped: frames, cells, sequences for the terminal.
type residue struct {
	some   bool // something was shown or copied since they were overwritten
	locked bool
	sent   int // at least the length of the longest sequence that put a value on the terminal's clipboard
	serial int // of the newest wait; earlier ones are void

	painting bool // until what was drawn is overwritten
	blanking bool // for a moment in that time: nothing is drawn
}

// scrubDueMsg and repaintDueMsg are the ends of waits.
type (
	scrubDueMsg   struct{ serial int }
	repaintDueMsg struct {
		serial int
		over   bool
	}
)

// note looks at a message before it is handled.
func (r *residue) note(msg tea.Msg) {
	if msg, ok := msg.(copiedMsg); ok {
		r.some = true
		r.sent = max(r.sent, 4*(msg.value.Len()+32)) // base64, in the wrappings of a multiplexer
	}
}

// scrub sees to it that what is left is overwritten as soon as nothing is shown any more.
func (m *Model) scrub(msg tea.Msg) tea.Cmd {
	if m.opts.Scrub == nil || m.left {
		return nil
	}
	r := &m.residue
	if due, ok := msg.(scrubDueMsg); ok && due.serial == r.serial {
		r.painting, r.blanking = false, false
		return m.scrubNow()
	}
	if due, ok := msg.(repaintDueMsg); ok {
		// Drawing nothing for a moment replaces all cells: each of them refers to the frame that it came with. Clearing the screen would
		// push it into the scrollback of a terminal with one screen.
		if r.blanking = due.serial == r.serial && r.painting && !due.over; r.blanking {
			return m.after(repaintFor, repaintDueMsg{r.serial, true})
		}
		return nil
	}
	justLocked := m.lock.on && !r.locked
	r.locked = m.lock.on
	switch {
	case m.reveals():
		r.some, r.painting, r.blanking = true, false, false
		r.serial++
		return nil
	case !r.some && !justLocked:
		return nil
	}
	r.some, r.painting = false, true
	r.serial++
	due := scrubDueMsg{r.serial}
	cmds := []tea.Cmd{m.after(repaint, repaintDueMsg{serial: r.serial}), m.after(scrubFirst, due), m.after(scrubAgain, due)}
	if justLocked {
		cmds = append(cmds, m.after(scrubLast, due))
	}
	return tea.Batch(cmds...)
}

// scrubNow runs Scrub.
func (m *Model) scrubNow() tea.Cmd {
	crypto.ScrubStack() // of View
	scrub, locked := m.opts.Scrub, m.lock.on
	cmd := func() tea.Msg {
		scrub(locked)
		return nil
	}
	if m.residue.sent == 0 {
		return cmd
	}
	// Sequences are sent from one buffer, which keeps the last ones. Terminals ignore NUL.
	blank := strings.Repeat("\x00", m.residue.sent)
	m.residue.sent = 0
	return tea.Batch(tea.Raw(blank), cmd)
}

// overpainted fills the lines of a frame with blanks that change their style from cell to cell. Nobody sees that, but it makes what is
// sent to the terminal longer than anything before, so that nothing older is left in the buffers of the renderer.
func overpainted(frame string, width, height int) string {
	lines := strings.Split(frame, "\n")
	for len(lines) < height {
		lines = append(lines, "")
	}
	for i, line := range lines {
		blank := max(0, width-ui.Width(line))
		lines[i] = line + strings.Repeat("\x1b[1m \x1b[m ", blank/2) + strings.Repeat(" ", blank%2)
	}
	return strings.Join(lines, "\n")
}
