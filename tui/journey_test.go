package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

// These tests do what a person does: list, reveal, catch a code, top up.

var screenSizes = [][2]int{{60, 16}, {80, 24}, {120, 40}}

// pass moves the clock and lets everything that counts look at it, without waiting for the ticker.
func (r *rig) pass(d time.Duration) { r.Send(ui.TickMsg{Now: r.clock.advance(d)}) }

func atEverySize(t *testing.T, f func(t *testing.T, r *rig, cols, rows int)) {
	for _, size := range screenSizes {
		runRig(t, fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T, r *rig) { f(t, r, size[0], size[1]) })
	}
}

func TestRevealHideAndCopy(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("ads card 000", "•••• •••• •••• 1000", "v reveal", "esc back")
		r.Press("v")
		r.WaitFor("4288 3751 2345 4242", "09/29", "738", "hides in 0:20", "v hide")
		r.Press("esc")
		r.WaitGone("4288 3751", "09/29", "738")
		r.WaitFor("•••• •••• •••• 4242")
		r.Press("down", "down", "c")
		r.WaitFor("CVV copied")
		if got := r.board.holds(); got != "738" {
			t.Errorf("copied %q", got)
		}
		if strings.Contains(r.Screen(), "738") {
			t.Errorf("copying showed it:\n%s", r.Screen())
		}
		r.Press("esc")
		r.WaitFor("1 of 5")
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
		if got := r.board.holds(); got != "" {
			t.Errorf("left %q on the clipboard", got)
		}
	})
}

func TestRevealEndsWithTheProgram(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.HideAfter = time.Hour
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751")
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
		// newRig's check finds the timer if it is still there.
	})
}

func TestCatchACode(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.fin.offset = 90 * time.Second
		r.fin.announce(r.clock, "fin000", "1", "482913", "Amazon", 2*time.Minute)
		r.start(t, cols, rows)
		r.WaitFor("1 of 5", "2:00")
		r.Press("down", "down", "o")
		r.WaitFor("482913", "19.99 USD at Amazon", "fin card 000", "  2:00", "c copy")
		r.pass(95 * time.Second)
		r.WaitFor("0:25 left, ends soon")
		r.Press("c")
		r.WaitFor("code copied", "this one was copied")
		if got := r.board.holds(); got != "482913" {
			t.Errorf("copied %q", got)
		}
		r.Press("v")
		r.WaitGone("482913", "482 913")
		r.pass(time.Minute)
		r.WaitFor("waiting for a new code", "expired")
		r.WaitGone("left")
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
	})
}

func TestTopUpFromTheList(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		p := r.till
		p.gate = make(chan struct{})
		r.opts.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: payable{feed{r.fin}}})
		r.start(t, cols, rows)
		r.WaitFor("1 of 3")
		r.Press("t")
		r.WaitFor("1,000.00 USD", "at least 10.00 USD", "fin card 000")
		r.Type("5q") // q is text here
		r.WaitFor("only digits")
		r.Press("backspace", "0")
		r.WaitFor("51.00 USD")
		r.Press("enter")
		r.WaitFor("Top up this card?", "US dollars", "1,000.00 → 949.00 USD", "10.50 → 60.50 USD", "y confirm")
		r.Press("enter", "n")
		r.Type("yy") // faster than anybody reads
		r.WaitFor("too fast for an answer", "Top up this card?")
		r.confirm(t, "written down here")
		r.Type("yy") // must not count
		r.Press("enter", "a")
		r.WaitFor("r settle now")
		r.Press("esc")
		r.WaitFor("written down here")
		close(p.gate)
		r.WaitFor("topped up 50.00 USD onto fin card 000", "10.50 → 60.50 USD")
		if n := p.count(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
		r.Press("esc")
		r.WaitFor("1 of 3", "60.50 USD")
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
	})
}

func TestOneSecondOfACountdownIsAFewBytes(t *testing.T) {
	for name, tc := range map[string]struct{ codes, shown, most int }{"1 code": {1, 2, 25}, "10 codes": {10, 11, 150}} {
		runRig(t, name, func(t *testing.T, r *rig) {
			for i := range tc.codes {
				r.fin.announce(r.clock, "fin000", fmt.Sprint(i), fmt.Sprintf("%06d", 482910+i), "Amazon", 5*time.Minute)
			}
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			r.Press("down", "down", "o")
			r.WaitFor("  5:00")
			r.WaitGone("•••", "opening") // all are open
			all := func(clock string) {
				r.WaitUntil("every row at "+clock, func(screen string) bool { return strings.Count(screen, clock) == tc.shown })
			}
			r.pass(41 * time.Second)
			all("4:19")
			// From 4:19 to 4:18: one digit changes wherever a time is shown.
			spent := quiet(r.Term, func() {
				r.pass(time.Second)
				all("4:18")
			})
			t.Logf("%d bytes for one second", spent)
			if spent > tc.most {
				t.Errorf("%d bytes, at most %d", spent, tc.most)
			}
		})
	}
}

// quiet counts the bytes that a change costs.
func quiet(term *tuitest.Term, change func()) int {
	before := term.Written()
	change()
	return term.Written() - before
}
