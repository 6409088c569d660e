package screen

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestOTPShowsAValueThatWasReplaced(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		c := r.code("t-1", "482913", 0, 5*time.Minute)
		r.arrive(c)
		r.shows("482913")
		r.env.Codes.Copied[c.Key()] = true
		r.shows("this one was copied")
		r.resend(c, "771204")
		r.shows("771204", "the issuer replaced the value")
		r.hides("482913", "this one was copied")
		r.press("c")
		if copies := got[CopyMsg](r); len(copies) != 1 || copies[0].Value.RevealString() != "771204" {
			t.Errorf("copied %v", copies)
		}
		if shown, failed := audited(r); shown != 2 || failed != 0 {
			t.Errorf("noted %d times as shown, %d as failed", shown, failed)
		}
		r.screen.(*OTP).Hide()
		unread(r)
	})
}

func TestOTPTakesWhatIsSealedAnewForTheSame(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		c := r.code("t-1", "482913", 0, 5*time.Minute)
		r.arrive(c)
		for i := range 5 { // blanks make the opened value the same
			c = r.resend(c, "482913"+strings.Repeat(" ", i+1))
			r.tick(2 * time.Second)
			r.shows("482913", "4:5")
			r.hides("replaced", "opening")
		}
		if shown, _ := audited(r); shown != 1 {
			t.Errorf("noted %d times", shown)
		}
		if n := len(r.issuer.vault.opened); n != 6 {
			t.Errorf("opened %d times", n)
		}
		r.screen.(*OTP).Hide()
		unread(r)
	})
}

func TestOTPForgetsAValueWhoseSuccessorDoesNotOpen(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		c := r.code("t-1", "482913", 0, 5*time.Minute)
		r.arrive(c)
		r.issuer.vault.err = errors.New("cannot open the sealed value")
		for i := range 4 {
			c = r.resend(c, strings.Repeat("x", i+1))
			r.shows("not readable", "cannot open the sealed value")
			r.hides("482913")
		}
		if _, failed := audited(r); failed != 1 {
			t.Errorf("noted %d times", failed)
		}
		r.issuer.vault.err = nil
		r.resend(c, "771204")
		r.shows("771204")
		r.hides("not readable")
	})
}

func TestFeedShowsAValueThatWasReplaced(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewFeed(r.env))
		c := r.code("t-1", "482913", 0, 5*time.Minute)
		r.arrive(c)
		r.shows("482 913")
		r.resend(c, "771204")
		r.shows("771 204")
		r.hides("482 913")
		// Copied unseen, where the value is hidden, it is the newest one.
		r.press("v")
		r.hides("771 204")
		r.resend(c, "555666")
		r.press("c")
		if copies := got[CopyMsg](r); len(copies) != 1 || copies[0].Value.RevealString() != "555666" {
			t.Errorf("copied %v", copies)
		}
	})
}

func TestCodesWithoutATimeSayThatTheyWereSeen(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := r.code("t-1", "482913", 0, 5*time.Minute)
		c.TimeAssumed, c.ExpiryAssumed = true, true
		openOTP(r)
		r.arrive(c)
		r.tick(12 * time.Second)
		r.shows("seen        12 s ago, the issuer sent no time for it", "about 4:48 left")
		r.open(NewFeed(r.env))
		r.shows("seen        12 s ago, the issuer sent no time for it")
	})
}
