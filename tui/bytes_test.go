package tui_test

import (
	"fmt"
	"testing"
	"time"

	"cardwallet/client/plan"
)

// TestThreeCodesAreFewBytesASecond: at 120x36, in every second of five minutes and more, wherever the codes are seen and however their
// minutes and gauges fall together. The newest is in focus, and counts beside the list. Only the second that brings other words takes more.
func TestThreeCodesAreFewBytesASecond(t *testing.T) {
	const seconds, most = 318, 60
	cards, same := [3]string{"fin002", "fin001", "fin000"}, [3]string{"fin000", "fin000", "fin000"} // the newest comes last
	inStep, outOfStep := [3]int{451, 391, 331}, [3]int{599, 407, 331}
	for _, tc := range []struct {
		name  string
		cards [3]string
		lives [3]int // seconds
		keys  []string
	}{
		{"list in step", cards, inStep, nil}, {"list out of step", cards, outOfStep, nil},
		{"codes tab in step", cards, inStep, []string{"2"}}, {"codes tab out of step", cards, outOfStep, []string{"2"}},
		{"codes of a card", same, inStep, []string{"o"}},
	} {
		runRig(t, tc.name, func(t *testing.T, r *rig) {
			for i, card := range tc.cards {
				r.fin.announce(r.clock, card, fmt.Sprint("t", i), fmt.Sprint(482910+i), "Shop", time.Duration(tc.lives[i])*time.Second)
				r.clock.advance(time.Millisecond)
			}
			r.start(t, 120, 36)
			r.WaitFor("1 of 5")
			r.Press("j", "j")
			r.WaitFor("3 of 5", "FIN CARD 000", "◆ live")
			if r.Press(tc.keys...); tc.keys != nil {
				r.WaitFor("plain to select: 482912")
			}
			worst := 0
			for left := tc.lives[2] - 1; left >= tc.lives[2]-seconds; left-- {
				before := r.Written()
				spent := quiet(r.Term, func() {
					r.pass(time.Second)
					r.WaitFor(plan.Clock(time.Duration(left) * time.Second))
				})
				if left == 30 { // it ends soon from now on
					continue
				}
				if worst = max(worst, spent); spent > most {
					t.Errorf("%d bytes with %d seconds left, at most %d: %q", spent, left, most, r.Raw()[before:])
				}
			}
			t.Logf("%d bytes at the most", worst)
		})
	}
}

// TestHidingACardIsFewBytes: the number, expiry and CVV of a card at 120x36, until its lines are drawn as they were.
func TestHidingACardIsFewBytes(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 120, 36)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751 2345 4242", "738", "v hide")
		hidden := quiet(r.Term, func() {
			r.Press("v")
			r.WaitFor("v reveal")
			r.WaitGone("4288", "738")
			r.Quiet(5 * time.Second)
		})
		if t.Logf("%d bytes to hide a card", hidden); hidden > 3000 {
			t.Errorf("%d bytes, at most 3000", hidden)
		}
	})
}
