package tui_test

import (
	"strings"
	"testing"
	"time"

	"cardwallet/crypto"
	"cardwallet/tui/clip"
	"cardwallet/tui/screen"
)

// copied starts a program in which a code was copied by some way.
func copied(t *testing.T, via clip.Via, viewers, cols int) *rig {
	t.Helper()
	r := newRig(t)
	r.board.via, r.board.viewers = via, viewers
	r.opts.ClearAfter = 30 * time.Second
	r.start(t, cols, 24)
	r.WaitFor("1 of 5")
	r.Send(screen.CopyMsg{Value: crypto.SecretFromString("482913"), What: "code"})
	return r
}

func leave(t *testing.T, r *rig) {
	t.Helper()
	if err := r.Quit(); err != nil {
		t.Error(err)
	}
}

func TestCountdownStaysWhileTheClipboardHoldsAValue(t *testing.T) {
	for _, cols := range []int{60, 80, 120} {
		r := copied(t, clip.Tmux, 1, cols)
		r.WaitFor("code sent to your terminal via tmux", "C clears, 0:30")
		r.Press("down") // the notice goes with the next key, the countdown does not
		r.WaitGone("code sent")
		r.WaitFor("C clears, 0:30")
		r.pass(12 * time.Second)
		r.WaitFor("C clears, 0:18")
		leave(t, r)
	}
}

func TestClearNow(t *testing.T) {
	for name, c := range map[string]struct {
		via  clip.Via
		want string
		sent string
	}{
		"system":      {clip.System, "clipboard cleared", ""},
		"tmux":        {clip.Tmux, "your terminal's clipboard was overwritten with a space", ""},
		"passthrough": {clip.Passthrough, "your terminal's clipboard was overwritten with a space", "\x1bPtmux;\x1b\x1b]52;c;IA=="},
		"screen":      {clip.Screen, "your terminal's clipboard was overwritten with a space", "\x1bP\x1b]52;c;IA=="},
		"terminal":    {clip.Terminal, "your terminal's clipboard was overwritten with a space", "\x1b]52;c;IA=="},
	} {
		t.Run(name, func(t *testing.T) {
			r := copied(t, c.via, 1, 80)
			r.WaitFor("C clears, 0:30")
			if strings.Contains(r.Raw(), "52;c;IA==") {
				t.Error("cleared before the key")
			}
			r.Press("C")
			r.WaitFor(c.want)
			r.WaitGone("C clears")
			if r.board.holds() != "" {
				t.Errorf("the clipboard holds %q", r.board.holds())
			}
			r.WaitUntil("the blank", func(string) bool { return strings.Contains(r.Raw(), c.sent) })
			if got := strings.Contains(r.Raw(), "52;c;IA=="); got != (c.sent != "") {
				t.Errorf("the screen sent a blank: %v", got)
			}
			r.Press("C") // nothing is left to clear
			r.WaitGone(c.want)
			leave(t, r)
		})
	}
}

func TestClearNowLeavesAloneWhatWasCopiedSince(t *testing.T) {
	r := copied(t, clip.System, 0, 80)
	r.WaitFor("C clears, 0:30")
	r.board.copyElsewhere("lunch at one")
	r.Press("C")
	r.WaitFor("clipboard left alone: something else was copied since")
	leave(t, r)
	if got := r.board.holds(); got != "lunch at one" {
		t.Errorf("the clipboard holds %q", got)
	}
}

func TestCopyWarnsOfViewersAndDoesNotOfferToShow(t *testing.T) {
	r := copied(t, clip.Tmux, 2, 80)
	r.WaitFor("! 2 viewers: code sent to yours alone via tmux, unconfirmed")
	if strings.Contains(r.Screen(), "v shows it") {
		t.Error("it offers to show the code to everybody")
	}
	leave(t, r)
}
