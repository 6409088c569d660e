package clip

import (
	"cmp"
	"fmt"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Via is the way a value went.
type Via int

// The ways. Only the first confirms that the value arrived.
const (
	Nowhere     Via = iota // nothing to do
	System                 // the system clipboard took it
	Tmux                   // tmux sent it to the terminal of the one who is typing
	Passthrough            // to be sent with OSC 52 wrapped for tmux to pass on
	Screen                 // to be sent with OSC 52 wrapped for GNU screen to pass on
	Terminal               // to be sent with OSC 52
	NearTmux               // the same twice, plain and wrapped: a tmux on the person's side takes the one or the other, by its settings
	NearScreen             // the same for a GNU screen there, or a tmux that goes by that name
)

// Blank overwrites what a terminal's clipboard holds. It is a space, because tmux and some terminals ignore an empty value.
const Blank = " "

// screenChunk is how many bytes go to GNU screen at a time: it drops strings over 768 bytes.
const screenChunk = 76

// Sequence is what the caller sends to the terminal of this process to put value on the clipboard, empty where the board has
// done it.
func (v Via) Sequence(value string) string {
	osc52 := ansi.SetSystemClipboard(value)
	switch v {
	case Passthrough:
		return ansi.TmuxPassthrough(osc52)
	case Screen:
		return ansi.ScreenPassthrough(osc52, screenChunk)
	case Terminal:
		return osc52
	case NearTmux:
		return osc52 + ansi.TmuxPassthrough(osc52)
	case NearScreen:
		return osc52 + ansi.ScreenPassthrough(osc52, screenChunk)
	default:
		return ""
	}
}

// ByCaller reports whether the caller has to send a sequence.
func (v Via) ByCaller() bool { return v >= Passthrough }

// ways are the words for each: its name, what it is for a person, and how it stands in a notice.
var ways = [...]struct{ name, way, path string }{
	Nowhere:     {"nowhere", "none", ""},
	System:      {"system clipboard", "the system clipboard", ""},
	Tmux:        {"terminal, by tmux", "tmux hands it to your terminal (load-buffer -w)", " via tmux"},
	Passthrough: {"terminal, through tmux", "OSC 52 passed on by tmux", " via tmux"},
	Screen:      {"terminal, through screen", "OSC 52 passed on by GNU screen", " via screen"},
	Terminal:    {"terminal", "OSC 52 to your terminal", ""},
	NearTmux: {"terminal, through tmux there",
		"OSC 52 through the tmux on your side (with set-clipboard on or allow-passthrough on)", " via tmux"},
	NearScreen: {"terminal, through screen or tmux there",
		"OSC 52 through the GNU screen or tmux on your side (a tmux with set-clipboard on)", " via screen or tmux"},
}

// String names the way.
func (v Via) String() string { return ways[v].name }

// Way names a way for a person.
func (v Via) Way() string { return ways[v].way }

// path names the way in a notice.
func (v Via) path() string { return ways[v].path }

// Confirmed reports whether the clipboard said that it has the value. No terminal ever does.
func (c Copy) Confirmed() bool { return c.Via == System }

// Notice says in words where what ("code", "number") went, with no more certainty than there is.
func (c Copy) Notice(what string) string { return c.Notices(what)[0] }

// Notices are that in fewer and fewer words, for where there is little room. All say what went and how certain it is.
func (c Copy) Notices(what string) []string {
	switch {
	case c.Confirmed():
		return []string{what + " copied to the system clipboard", what + " copied"}
	case c.Viewers > 1:
		all := fmt.Sprintf("%d viewers: ", c.Viewers)
		return []string{all + what + " sent to yours alone" + c.Via.path() + ", " + c.certainty(), all + "sent to yours alone, " + c.certainty()}
	case c.Kept:
		path := cmp.Or(c.Via.path(), Tmux.path())
		return []string{what + " sent" + path + ", which may keep it in a buffer, " + c.certainty(), what + " sent, tmux may keep it, " +
			c.certainty()}
	}
	return []string{
		what + " sent to your terminal" + c.Via.path() + ", " + c.certainty(), what + " sent" + c.Via.path() + ", " + c.certainty(),
		what + " sent, " + c.certainty(),
	}
}

// certainty is what is known of a value's arrival at a terminal.
func (c Copy) certainty() string {
	switch day := c.Tested.Local().Format(time.DateOnly); {
	case c.Tested.IsZero():
		return "unconfirmed"
	case c.Arrived:
		return "tested " + day
	default:
		return "refused " + day
	}
}

// Fate says when and how the value leaves the clipboard.
func (c Copy) Fate(clearAfter time.Duration) string {
	switch {
	case clearAfter <= 0 || !c.Guarded:
		return "stays there until you copy something else"
	case c.Via == System:
		return fmt.Sprintf("clears in %s unless you copy something else", clearAfter.Round(time.Second))
	}
	return fmt.Sprintf("overwritten with a space in %s, whatever is there by then", clearAfter.Round(time.Second))
}

// Cleared says what clearing came to, for the way that was given by Clear.
func Cleared(v Via) string {
	switch v {
	case Nowhere:
		return "clipboard left alone: something else was copied since"
	case System:
		return "clipboard cleared"
	default:
		return "your terminal's clipboard was overwritten with a space"
	}
}
