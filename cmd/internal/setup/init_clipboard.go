package setup

import (
	"context"
	"errors"

	"cardwallet/cmd/internal/diagnosis"
	"cardwallet/config"
	"cardwallet/tui/clip"
)

// triedClipboard is the clipboard during a set-up: what a person says of it is written down when the profile is.
type triedClipboard struct {
	board   *clip.Board
	last    clip.Copy
	arrived *bool // nil: nobody said
}

// look says where copies go, and tries it where what was copied can be read back. Else word is what a person has to paste.
func (t *triedClipboard) look(ctx context.Context) (found diagnosis.Finding, word string) {
	const name = "clipboard"
	at := t.board.Look(ctx)
	switch {
	case errors.Is(at.Err, clip.ErrNobody), at.Tmux && at.Viewers == 0:
		return diagnosis.Skip(name, name, "not known: nobody is attached to this tmux session", nobodyFix), ""
	case at.Err != nil:
		return diagnosis.Failing(name, name, diagnosis.Warning, at.Err), ""
	case at.Via != clip.System:
		return diagnosis.Skip(name, name, at.Via.Way()+", not tested", ""), clip.Word
	}
	switch err := t.board.TryOut(ctx); {
	case errors.Is(err, clip.ErrUnsaved):
		return diagnosis.Skip(name, name, at.Via.Way()+", not tested", ""), clip.Word
	case err != nil:
		return diagnosis.Warn(name, name, err.Error(), "install wl-clipboard, xclip or xsel, or set mode = \"osc52\" under [clipboard]"), ""
	}
	return diagnosis.Fine(name, name, "a word was copied, read back, and what was there before put back"), ""
}

// copy puts a text that is no secret on the clipboard. Nothing takes it away again.
func (t *triedClipboard) copy(ctx context.Context, text []byte) (where, sequence string, err error) {
	c, err := t.board.Put(ctx, text)
	if err != nil {
		return "", "", err
	}
	t.last = c
	what := "public key"
	if string(text) == clip.Word {
		what = "word"
	}
	return c.Notice(what), c.Via.Sequence(string(text)), nil
}

// keep takes what the person says of the last copy.
func (t *triedClipboard) keep(arrived bool) { t.arrived = &arrived }

// remember writes it down for later copies. Without it doctor asks again.
func (t *triedClipboard) remember(a *command) {
	if t.arrived != nil {
		_ = a.Board(config.Defaults().Clipboard).Remember(t.last, *t.arrived, a.Now())
	}
}
