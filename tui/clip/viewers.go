package clip

import "context"

// Viewers names the terminals that show this process now: in tmux those attached to its session or window. It gives none where nobody
// can know, as in GNU screen and in a plain terminal. It asks tmux, a few seconds at most.
func (b *Board) Viewers(ctx context.Context) []string {
	return look(ctx, b.opts.Getenv, b.tmux).viewers
}
