package screen

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"cardwallet/client"
)

func openOTP(r *rig) *OTP {
	o := NewOTP(r.env, adsCard())
	r.open(o)
	return o
}

// unread fails when a code is still in memory.
func unread(r *rig) {
	r.t.Helper()
	r.settle()
	for id, v := range r.screen.(*OTP).values {
		if !v.IsZero() {
			r.t.Errorf("%s is still in memory", id)
		}
	}
	for _, v := range r.issuer.vault.given {
		if !v.IsZero() {
			r.t.Error("an opened value is still in memory")
		}
	}
}

func TestOTPArmsItsCardAndDisarmsIt(t *testing.T) {
	inBubble(t, func(r *rig) {
		o := openOTP(r)
		if arms := got[ArmMsg](r); len(arms) != 1 || arms[0].Card.Key() != adsCard().Key() {
			t.Errorf("armed %v", arms)
		}
		o.Hide()
		r.do(o.Close())
		r.settle()
		if disarms := got[DisarmMsg](r); len(disarms) != 1 || disarms[0].Card.Key() != adsCard().Key() {
			t.Errorf("disarmed %v", disarms)
		}
	})
}

func TestOTPWaitsAndThenShowsTheCode(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.shows("waiting for a code", "asking…", "Ads EU")
		r.env.Codes.Asked["fin"] = time.Now()
		r.tick(2 * time.Second)
		r.shows("asked 2 s ago")
		r.env.Codes.Failed["fin"] = &client.Error{Kind: client.ErrRateLimited, Profile: "fin", Op: "read codes"}
		r.shows("asking failed", "rate limited", "wait a minute")
		delete(r.env.Codes.Failed, "fin")

		r.arrive(r.code("1", "482913", 0, 5*time.Minute))
		r.shows("25.00 USD at Amazon", "Ads EU", "482913", "5:00 left", "one-time password")
		if small := ansi.Strip(r.screen.View(60, 13)); !strings.Contains(small, "482 913") || !strings.Contains(small, "482913") {
			t.Errorf("not grouped and plain:\n%s", small)
		}
		if _, position := r.screen.Title(); position != "1 live · #5161" {
			t.Errorf("position %q", position)
		}
	})
}

func TestOTPAskAgain(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.press("r")
		if len(got[AskCodesMsg](r)) != 1 {
			t.Error("did not ask")
		}
	})
}

func TestOTPCountdownWordsAndEnd(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.arrive(r.code("1", "482913", 0, 40*time.Second))
		r.shows("0:40 left")
		r.tick(11 * time.Second)
		r.shows("0:29 left, ends soon")
		r.tick(20 * time.Second)
		r.shows("0:09 left, may be too late")
		r.tick(9 * time.Second)
		r.shows("waiting for a new code", "expired")
		r.hides("left", "0:00")
		r.tick(time.Hour)
		r.shows("expired")
		r.hides("-")
	})
}

func TestOTPRunsOnTheIssuersClock(t *testing.T) {
	for _, offset := range []time.Duration{-3 * time.Hour, -90 * time.Second, 0, 7 * time.Minute} {
		inBubble(t, func(r *rig) {
			r.env.Codes.Offset["fin"] = offset
			r.env.Codes.Offset["other"] = time.Hour
			openOTP(r)
			r.arrive(r.code("1", "482913", 10*time.Second, 2*time.Minute))
			r.shows("1:50 left")
			r.tick(30 * time.Second)
			r.shows("1:20 left")
		})
	}
}

