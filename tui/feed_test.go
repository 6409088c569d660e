package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestFeedShowsTheCodesOfAllAccounts(t *testing.T) {
	for _, size := range screenSizes {
		runRig(t, fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T, r *rig) {
			r.ads.announce(r.clock, "ads000", "x", "112233", "Taxi", time.Minute)
			r.start(t, size[0], size[1])
			r.WaitFor("1 of 5")
			r.Press("O")
			r.WaitFor("waiting for codes", "fin         all cards · asked 0 s ago", "ads         a card once you open its code")
			if n := r.ads.count("codes"); n != 0 {
				t.Errorf("asked %d times for cards that nobody opened", n)
			}
			r.clock.advance(time.Second)
			r.fin.announce(r.clock, "fin001", "t1", "482913", "Coffee", 5*time.Minute)
			r.Press("r")
			r.WaitFor("1 live", "plain to select: 482913", "▌ 19.99 USD at Coffee", "fin card 001 ··1001 · fin", "5:00")
			r.WaitGone("◆ new code") // the person sees it
			r.Press("esc")
			r.WaitFor("1 of 5")
			r.Press("o") // the card under the cursor is of ads
			r.WaitFor("ads card 000 › codes", "112233")
			r.Press("Щ") // the same key on a Cyrillic layout
			r.WaitFor("Taxi", "Coffee", "2 live")
			r.clock.advance(time.Second)
			r.ads.announce(r.clock, "ads000", "y", "445566", "Taxi", time.Minute)
			r.Press("r")
			r.WaitFor("plain to select: 445566", "3 live")
			r.Press("a")
			r.WaitFor("nothing yet")
			r.Press("O") // it is there already, below
			r.WaitFor("3 live")
			r.Press("esc")
			r.WaitFor("ads card 000 › codes")
			leave(t, r)
		})
	}
}

func TestFeedAsksOnAboutCardsThatWereOpened(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("o")
		r.WaitFor("ads card 000 › codes", "waiting for a code")
		r.Press("esc")
		r.WaitFor("1 of 5")
		r.ads.announce(r.clock, "ads000", "x", "112233", "Taxi", time.Minute)
		r.Press("O")
		r.WaitFor("plain to select: 112233", "watched: all cards of fin; ads: ads card 000 ··1000")
		leave(t, r)
	})
}

func TestFeedIsInHelp(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("?")
		r.Type("live")
		r.WaitFor("─ Help ─", "all live codes")
		leave(t, r)
	})
}

// A machine whose clock is wrong by an hour, either way: the countdowns run on the issuer's.
func TestFeedRunsOnTheIssuersClocks(t *testing.T) {
	for _, offset := range []time.Duration{-time.Hour, time.Hour} {
		runRig(t, offset.String(), func(t *testing.T, r *rig) {
			r.fin.offset, r.ads.offset = offset, -offset
			r.fin.announce(r.clock, "fin000", "t1", "482913", "Coffee", 5*time.Minute)
			r.ads.announce(r.clock, "ads000", "x", "112233", "Taxi", 4*time.Minute)
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			r.Press("o")
			r.WaitFor("112233")
			r.Press("O")
			r.WaitFor("2 live", "5:00", "4:00")
			r.clock.advance(4*time.Minute - 5*time.Second)
			r.WaitFor("1:05", "0:05")
			r.clock.advance(6 * time.Second)
			r.WaitFor("1 live", "0:59", "expired")
			if strings.Contains(r.Screen(), "-0:") {
				t.Error("a countdown is negative")
			}
			leave(t, r)
		})
	}
}

func TestOneSecondOfTheFeedIsAFewBytes(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		for i := range 10 {
			r.fin.announce(r.clock, "fin000", fmt.Sprint(i), fmt.Sprintf("%06d", 482910+i), "Amazon", 5*time.Minute)
		}
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("O")
		r.WaitFor("10 live")
		r.WaitGone("•••", "opening") // all are open
		all := func(clock string) {
			r.WaitUntil("every row at "+clock, func(screen string) bool { return strings.Count(screen, clock) == 11 })
		}
		r.pass(41 * time.Second)
		all("4:19")
		spent := quiet(r.Term, func() {
			r.pass(time.Second)
			all("4:18")
		})
		t.Logf("%d bytes for one second", spent)
		if spent > 150 {
			t.Errorf("%d bytes, at most 150", spent)
		}
	})
}

func TestFeedIsEmptyAfterALock(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.announce(r.clock, "fin001", "t1", "482913", "Coffee", 5*time.Minute)
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("O")
		r.WaitFor("plain to select: 482913")
		r.Press("L")
		r.WaitFor("locked")
		r.WaitGone("482913", "Coffee")
		r.Press("x")
		r.WaitFor("••• •••", "hidden, v shows it")
		if strings.Contains(r.Screen(), "482913") {
			t.Error("the code is shown again by itself")
		}
		leave(t, r)
	})
}
