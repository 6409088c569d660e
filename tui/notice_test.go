package tui_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/crypto"
	"cardwallet/tui/clip"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func TestNoticeStaysUntilTheNextKey(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Send(ui.NoticeMsg{Level: ui.Bad, Text: "it went wrong"})
		r.WaitFor("✕ it went wrong")
		r.Press("j")
		r.WaitGone("it went wrong")
	})
}

func TestRefusalsEndWithTheirReason(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Send(ui.PushMsg{Screen: &mover{page{name: "form", holds: true}}})
		r.WaitFor("form:")
		r.Press("esc")
		r.WaitFor("! money is moving: wait for the outcome")
		r.Send(answerMsg("topped up"))
		r.WaitFor("form: topped up")
		r.WaitGone("money is moving")
	})
}

func TestClearedClipboardIsSaid(t *testing.T) {
	for via, want := range map[clip.Via]string{clip.System: "clipboard cleared",
		clip.Terminal: "your terminal's clipboard was overwritten with a space"} {
		runRig(t, want, func(t *testing.T, r *rig) {
			r.opts.ClearAfter, r.board.via = 20*time.Millisecond, via
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			r.Send(screen.CopyMsg{Value: crypto.SecretFromString("738"), What: "CVV"})
			r.WaitFor(want)
			r.WaitGone("C clears")
			if held := r.board.holds(); held != "" || r.board.puts != 1 {
				t.Errorf("the clipboard holds %q", held)
			}
			r.Press("j")
			r.WaitGone(want)
		})
	}
}

func TestWarningsFitTheSmallestScreen(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 60, 16)
		r.WaitFor("1 of 5")
		r.Send(ui.PushMsg{Screen: &page{name: "form", holds: true}})
		r.WaitFor("form:")
		for key, end := range map[string]string{"ctrl+c": "ctrl+c again leaves now, outcome unknown", "esc": "wait for the outcome",
			"L": "locks when the outcome is there"} {
			r.Press(key)
			r.WaitFor("! money is moving: " + end)
		}
	})
}

func TestCopySaysWhatHappened(t *testing.T) {
	for name, c := range map[string]struct {
		via  clip.Via
		err  error
		want string

		tested, arrived bool
	}{
		"system":   {via: clip.System, want: "number copied to the system clipboard"},
		"terminal": {via: clip.Terminal, want: "number sent to your terminal, unconfirmed: v shows it"},
		"tested":   {via: clip.Terminal, tested: true, arrived: true, want: "number sent to your terminal, tested 2026-11-20"},
		"deaf":     {via: clip.Terminal, tested: true, want: "! number sent to your terminal, refused 2026-11-20: v shows it"},
		"refused": {via: clip.Nowhere, err: errors.New("copying is switched off\nset mode"),
			want: "✕ number not copied: copying is switched off; set mode"},
	} {
		runRig(t, name, func(t *testing.T, r *rig) {
			r.board.via, r.board.err = c.via, c.err
			if r.board.arrived = c.arrived; c.tested {
				r.board.tested = time.Date(2026, 11, 20, 12, 0, 0, 0, time.Local)
			}
			r.opts.ClearAfter = 30 * time.Second
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			value := crypto.SecretFromString("4288375123454242")
			r.Send(screen.CopyMsg{Value: value, What: "number"})
			r.WaitFor(c.want)
			if c.err == nil && r.board.holds() != "4288375123454242" {
				t.Errorf("the clipboard holds %q", r.board.holds())
			}
			const osc52 = "\x1b]52;c;NDI4ODM3NTEyMzQ1NDI0Mg=="
			if c.via == clip.Terminal {
				r.WaitUntil("the sequence", func(string) bool { return strings.Contains(r.Raw(), osc52) })
			}
			if err := r.Quit(); err != nil {
				t.Error(err)
			}
			if !value.IsZero() {
				t.Error("the value is not wiped")
			}
			if r.board.holds() != "" {
				t.Error("the clipboard is not cleared on exit")
			}
			if got := strings.Contains(r.Raw(), "\x1b]52;c;IA=="); got != (c.via == clip.Terminal) {
				t.Errorf("the terminal's clipboard overwritten: %v", got)
			}
			if got := strings.Contains(r.Raw(), osc52); got != (c.via == clip.Terminal) {
				t.Errorf("the value sent to the terminal: %v", got)
			}
		})
	}
}
