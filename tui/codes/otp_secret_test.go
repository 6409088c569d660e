package codes

import (
	"errors"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestOTPExpiredIsNotCopied(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Press("c")
		r.Arrive(r.Code("1", "482913", 0, 5*time.Second))
		r.Tick(6 * time.Second)
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %+v", copies)
		}
		notices := screentest.Got[ui.NoticeMsg](r)
		if len(notices) != 2 || !strings.Contains(notices[0].Text, "no code yet") || !strings.Contains(notices[1].Text, "expired") {
			t.Errorf("said %+v", notices)
		}
	})
}

func TestOTPCopyThatTakesLongerThanTheCodeLives(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Press("v")
		r.Issuer.Vault.Delay = 6 * time.Second
		r.Arrive(r.Code("1", "482913", 0, 5*time.Second))
		r.Press("c")
		r.Tick(7 * time.Second)
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %+v", copies)
		}
		unread(r)
	})
}

func TestOTPCopyInTheLastSecondsWarns(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Arrive(r.Code("1", "482913", 0, 60*time.Second))
		r.Press("c")
		r.Hides("may refuse")
		r.Tick(51 * time.Second)
		r.Press("c")
		r.Shows("copied in its last seconds: the merchant may refuse it")
		if len(screentest.Got[screen.CopyMsg](r)) != 2 {
			t.Error("a warning is not a refusal: it must be copied")
		}
	})
}

// Enter opens or goes on elsewhere. Here it says what copies.
func TestOTPEnterCopiesAndShowsNothing(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute))
		r.Press("v", "enter")
		r.Hides("482913")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %+v", copies)
		}
		if said := screentest.Got[ui.NoticeMsg](r); len(said) != 1 || said[0].Text != "c copies the code, v shows or hides it" {
			t.Errorf("said %+v", said)
		}
	})
}

func TestOTPHidesAndWipes(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		o := openOTP(r)
		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute))
		r.Shows("482913")
		r.Press("v")
		r.Hides("482913", "482 913")
		r.Shows("••• •••", "5:00")
		unread(r)

		// A hidden one is copied without being shown.
		r.Press("c")
		copies := screentest.Got[screen.CopyMsg](r)
		if len(copies) != 1 || copies[0].Value.RevealString() != "482913" {
			t.Fatalf("copied %+v", copies)
		}
		r.Hides("482913", "482 913")
		copies[0].Value.Wipe()
		unread(r)

		// One that arrives meanwhile stays hidden too.
		r.Tick(time.Second)
		r.Arrive(r.Code("2", "777888", 0, 5*time.Minute))
		r.Hides("777888", "777 888")
		unread(r)

		r.Press("v")
		r.Shows("777888")
		r.Press("down")
		r.Shows("482913")
		o.Hide()
		r.Hides("777888", "482913")
		unread(r)
	})
}

func TestOTPLateOpeningIsWiped(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		o := openOTP(r)
		r.Issuer.Vault.Delay = 3 * time.Second
		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute))
		r.Shows("opening…")
		o.Hide()
		time.Sleep(time.Minute)
		r.Settle()
		r.Hides("482913")
		unread(r)
	})
}

func TestOTPForgetsWhatTheBookDropped(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Arrive(r.Code("1", "482913", 0, time.Minute))
		r.Tick(2 * time.Minute)
		r.Shows("482 913", "expired") // to be compared with what was typed
		r.Env.Codes.Codes = nil
		r.Take(screen.CodesMsg{})
		unread(r)
	})
}

func TestOTPOpensEachCodeOnce(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Issuer.Vault.Delay = time.Second
		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute))
		for range 5 {
			r.Take(screen.CodesMsg{})
		}
		r.Tick(3 * time.Second)
		r.Take(screen.CodesMsg{})
		r.Tick(3 * time.Second)
		if n := len(r.Issuer.Vault.Opened); n != 1 {
			t.Errorf("opened %d times", n)
		}
	})
}

func TestOTPThatCannotBeOpened(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Issuer.Vault.Err = errors.New("cannot be opened with this key\ncheck private_key")
		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute))
		r.Shows("not readable", "cannot be opened with this key", "check private_key", "25.00 USD at Amazon")
		if noted := screentest.Got[screen.AuditMsg](r); len(noted) != 1 || noted[0].Entry.Action != client.AuditCode ||
			noted[0].Entry.Outcome != client.AuditFailed {
			t.Errorf("noted %+v", noted)
		}
		r.Issuer.Vault.Err = nil
		r.Press("r")
		r.Shows("482913")
		r.Hides("cannot be opened")
	})
}
