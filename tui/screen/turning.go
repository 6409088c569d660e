package screen

import (
	"context"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// turnEvery is slow enough for a connection over SSH: a turn is some 20 bytes.
const turnEvery = 250 * time.Millisecond

// Turning is a mark that turns while something is under way. The zero Turning stands still.
type Turning struct {
	at int
	on bool
}

// Start lets it turn while something holds. It belongs to an open screen, or a part of one that is Whole: behind another screen nothing
// turns for long.
func (t *Turning) Start(ctx context.Context, s *ui.Styles, owner any, while func() bool) tea.Cmd {
	if t.on || s.Still {
		return nil
	}
	t.on = true
	return t.turn(ctx, owner, while)
}

func (t *Turning) turn(ctx context.Context, owner any, while func() bool) tea.Cmd {
	return ui.After(ctx, turnEvery, NewReply(owner, func() tea.Cmd {
		if t.on = while(); !t.on {
			return nil
		}
		t.at++
		return t.turn(ctx, owner, while)
	}))
}

// Mark is how it is drawn now.
func (t *Turning) Mark(s *ui.Styles) string {
	if s.Still {
		return "◐"
	}
	frames := spinner.MiniDot.Frames
	return frames[t.at%len(frames)]
}
