// Package residue clears what secrets leave behind after they were wiped: frames, cells, sequences for the terminal.
//
// After the last secret left the screen three things happen. First the terminal gets a frame without it. Then every line is drawn a little
// differently, see loosen, so that the renderer holds no line of an older frame. Then memory is given back, and the lines are drawn as they
// were. Nothing is cleared: it would flash, and a terminal that has one screen only would keep what was there in its scrollback. After
// locking memory is given back once more when all requests that were on their way have ended.
package residue

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/ui"
)

const (
	loosenAfter    = 150 * time.Millisecond
	giveBackAfter  = 250 * time.Millisecond // after that
	giveBackLocked = 35 * time.Second       // after locking
)

// Residue is what is left behind. The zero Residue is nothing.
type Residue struct {
	some    bool // something was shown or copied since it was cleared
	locked  bool
	serial  int  // of the newest wait; one from before the next reveal must not clear what was hidden only now
	loosens bool // frames are drawn with loosen
}

// Now is how the program stands after a message.
type Now struct {
	Revealed bool // a secret is on the screen
	Copied   bool // the message tells that one was copied
	Locked   bool
	Gone     bool // the person left
}

// loosenDueMsg and giveBackDueMsg are the ends of waits.
type (
	loosenDueMsg   struct{ serial int }
	giveBackDueMsg struct{}
)

// loosen makes the first cell of every line slanted. The renderer keeps the cells of a line as pieces of the frame that they came with, up
// to the first one that another frame has differently: so it keeps the frame that showed a secret, where a line was the same ever since.
// With the first cell different it takes the whole line from the new frame, and sends that cell alone. Most lines begin with a blank.
func loosen(frame string) string {
	const slanted, upright = "\x1b[3m", "\x1b[23m"
	lines := strings.Split(frame, "\n")
	for i, line := range lines {
		start, state := 0, byte(0)
		for start < len(line) {
			_, width, n, next := ansi.DecodeSequence(line[start:], state, nil)
			if width > 0 {
				end := start + n
				lines[i] = line[:start] + slanted + line[start:end] + upright + line[end:]
				break
			}
			start, state = start+n, next
		}
	}
	return strings.Join(lines, "\n")
}

// Frame is the frame as it has to be drawn now.
func (r *Residue) Frame(frame string) string {
	if r.loosens {
		return loosen(frame)
	}
	return frame
}

// Update takes a message and removes what still refers to secrets that were shown, as soon as nothing is shown any more. Its waits end with
// ctx. giveBack gives memory back, outside Update; without it nothing is done.
func (r *Residue) Update(ctx context.Context, msg tea.Msg, now Now, giveBack func(locked bool)) tea.Cmd {
	justLocked := now.Locked && !r.locked
	r.locked = now.Locked
	r.some = r.some || now.Revealed || now.Copied || justLocked
	r.loosens = r.loosens && !now.Revealed
	switch msg := msg.(type) {
	case loosenDueMsg:
		if !now.Revealed && msg.serial == r.serial { // else another one follows
			r.loosens = true
			return ui.After(ctx, giveBackAfter, giveBackDueMsg{})
		}
	case giveBackDueMsg:
		r.loosens = false
		return func() tea.Msg { giveBack(now.Locked); return nil }
	}
	if giveBack == nil || now.Gone || now.Revealed || !r.some {
		return nil
	}
	r.some = false
	r.serial++
	due := ui.After(ctx, loosenAfter, loosenDueMsg{r.serial})
	if justLocked {
		return tea.Batch(due, ui.After(ctx, giveBackLocked, giveBackDueMsg{}))
	}
	return due
}
