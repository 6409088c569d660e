package wizard

import (
	"context"
	"errors"
	"time"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/config"
	"cardwallet/tui/clip"
)

// Clipboard is that of the person during a set-up. What they say of it is written down when the profile is.
type Clipboard struct {
	board   *clip.Board
	last    clip.Copy
	arrived *bool // nil: nobody said
}

// NewClipboard makes one that takes the way of a config without settings.
func NewClipboard() *Clipboard {
	return &Clipboard{board: clip.New(clip.Options{Mode: clip.Mode(config.Defaults().Clipboard.Mode)})}
}

// Look says where copies go, and tries it where what was copied can be read back. Else word is what a person has to paste.
func (c *Clipboard) Look(ctx context.Context) (found diagnosis.Finding, word string) {
	const name = "clipboard"
	at := c.board.Look(ctx)
	switch {
	case errors.Is(at.Err, clip.ErrNobody), at.Tmux && at.Viewers == 0:
		return diagnosis.Skip(name, name, "not known: nobody is attached to this tmux session", "attach to the session, and test again"), ""
	case at.Err != nil:
		return diagnosis.Failing(name, name, diagnosis.Warning, at.Err), ""
	case at.Via != clip.System:
		return diagnosis.Skip(name, name, at.Via.Way()+", not tested", ""), clip.Word
	}
	switch err := c.board.TryOut(ctx); {
	case errors.Is(err, clip.ErrUnsaved):
		return diagnosis.Skip(name, name, at.Via.Way()+", not tested", ""), clip.Word
	case err != nil:
		return diagnosis.Warn(name, name, err.Error(), "install wl-clipboard, xclip or xsel, or set mode = \"osc52\" under [clipboard]"), ""
	}
	return diagnosis.Fine(name, name, "a word was copied, read back, and what was there before put back"), ""
}

// Copy puts a text that is no secret on the clipboard. Nothing takes it away again.
func (c *Clipboard) Copy(ctx context.Context, text []byte) (where, sequence string, err error) {
	copied, err := c.board.Put(ctx, text)
	if err != nil {
		return "", "", err
	}
	c.last = copied
	what := "public key"
	if string(text) == clip.Word {
		what = "word"
	}
	return copied.Notice(what), copied.Via.Sequence(string(text)), nil
}

// Keep takes what the person says of the last copy.
func (c *Clipboard) Keep(arrived bool) { c.arrived = &arrived }

// Remember writes that down on a board with a directory, for later copies. Where it cannot be written doctor asks again.
func (c *Clipboard) Remember(board *clip.Board, at time.Time) {
	if c.arrived != nil {
		_ = board.Remember(c.last, *c.arrived, at)
	}
}
