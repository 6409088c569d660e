package codes

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

func TestOTPShowsAValueThatWasReplaced(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		c := r.Code("t-1", "482913", 0, 5*time.Minute)
		r.Arrive(c)
		r.Shows("482913")
		r.Env.Codes.Copied[c.Key()] = true
		r.Shows("this one was copied")
		r.Resend(c, "771204")
		r.Shows("771204", "the issuer replaced the value")
		r.Hides("482913", "this one was copied")
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].Value.RevealString() != "771204" {
			t.Errorf("copied %v", copies)
		}
		if shown, failed := screentest.Audited(r); shown != 2 || failed != 0 {
			t.Errorf("noted %d times as shown, %d as failed", shown, failed)
		}
		r.Screen.(*Codes).Hide()
		unread(r)
	})
}

func TestOTPTakesWhatIsSealedAnewForTheSame(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		c := r.Code("t-1", "482913", 0, 5*time.Minute)
		r.Arrive(c)
		for i := range 5 { // blanks make the opened value the same
			c = r.Resend(c, "482913"+strings.Repeat(" ", i+1))
			r.Tick(2 * time.Second)
			r.Shows("482913", "4:5")
			r.Hides("replaced", "opening")
		}
		if shown, _ := screentest.Audited(r); shown != 1 {
			t.Errorf("noted %d times", shown)
		}
		if n := len(r.Issuer.Vault.Opened); n != 6 {
			t.Errorf("opened %d times", n)
		}
		r.Screen.(*Codes).Hide()
		unread(r)
	})
}

func TestOTPForgetsAValueWhoseSuccessorDoesNotOpen(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		c := r.Code("t-1", "482913", 0, 5*time.Minute)
		r.Arrive(c)
		r.Issuer.Vault.Err = errors.New("cannot open the sealed value")
		for i := range 4 {
			c = r.Resend(c, strings.Repeat("x", i+1))
			r.Shows("not readable", "cannot open the sealed value")
			r.Hides("482913")
		}
		if _, failed := screentest.Audited(r); failed != 1 {
			t.Errorf("noted %d times", failed)
		}
		r.Issuer.Vault.Err = nil
		r.Resend(c, "771204")
		r.Shows("771204")
		r.Hides("not readable")
	})
}

func TestFeedShowsAValueThatWasReplaced(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewFeed(r.Env))
		c := r.Code("t-1", "482913", 0, 5*time.Minute)
		r.Arrive(c)
		r.Shows("482913")
		r.Resend(c, "771204")
		r.Shows("771204")
		r.Hides("482913")
		// Copied unseen, where the value is hidden, it is the newest one.
		r.Press("v")
		r.Hides("771204")
		r.Resend(c, "555666")
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].Value.RevealString() != "555666" {
			t.Errorf("copied %v", copies)
		}
	})
}

func TestCodesWithoutATimeSayThatTheyWereSeen(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := r.Code("t-1", "482913", 0, 5*time.Minute)
		c.TimeAssumed, c.ExpiryAssumed = true, true
		openOTP(r)
		r.Arrive(c)
		r.Tick(12 * time.Second)
		r.Shows("seen        00:00:00, the issuer sent no time for it", "about 4:48")
		r.Open(NewFeed(r.Env))
		r.Shows("seen        00:00:00, the issuer sent no time for it")
	})
}
