package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

// previewAfter is how long the cursor must rest on a row before what is selected is drawn beside the list. Who holds a key down pays for
// the rows alone.
const previewAfter = 150 * time.Millisecond

// Preview says when what is selected may be drawn beside its list: at once when the screen opens, and else when the cursor has come to
// rest. Until then nothing is drawn there, so that nobody reads of one row beside another. The zero Preview is ready.
type Preview struct {
	// Rested reads what there is to draw of the row that the cursor rests on, from this machine alone; nil where all is known.
	Rested func() tea.Cmd

	key    string // of the row that was selected last
	opened bool
	moving bool
	serial int // of the newest move
}

// Follow takes the key of the selected row, empty where there is none. The screen that owns the Preview calls it after each Update.
func (p *Preview) Follow(ctx context.Context, owner any, key string) tea.Cmd {
	if key == p.key {
		return nil
	}
	first := !p.opened
	p.key, p.opened = key, true
	if first {
		return p.rested()
	}
	p.moving = true
	p.serial++
	serial := p.serial
	return ui.After(ctx, previewAfter, NewReply(owner, func() tea.Cmd {
		if serial != p.serial {
			return nil
		}
		p.moving = false
		return p.rested()
	}))
}

func (p *Preview) rested() tea.Cmd {
	if p.Rested == nil {
		return nil
	}
	return p.Rested()
}

// Ready reports whether it may be drawn.
func (p *Preview) Ready() bool { return !p.moving }
