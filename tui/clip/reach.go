package clip

import (
	"context"

	"github.com/charmbracelet/x/ansi"
)

// Reach wraps a sequence so that it gets to the terminal that shows this process, through tmux or GNU screen, and to every viewer of
// those. ok is false where it would not get there: tmux passes sequences on only where allow-passthrough is set. It may ask tmux, a
// few seconds at most.
func (b *Board) Reach(ctx context.Context, sequence string) (wrapped string, ok bool) {
	s := look(ctx, b.opts.Getenv, b.tmux)
	switch {
	case s.tmux && s.control: // the terminal draws the panes itself
		return sequence, true
	case s.tmux && s.passthrough && s.client != "":
		return ansi.TmuxPassthrough(sequence), true
	case s.tmux:
		return "", false
	case s.screen:
		return ansi.ScreenPassthrough(sequence, screenChunk), true
	}
	return sequence, true
}

// Viewers names the terminals that show this process now: in tmux those attached to its session or window. It gives none where nobody
// can know, as in GNU screen and in a plain terminal. It asks tmux, a few seconds at most.
func (b *Board) Viewers(ctx context.Context) []string {
	return look(ctx, b.opts.Getenv, b.tmux).viewers
}
