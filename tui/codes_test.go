package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
)

func TestNewCodeRaisesANoticeAndNeverTakesKeys(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.announce(r.clock, "fin001", "t1", "482913", "Coffee\x1b[2J Shop", 5*time.Minute)
		r.start(t, 80, 24)
		r.WaitFor("◆ new code  19.99 USD at Coffee Shop", "o opens it", "1 of 5", "◆ 5:00")
		if strings.Contains(r.sent(), "\a") {
			t.Error("a code that was there at the start rings")
		}
		if strings.Contains(r.Screen(), "482913") {
			t.Error("the code itself is shown in the list")
		}
		r.clock.advance(time.Second)
		r.Press("j")
		r.WaitGone("o opens it")

		r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
		r.Press("r")
		r.WaitFor("◆ new code  19.99 USD at Book Store  fin card 002 ··1002  o opens it")
		r.WaitUntil("the bell", func(string) bool { return strings.Contains(r.sent(), "\a") })
		r.clock.advance(time.Second)
		r.Press("o")
		r.WaitFor("fin card 002", "Book Store", "771204")
		r.WaitGone("482913")
		r.Press("esc")
		r.WaitFor("2 of 5")
	})
}

func TestKeyMeantForTheListIsNotTakenByANotice(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
		r.Press("r")
		r.WaitFor("◆ new code  19.99 USD at Book Store")
		// no time has passed: it was meant for the card under the cursor
		r.Press("o")
		r.WaitFor("ads card 000", "esc back", "19.99 USD at Book Store  fin card 002 ··1002  O opens it") // here o means the card in front
	})
}

func TestAnnouncementTakesNoKeyOfAnotherCardsScreen(t *testing.T) {
	for _, size := range screenSizes {
		runRig(t, fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T, r *rig) {
			r.start(t, size[0], size[1])
			r.WaitFor("1 of 5")
			r.Press("enter")
			r.WaitFor("ads › ads card 000", "··1000")
			r.fin.announce(r.clock, "fin002", "t2", "771204", strings.Repeat("Book Store ", 9), 5*time.Minute)
			r.Send(screen.AskCodesMsg{})
			r.WaitFor("◆ new code  19.99 USD at Book", "··1002  O opens it")
			if strings.Contains(r.Screen(), "o opens it") {
				t.Error("o is offered where it means another card")
			}
			r.clock.advance(time.Second)
			r.Press("o")
			r.WaitFor("ads › ads card 000 › codes", "··1000")
			r.Press("esc")
			r.WaitFor("v reveal")
			r.fin.announce(r.clock, "fin002", "t3", "771205", "Taxi", 5*time.Minute)
			r.Send(screen.AskCodesMsg{})
			r.WaitFor("at Taxi", "O opens it")
			r.clock.advance(time.Second)
			r.Press("O")
			r.WaitFor("fin card 002 › codes", "771205")
			r.Press("esc", "esc")
			r.WaitFor("1 of 5")
			if err := r.Quit(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAnnouncementKeepsItsOfferAtEverySize(t *testing.T) {
	for _, size := range screenSizes {
		runRig(t, fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T, r *rig) {
			r.fin.cards[2].Name = strings.Repeat("Advertising Europe ", 6)
			r.start(t, size[0], size[1])
			r.WaitFor("1 of 5")
			r.fin.announce(r.clock, "fin002", "t2", "771204", strings.Repeat("Book Store ", 9), 5*time.Minute)
			r.fin.announce(r.clock, "fin001", "t3", "771205", "Taxi", 5*time.Minute)
			r.Press("r")
			r.WaitFor("◆ 2 new codes, newest  19.99 USD at B", "··1002  o opens it")
			r.Press("j", "k") // on their way already
			r.WaitFor("o opens it")
			r.Press("/")
			r.WaitFor("esc clear", "◆ 2 new codes")
			r.WaitGone("o opens it") // it is text now
			if err := r.Quit(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCodeForTheCardInFrontIsNotAnnounced(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G", "o")
		r.WaitFor("esc back")
		r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
		r.Press("r")
		r.WaitFor("Book Store", "771204")
		if strings.Contains(r.Screen(), "o opens it") {
			t.Error("the person is told what they see")
		}
	})
}

func TestCountdownRunsOnTheIssuersClock(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.offset = -90 * time.Second
		r.fin.announce(r.clock, "fin000", "t1", "482913", "Coffee", 5*time.Minute)
		r.start(t, 80, 24)
		r.WaitFor("◆ 5:00")
		for _, want := range []string{"4:59", "4:58"} {
			r.clock.advance(time.Second)
			r.WaitFor(want)
		}
		r.clock.advance(5 * time.Minute)
		r.WaitGone("code 4:58", "code 0:")
		if strings.Contains(r.Screen(), "-0:") {
			t.Error("the countdown is negative")
		}
	})
}

func TestOnlyArmedCardsAreAskedWhereAskingMayMintACode(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5", "ads card 000")
		r.Press("r")
		r.WaitUntil("both accounts", func(string) bool { return r.fin.count("allcodes") > 0 })
		if n := r.ads.count("codes"); n != 0 {
			t.Errorf("asked %d times for cards that nobody opened", n)
		}
		r.ads.announce(r.clock, "ads000", "x", "112233", "Taxi", time.Minute)
		r.Press("o")
		r.WaitFor("112233", "Taxi")
		r.Press("esc")
		r.WaitFor("1 of 5")
		asked := r.ads.count("codes")
		r.Press("r")
		r.WaitUntil("the feed", func(string) bool { return r.fin.count("allcodes") > 1 })
		if n := r.ads.count("codes"); n != asked {
			t.Errorf("asked %d more times after the screen was left", n-asked)
		}
	})
}

func TestFailureToAskForCodesIsSaid(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.fin.set(func(is *issuer) {
			is.err = &client.Error{Kind: client.ErrRateLimited, Profile: "fin", Op: "list codes", Status: 429}
		})
		r.Press("r")
		r.WaitFor("! codes do not arrive: fin: list codes: rate limited")
	})
}

func TestWhoeverWantsToKnowHearsOfCardsWhoseCodesAreOpened(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		awaited := make(chan client.Card, 9)
		r.opts.Awaited = func(card client.Card) { awaited <- card }
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("o")
		r.WaitFor("ads card 000", "esc back")
		if card := <-awaited; card.Key() != "ads/ads000" || len(awaited) > 0 {
			t.Errorf("told of %s, and %d more", card.Key(), len(awaited))
		}
	})
}

func TestChangedKeysHoldOnEveryScreen(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.Keys = map[string][]string{"lock": {"ctrl+x"}, "otp": {"Z"}}
		r.start(t, 120, 60)
		r.WaitFor("1 of 5")
		r.Press("?")
		r.WaitFor("ctrl+x", "lock")
		r.Press("esc", "L")
		r.Press("Z")
		r.WaitFor("ads card 000", "esc back")
		r.Press("ctrl+x")
		r.WaitFor("locked")
	})
}