func TestOTPCountdownIsMonotonicAndNeverNegative(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		issuer := newFakeIssuer()
		env := newEnv(t, client.Account{Profile: "fin", Kind: "finhub", Issuer: issuer})
		start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		now := start
		env.Now = func() time.Time { return now }
		offset := time.Duration(rapid.Int64Range(-1e13, 1e13).Draw(rt, "offset"))
		env.Codes.Offset["fin"] = offset
		ttl := time.Duration(rapid.Int64Range(1, 6e11).Draw(rt, "ttl"))
		received := start.Add(offset)
		env.Codes.Codes = []client.Code{{Profile: "fin", CardID: adsCard().ID, ID: "1", ReceivedAt: received, ExpiresAt: received.Add(ttl)}}
		o := NewOTP(env, adsCard())
		last := time.Duration(1<<62 - 1)
		for range 20 {
			view := ansi.Strip(o.View(80, 21))
			left := time.Duration(0)
			if line := lineWith(view, " left"); line != "" {
				var m, s int
				fields := strings.Fields(line)
				if _, err := fmt.Sscanf(fields[1], "%d:%d", &m, &s); err != nil {
					rt.Fatalf("%q: %v", line, err)
				}
				left = time.Duration(m)*time.Minute + time.Duration(s)*time.Second
				if left <= 0 {
					rt.Fatalf("a live code with nothing left: %q", line)
				}
			} else if !strings.Contains(view, "expired") {
				rt.Fatalf("neither live nor expired:\n%s", view)
			}
			if real := received.Add(ttl).Sub(now.Add(offset)); left > 0 && (left < real || left-real >= time.Second) {
				rt.Fatalf("shows %s when %s are left", left, real)
			}
			if left > last {
				rt.Fatalf("went up from %s to %s", last, left)
			}
			last = left
			now = now.Add(time.Duration(rapid.Int64Range(0, 9e10).Draw(rt, "step")))
		}
	})
}

func lineWith(view, words string) string {
	for line := range strings.SplitSeq(view, "\n") {
		if strings.Contains(line, words) {
			return line
		}
	}
	return ""
}

func TestOTPTickChangesOnlyTheTime(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.arrive(r.code("1", "482913", 0, 5*time.Minute), r.code("2", "111222", time.Minute, 5*time.Minute))
		before := strings.Split(r.view(), "\n")
		r.tick(time.Second)
		after := strings.Split(r.view(), "\n")
		cells := 0
		for i := range before {
			b, a := []rune(before[i]), []rune(after[i])
			if len(a) != len(b) {
				t.Fatalf("line %d changed its length: %q, %q", i, before[i], after[i])
			}
			for j := range a {
				if a[j] != b[j] {
					cells++
				}
			}
		}
		if cells == 0 || cells > 10 {
			t.Errorf("%d cells changed", cells)
		}
	})
}

func TestOTPSeveralCodes(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		old := r.code("old", "999000", 10*time.Minute, 5*time.Minute)
		a := r.code("a", "111222", time.Minute, 5*time.Minute)
		b := r.code("b", "333444", 0, 5*time.Minute)
		b.Merchant = "Uber"
		r.arrive(old, a, b)
		view := r.view()
		if at, bt := strings.LastIndex(view, "111 222"), strings.LastIndex(view, "333 444"); bt < 0 || at < bt {
			t.Errorf("not newest first:\n%s", view)
		}
		r.shows("> 333 444", "5:00", "4:00", "expired", "25.00 USD at Uber")
		r.hides("999 000") // too late to be opened at all

		r.press("c")
		r.press("down", "down", "enter") // the expired one cannot be reached
		var copied []string
		for _, c := range got[CopyMsg](r) {
			copied = append(copied, c.CodeKey+"="+c.Value.RevealString())
		}
		if want := b.Key() + "=333444 " + a.Key() + "=111222"; strings.Join(copied, " ") != want {
			t.Errorf("copied %q", copied)
		}
		r.env.Codes.Copied[a.Key()] = true
		r.shows("this one was copied", "> 111 222")

		r.press("up")
		r.shows("> 333 444", "copied · 25.00 USD at Amazon")

		// The person chose one: a newer one does not push it away.
		r.press("down")
		r.tick(time.Second)
		r.arrive(r.code("c", "555666", 0, 5*time.Minute))
		r.shows("> 111 222", "555 666")
		r.tick(4 * time.Minute)
		r.shows("> 555 666")
	})
}

