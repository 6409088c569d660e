package clip

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// Situation is where the person sits and which way a value would go, for a diagnosis. Nothing is copied to find it out.
type Situation struct {
	Via      Via    // Nowhere where no way is left
	Err      error  // why; nil otherwise
	Remote   bool   // the person sits at another machine
	Screen   bool   // inside GNU screen
	Tmux     bool   // inside tmux; the next fields are known only then
	Version  string // of tmux
	Terminal string // the terminal of the one who is typing, by its name in terminfo; empty where nobody is attached
	Viewers  int    // terminals that show this session
	// CanSet says that tmux knows how to set that terminal's clipboard; Passes that it passes sequences on.
	CanSet, Passes bool
	SetClipboard   string // of tmux: on, external or off
	FocusEvents    string // of tmux: on or off
}

// Look finds out where the person sits now, waiting a few seconds at most.
func (b *Board) Look(ctx context.Context) Situation {
	s := look(ctx, b.opts.Getenv, b.tmux)
	out := Situation{
		Remote: s.remote, Screen: s.screen, Tmux: s.tmux, Viewers: len(s.viewers), CanSet: s.clipboard, Passes: s.passthrough,
		Terminal: s.terminal,
	}
	if s.tmux {
		out.readOptions(b.tmux.options(ctx))
	}
	switch {
	case b.opts.Mode == Off:
		out.Err = ErrOff
	case b.opts.Mode == SystemOnly, b.opts.Mode != OSC52 && s.local() && b.native.there(ctx, b.opts.Getenv):
		out.Via = System
	case s.handsOver():
		out.Via = Tmux
	default:
		out.Via, out.Err = s.fallback()
	}
	return out
}

// there reports whether there seems to be a system clipboard: with nothing on it, some tools fail to read it.
func (n native) there(ctx context.Context, getenv func(string) string) bool {
	_, err := n.read(ctx)
	if err == nil || errors.Is(err, errNoTool) || errors.Is(err, errHangs) {
		return err == nil
	}
	return runtime.GOOS == "windows" || runtime.GOOS == "darwin" || getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}

// options asks what a diagnosis shows beyond the seat.
func (t tmux) options(ctx context.Context) string {
	answer, _ := t.run(ctx, nil, "display-message", "-p", "version|#{version}", ";", "show-options", "-s", "set-clipboard", ";",
		"show-options", "-s", "focus-events")
	return answer // what is missing in it is not shown
}

func (s *Situation) readOptions(answer string) {
	for line := range strings.Lines(answer) {
		line = strings.TrimRight(line, "\r\n")
		for prefix, field := range map[string]*string{
			"version|": &s.Version, "set-clipboard ": &s.SetClipboard, "focus-events ": &s.FocusEvents,
		} {
			if value, ok := strings.CutPrefix(line, prefix); ok {
				*field = value
			}
		}
	}
}

// Word is what TryOut copies: it is no secret.
const Word = "cardwallet"

// What TryOut can find wrong.
var (
	ErrUnsaved = errors.New("what is on the clipboard cannot be read as text, so it could not be put back; or nothing is")
	ErrOther   = errors.New("the clipboard holds something else than what was put there")
)

// TryOut puts a harmless word on the system clipboard, reads it back, and puts back what was there before, as plain text. Where that
// cannot be read nothing is touched and it returns ErrUnsaved: an empty clipboard looks the same to some tools. What the person
// copies meanwhile stays. It is for Situation.Via System; other ways cannot be read back.
func (b *Board) TryOut(ctx context.Context) error {
	before, err := b.native.read(ctx)
	if err != nil {
		return errors.Join(ErrUnsaved, err)
	}
	if err := b.native.write(ctx, Word); err != nil {
		return fmt.Errorf("it did not take a word: %w", err)
	}
	now, err := b.native.read(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("it cannot be read: %w", err)
	case strings.TrimRight(now, "\r\n") != Word:
		return ErrOther
	}
	if err := b.native.write(ctx, before); err != nil {
		return fmt.Errorf("what was there before is lost: %w", err)
	}
	return nil
}
