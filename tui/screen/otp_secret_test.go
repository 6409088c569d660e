package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func TestOTPExpiredIsNotCopied(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.press("c")
		r.arrive(r.code("1", "482913", 0, 5*time.Second))
		r.tick(6 * time.Second)
		r.press("c", "enter")
		if copies := got[CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %+v", copies)
		}
		notices := got[ui.NoticeMsg](r)
		if len(notices) != 3 || !strings.Contains(notices[0].Text, "no code yet") || !strings.Contains(notices[1].Text, "expired") {
			t.Errorf("said %+v", notices)
		}
	})
}

func TestOTPCopyThatTakesLongerThanTheCodeLives(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.press("v")
		r.issuer.vault.delay = 6 * time.Second
		r.arrive(r.code("1", "482913", 0, 5*time.Second))
		r.press("c")
		r.tick(7 * time.Second)
		if copies := got[CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %+v", copies)
		}
		unread(r)
	})
}

func TestOTPCopyInTheLastSecondsWarns(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.arrive(r.code("1", "482913", 0, 60*time.Second))
		r.press("c")
		r.hides("may refuse")
		r.tick(51 * time.Second)
		r.press("c")
		r.shows("copied in its last seconds: the merchant may refuse it")
		if len(got[CopyMsg](r)) != 2 {
			t.Error("a warning is not a refusal: it must be copied")
		}
	})
}

func TestOTPHidesAndWipes(t *testing.T) {
	inBubble(t, func(r *rig) {
		o := openOTP(r)
		r.arrive(r.code("1", "482913", 0, 5*time.Minute))
		r.shows("482913")
		r.press("v")
		r.hides("482913", "482 913")
		r.shows("••• •••", "5:00 left")
		unread(r)

		// A hidden one is copied without being shown.
		r.press("c")
		copies := got[CopyMsg](r)
		if len(copies) != 1 || copies[0].Value.RevealString() != "482913" {
			t.Fatalf("copied %+v", copies)
		}
		r.hides("482913", "482 913")
		copies[0].Value.Wipe()
		unread(r)

		// One that arrives meanwhile stays hidden too.
		r.tick(time.Second)
		r.arrive(r.code("2", "777888", 0, 5*time.Minute))
		r.hides("777888", "777 888")
		unread(r)

		r.press("v")
		r.shows("777888", "482 913")
		o.Hide()
		r.hides("777888", "482 913")
		unread(r)
	})
}

func TestOTPLateOpeningIsWiped(t *testing.T) {
	inBubble(t, func(r *rig) {
		o := openOTP(r)
		r.issuer.vault.delay = 3 * time.Second
		r.arrive(r.code("1", "482913", 0, 5*time.Minute))
		r.shows("opening…")
		o.Hide()
		time.Sleep(time.Minute)
		r.settle()
		r.hides("482913")
		unread(r)
	})
}

func TestOTPForgetsWhatTheBookDropped(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.arrive(r.code("1", "482913", 0, time.Minute))
		r.tick(2 * time.Minute)
		r.shows("482 913", "expired") // to be compared with what was typed
		r.env.Codes.Codes = nil
		r.take(CodesMsg{})
		unread(r)
	})
}

func TestOTPOpensEachCodeOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.issuer.vault.delay = time.Second
		r.arrive(r.code("1", "482913", 0, 5*time.Minute))
		for range 5 {
			r.take(CodesMsg{})
		}
		r.tick(3 * time.Second)
		r.take(CodesMsg{})
		r.tick(3 * time.Second)
		if n := len(r.issuer.vault.opened); n != 1 {
			t.Errorf("opened %d times", n)
		}
	})
}

func TestOTPThatCannotBeOpened(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.issuer.vault.err = errors.New("cannot be opened with this key\ncheck private_key")
		r.arrive(r.code("1", "482913", 0, 5*time.Minute))
		r.shows("not readable", "cannot be opened with this key", "check private_key", "25.00 USD at Amazon")
		if noted := got[AuditMsg](r); len(noted) != 1 || noted[0].Entry.Action != client.AuditCode || noted[0].Entry.Outcome != client.AuditFailed {
			t.Errorf("noted %+v", noted)
		}
		r.issuer.vault.err = nil
		r.press("r")
		r.shows("482913")
		r.hides("cannot be opened")
	})
}
