package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/crypto"
	"cardwallet/tui/clip"
	"cardwallet/tui/screen"
)

// copied starts a program in which a code was copied by some way.
func (r *rig) copied(t *testing.T, via clip.Via, viewers, cols int) {
	t.Helper()
	r.board.via, r.board.viewers = via, viewers
	r.opts.ClearAfter = 30 * time.Second
	r.start(t, cols, 24)
	r.WaitFor("1 of 5")
	r.Send(screen.CopyMsg{Value: crypto.SecretFromString("482913"), What: "code"})
}

func leave(t *testing.T, r *rig) {
	t.Helper()
	if err := r.Quit(); err != nil {
		t.Error(err)
	}
}

func TestCountdownStaysWhileTheClipboardHoldsAValue(t *testing.T) {
	for cols, words := range map[int]string{60: "code sent via tmux, unconfirmed", 80: "code sent to your terminal via tmux",
		120: "code sent to your terminal via tmux"} {
		runRig(t, fmt.Sprint(cols), func(t *testing.T, r *rig) {
			r.copied(t, clip.Tmux, 1, cols)
			r.WaitFor(words, "C clears 0:30")
			r.Press("down") // the notice goes with the next key, the countdown does not
			r.waitUntold("code sent")
			r.WaitFor("C clears 0:30")
			r.pass(12 * time.Second)
			r.WaitFor("C clears 0:18")
			leave(t, r)
		})
	}
}

// At 60 columns the countdown leaves room for 45: neither how certain it is nor what else to do may be cut off.
func TestCopyNoticeFitsBesideTheCountdown(t *testing.T) {
	for name, c := range map[string]struct {
		via     clip.Via
		viewers int
		what    string
		codeKey string
		shown   bool
		cols    int
		want    string
	}{
		"plain":       {via: clip.Terminal, what: "number", cols: 60, want: "number sent, unconfirmed: v shows it"},
		"plain, wide": {via: clip.Terminal, what: "number", cols: 80, want: "number sent to your terminal, unconfirmed: v shows it"},
		"shown": {via: clip.Terminal, what: "code #2261", shown: true, cols: 60,
			want: "code #2261 sent, unconfirmed: else select it"},
		"tmux":              {via: clip.Tmux, viewers: 1, what: "number", cols: 60, want: "number sent via tmux, unconfirmed: v shows it"},
		"tmux, of the feed": {via: clip.Tmux, viewers: 1, what: "code #2261", cols: 60, want: "code #2261 sent, unconfirmed: v shows it"},
		"tmux, of the feed, 80": {via: clip.Tmux, viewers: 1, what: "code #2261", cols: 80,
			want: "code #2261 sent via tmux, unconfirmed: v shows it"},
		"a code, on the list": {via: clip.Terminal, what: "code #2261", codeKey: "1", cols: 60,
			want: "code #2261 sent, unconfirmed: o shows it"},
		"viewers":                {via: clip.Tmux, viewers: 2, what: "number", cols: 60, want: "! 2 viewers: sent to yours alone, unconfirmed"},
		"confirmed":              {via: clip.System, what: "number", cols: 60, want: "number copied to the system clipboard"},
		"confirmed, a long name": {via: clip.System, what: "activation code #2261", cols: 60, want: "activation code #2261 copied"},
	} {
		runRig(t, name, func(t *testing.T, r *rig) {
			r.board.via, r.board.viewers = c.via, c.viewers
			r.opts.ClearAfter = 30 * time.Second
			r.start(t, c.cols, 16)
			r.WaitFor("1 of 5")
			r.Send(screen.CopyMsg{Value: crypto.SecretFromString("482913"), What: c.what, CodeKey: c.codeKey, Shown: c.shown})
			r.WaitFor(c.want+" ", "C clears 0:30")
			leave(t, r)
		})
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
		runRig(t, name, func(t *testing.T, r *rig) {
			r.copied(t, c.via, 1, 80)
			r.WaitFor("C clears 0:30")
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
	inBubble(t, func(t *testing.T, r *rig) {
		r.copied(t, clip.System, 0, 80)
		r.WaitFor("C clears 0:30")
		r.board.copyElsewhere("lunch at one")
		r.Press("C")
		r.WaitFor("clipboard left alone: something else was copied since")
		leave(t, r)
		if got := r.board.holds(); got != "lunch at one" {
			t.Errorf("the clipboard holds %q", got)
		}
	})
}

func TestCopyWarnsOfViewersAndDoesNotOfferToShow(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copied(t, clip.Tmux, 2, 80)
		r.WaitFor("! 2 viewers: code sent to yours alone via tmux, unconfirmed")
		if strings.Contains(r.Screen(), "v shows it") {
			t.Error("it offers to show the code to everybody")
		}
		leave(t, r)
	})
}
