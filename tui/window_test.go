package tui_test

import (
	"strings"
	"testing"
	"time"
)

// titled waits until the window has that title.
func (r *rig) titled(want string) {
	r.WaitUntil("the title "+want, func(string) bool {
		raw := r.Raw()
		at := strings.LastIndex(raw, "\x1b]2;")
		return at >= 0 && strings.HasPrefix(raw[at:], "\x1b]2;"+want+"\a")
	})
}

func TestTheWindowIsCalledByTheNumberOfLiveCodes(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.titled("cardwallet")
		r.fin.announce(r.clock, "fin001", "t1", "482913", "Coffee Shop", 5*time.Minute)
		r.Press("r")
		r.titled("cardwallet · 1 code")
		r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
		r.Press("r")
		r.titled("cardwallet · 2 codes")
		for _, code := range []string{"482913", "771204"} {
			if strings.Contains(r.Raw(), code) {
				t.Errorf("%s was sent", code)
			}
		}
		r.Press("L")
		r.WaitFor("locked")
		r.titled("cardwallet")
		leave(t, r)
		r.titled("")
	})
}

func TestTheWindowShowsThatMoneyMoves(t *testing.T) {
	const moves, over = "\x1b]9;4;3\a", "\x1b]9;4;0\a"
	for _, motion := range []string{"on", "off"} {
		runRig(t, motion, func(t *testing.T, r *rig) {
			r.opts.Motion = motion
			r.till.gate = make(chan struct{})
			r.fin.cards[2].Balance = usd("99")
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			r.Press("G", "t")
			r.WaitFor("at least 10.00 USD")
			r.Type("50")
			r.Press("enter")
			r.WaitFor("Top up this card?")
			if strings.Contains(r.Raw(), "\x1b]9;4;") {
				t.Error("nothing moves yet")
			}
			r.confirm(t, "written down here", "esc let it run on")
			if motion == "on" {
				r.WaitUntil("that money moves", func(string) bool { return strings.Contains(r.Raw(), moves) })
			}
			r.Press("esc") // it runs on without its screen
			r.WaitGone("esc let it run on")
			if strings.Contains(r.Raw(), over) {
				t.Error("it is over before the outcome")
			}
			close(r.till.gate)
			if motion == "on" {
				r.WaitUntil("that it is over", func(string) bool { return strings.Contains(r.Raw(), over) })
			}
			leave(t, r)
			if motion == "off" && (strings.Contains(r.Raw(), "\x1b]9;4;") || strings.ContainsAny(r.Raw(), "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")) {
				t.Error("something moves")
			}
		})
	}
}
