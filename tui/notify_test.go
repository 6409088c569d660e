package tui_test

import (
	"cardwallet/tui/screen"
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// ofWindow are the sequences for the window: its title, and that money moves. They end with what rings elsewhere.
var ofWindow = regexp.MustCompile(`\x1b\](?:2|9;4);[^\a]*\a`)

// sent is what the program has sent, without what is for the window.
func (r *rig) sent() string { return ofWindow.ReplaceAllString(r.Raw(), "") }

// rang waits until the program has sent those bytes once.
func (r *rig) rang(want string) {
	r.WaitUntil(fmt.Sprintf("%q", want), func(string) bool { return strings.Count(r.sent(), want) == 1 })
}

func TestNewCodeIsToldAtTheTerminalOnce(t *testing.T) {
	const nine = "\x1b]9;cardwallet: code for Taxi, 24 h on fin card 001 ··1001\x1b\\"
	const seven = "\x1b]777;notify;cardwallet;code for Taxi, 24 h on fin card 001 ··1001\x1b\\"
	through := func(sequence string) string { return "\x1bPtmux;" + sequence + "\x1b\\" }
	passes := func(_ context.Context, s string) (string, bool) { return through(s), true }
	stops := func(context.Context, string) (string, bool) { return "", false }
	for name, tc := range map[string]struct {
		notify string
		reach  func(context.Context, string) (string, bool)
		want   string // in the bytes, once; empty: nothing at all
		bells  int
	}{
		"default":                     {"", nil, "\a", 1},
		"off":                         {screen.NotifyOff, nil, "", 0},
		"bell":                        {screen.NotifyBell, nil, "\a", 1},
		"bell, nothing gets through":  {screen.NotifyBell, stops, "\a", 1},
		"osc9":                        {screen.NotifyOSC9, nil, nine + "\a", 1},
		"osc777":                      {screen.NotifyOSC777, nil, seven + "\a", 1},
		"osc9, through tmux":          {screen.NotifyOSC9, passes, through(nine) + "\a", 1},
		"osc777, nothing get through": {screen.NotifyOSC777, stops, "\a", 1},
	} {
		runRig(t, name, func(t *testing.T, r *rig) {
			r.opts.Notify, r.opts.Reach = tc.notify, tc.reach
			r.fin.announce(r.clock, "fin000", "old", "111222", "Old Shop", 5*time.Minute)
			r.start(t, 80, 24)
			r.WaitFor("◆ new code  19.99 USD at Old Shop", "1 of 5")
			r.fin.announce(r.clock, "fin001", "t1", "482913", "Taxi; 24\x1b]52;c;eA==\a h", 5*time.Minute)
			r.Press("r")
			r.WaitFor("◆ new code  19.99 USD at Taxi; 24 h  fin card 001")
			for asked := r.fin.count("allcodes"); r.fin.count("allcodes") < asked+3; { // it is there again in every answer
				r.Press("r", "?")
				r.WaitFor("─ Help ─")
				r.Press("esc")
				r.WaitGone("─ Help ─")
			}
			if tc.want != "" {
				r.rang(tc.want)
			}
			leave(t, r)
			raw := r.sent()
			if got := strings.Count(raw, "\a"); got != tc.bells {
				t.Errorf("%d bells, want %d", got, tc.bells)
			}
			if got := strings.Contains(raw, "\x1b]9;") || strings.Contains(raw, "\x1b]777;"); got != (strings.Contains(tc.want, "cardwallet")) {
				t.Errorf("a notification: %v", got)
			}
			if strings.Contains(raw, "482913") || strings.Contains(raw, "482 913") || strings.Contains(raw, "\x1b]52") {
				t.Error("the code, or what the merchant's name tried, is among the bytes")
			}
		})
	}
}

func TestNotificationIsShortWhateverItIsAbout(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.Notify = screen.NotifyOSC777
		r.fin.cards[1].Name = strings.Repeat("Advertising Europe ", 20)
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.fin.announce(r.clock, "fin001", "t1", "482913", strings.Repeat("Café 世界 ", 40), 5*time.Minute)
		r.Press("r")
		r.WaitFor("◆ new code  19.99 USD at Café")
		r.rang("\x1b]777;notify;cardwallet;code for Café")
		_, text, _ := strings.Cut(r.Raw(), "notify;cardwallet;")
		text, _, _ = strings.Cut(text, "\x1b\\")
		if n := len([]rune(text)); n > 100 || !strings.HasSuffix(text, "··1001") {
			t.Errorf("%d characters: %q", n, text)
		}
		leave(t, r)
	})
}

func TestNotificationHasOnlyASCIIWhereTheTerminalMayNotKnowMore(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.Notify = screen.NotifyOSC9
		r.start(t, 80, 24, tea.WithEnvironment([]string{"TERM=xterm-256color", "LANG=C"}))
		r.WaitFor("1 of 5")
		r.fin.announce(r.clock, "fin001", "t1", "482913", "Мир", 5*time.Minute)
		r.Press("r")
		r.rang("\x1b]9;cardwallet: code for ??? on fin card 001 --1001\x1b\\")
		leave(t, r)
	})
}

// On the screen of a card's codes nobody needs a bell, but the window may be behind others.
func TestCodesOnTheScreenNotifyWithoutABell(t *testing.T) {
	for notify, want := range map[string]string{screen.NotifyBell: "",
		screen.NotifyOSC9: "\x1b]9;cardwallet: code for Book Store on fin card 002 ··1002\x1b\\"} {
		runRig(t, string(notify), func(t *testing.T, r *rig) {
			r.opts.Notify = notify
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			r.Press("G", "o")
			r.WaitFor("fin card 002 › codes")
			r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
			r.Press("r")
			r.WaitFor("771204")
			if want != "" {
				r.rang(want)
			}
			leave(t, r)
			if strings.Contains(r.sent(), "\a") {
				t.Error("it rings")
			}
		})
	}
}

func TestCodesInTheFeedRing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("O")
		r.WaitFor("waiting for codes")
		r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
		r.Press("r")
		r.WaitFor("771204")
		r.rang("\a")
		if strings.Contains(r.Screen(), "◆ new code") {
			t.Error("the person is told what they see")
		}
		leave(t, r)
	})
}