func TestOTPApprovalPageOpensOnRequest(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		c := r.code("1", "", 0, 5*time.Minute)
		c.Type, c.Value = client.CodeAuthURL, r.issuer.vault.sealed(client.FieldURL, "https://acs.example/3ds/91?t=x")
		r.arrive(c)
		r.shows("approve in the browser", "v shows the link", "5:00 left")
		r.hides("acs.example")
		if len(r.issuer.vault.opened) != 0 {
			t.Error("opened before it was asked for")
		}
		r.press("c")
		if copies := got[CopyMsg](r); len(copies) != 1 || copies[0].What != "link" || copies[0].Value.RevealString() != "https://acs.example/3ds/91?t=x" {
			t.Errorf("copied %+v", copies)
		}
		r.hides("acs.example")
		r.press("v")
		r.shows("https://acs.example/3ds/91?t=x")
		r.press("v")
		r.hides("acs.example")
	})
}

func TestOTPActivationCodeAndAssumedExpiry(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		c := r.code("1", "90125511", 0, 5*time.Minute)
		c.Type, c.ExpiryAssumed, c.Merchant, c.Amount = client.CodeActivation, true, "", client.Money{}
		r.arrive(c)
		r.shows("activation code of a physical card", "about 5:00 left", "not named by the issuer", "90125511")
		r.press("c")
		if copies := got[CopyMsg](r); len(copies) != 1 || copies[0].What != "activation code" {
			t.Errorf("copied %+v", copies)
		}
	})
}

func TestOTPIgnoresOtherCards(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		other := r.code("1", "482913", 0, 5*time.Minute)
		other.CardID = "another"
		r.arrive(other)
		r.shows("waiting for a code")
		unread(r)
	})
}

func TestOTPFitsEverySize(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		check := func() {
			for _, size := range testSizes {
				fits(t, r.screen, size[0], size[1])
			}
		}
		check()
		for i := range 12 {
			c := r.code(fmt.Sprint(i), fmt.Sprintf("%06d", 100100+i), time.Duration(i)*time.Second, 5*time.Minute)
			c.Merchant = strings.Repeat("世界\x1b[31m", i)
			r.arrive(c)
		}
		check()
		small := ansi.Strip(r.screen.View(60, 13))
		if !strings.Contains(small, "and 6 more") || !strings.Contains(small, "100 100") {
			t.Errorf("60×16:\n%s", small)
		}
		// The one in focus is always in the list.
		for range 11 {
			r.press("down")
		}
		if small := ansi.Strip(r.screen.View(60, 13)); !strings.Contains(small, "> 100 111") {
			t.Errorf("60×16, at the end:\n%s", small)
		}
		r.tick(6 * time.Minute)
		check()
	})
}

func TestOTPLongApprovalLinkIsShownWhole(t *testing.T) {
	link := "https://acs.example/3ds?creq=" + strings.Repeat("eyJ0aHJlZURTU2Vy", 35) + "-end"
	inBubble(t, func(r *rig) {
		openOTP(r)
		c := r.code("1", "", 0, 5*time.Minute)
		c.Type, c.Value = client.CodeAuthURL, r.issuer.vault.sealed(client.FieldURL, link)
		r.arrive(c, r.code("2", "482913", time.Minute, 5*time.Minute), r.code("3", "482914", time.Minute, 5*time.Minute))
		r.press("v")
		r.onSmallScreens("approve in the browser", "5:00 left")
		for _, size := range testSizes[:3] {
			view := ansi.Strip(r.screen.View(size[0], size[1]))
			if !strings.Contains(strings.ReplaceAll(view, "\n", ""), link) {
				t.Errorf("the link cannot be selected at %v:\n%s", size, view)
			}
			fits(t, r.screen, size[0], size[1])
		}
	})
}

func TestOTPCountdownNeverExceedsTheCodesLife(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.env.Codes.Offset["fin"] = -10 * time.Minute // a wrong Date
		r.env.Codes.Codes = []client.Code{r.code("1", "482913", 0, 5*time.Minute)}
		r.env.Codes.Codes[0].ReceivedAt, r.env.Codes.Codes[0].ExpiresAt = time.Now(), time.Now().Add(5*time.Minute)
		r.do(r.screen.Update(CodesMsg{}))
		r.settle()
		r.shows("5:00 left", "████████████████████████████████████████")
	})
}
