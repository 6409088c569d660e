package codes

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func openOTP(r *screentest.Rig) *Codes {
	o := NewOTP(r.Env, screentest.AdsCard())
	r.Open(o)
	return o
}

// unread fails when a code is still in memory.
func unread(r *screentest.Rig) {
	r.T.Helper()
	r.Settle()
	for id, v := range r.Screen.(*Codes).values {
		if !v.IsZero() {
			r.T.Errorf("%s is still in memory", id)
		}
	}
	for _, v := range r.Issuer.Vault.Given {
		if !v.IsZero() {
			r.T.Error("an opened value is still in memory")
		}
	}
}

func TestOTPArmsItsCardAndDisarmsIt(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		o := openOTP(r)
		if arms := screentest.Got[screen.ArmMsg](r); len(arms) != 1 || arms[0].Card.Key() != screentest.AdsCard().Key() {
			t.Errorf("armed %v", arms)
		}
		o.Hide()
		r.Do(o.Close())
		r.Settle()
		if disarms := screentest.Got[screen.DisarmMsg](r); len(disarms) != 1 || disarms[0].Card.Key() != screentest.AdsCard().Key() {
			t.Errorf("disarmed %v", disarms)
		}
	})
}

func TestOTPWaitsAndThenShowsTheCode(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Shows("waiting for a code", "asking…", "Ads EU")
		r.Env.Codes.Asked["fin"] = time.Now()
		r.Tick(2 * time.Second)
		r.Shows("asked 2 s ago")
		r.Env.Codes.Failed["fin"] = &client.Error{Kind: client.ErrRateLimited, Profile: "fin", Op: "read codes"}
		r.Shows("asking failed", "rate limited", "wait a minute")
		delete(r.Env.Codes.Failed, "fin")

		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute))
		r.Shows("25.00 USD at Amazon", "Ads EU", "plain to select: 482913", "5:00", "one-time password")
		for _, size := range screentest.TestSizes[:3] { // large and plain
			if view := ansi.Strip(r.Screen.View(size[0], size[1])); !strings.Contains(view, "██") || !strings.Contains(view, "482913") {
				t.Errorf("not large and plain:\n%s", view)
			}
		}
		if _, position := r.Screen.Title(); position != "1 live · #5161" {
			t.Errorf("position %q", position)
		}
	})
}

func TestOTPAskAgain(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Press("r")
		if len(screentest.Got[screen.AskCodesMsg](r)) != 1 {
			t.Error("did not ask")
		}
	})
}

func TestOTPCountdownWordsAndEnd(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Arrive(r.Code("1", "482913", 0, 40*time.Second))
		r.Shows("0:40")
		r.Tick(11 * time.Second)
		r.Shows("0:29 left, ends soon")
		r.Tick(20 * time.Second)
		r.Shows("0:09 left, may be too late")
		r.Tick(9 * time.Second)
		r.Shows("waiting for a new code", "expired")
		r.Hides("left", " 0:00")
		r.Tick(time.Hour)
		r.Shows("expired")
		r.Hides(" -")
	})
}

func TestOTPRunsOnTheIssuersClock(t *testing.T) {
	for _, offset := range []time.Duration{-3 * time.Hour, -90 * time.Second, 0, 7 * time.Minute} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Env.Codes.Offset["fin"] = offset
			r.Env.Codes.Offset["other"] = time.Hour
			openOTP(r)
			r.Arrive(r.Code("1", "482913", 10*time.Second, 2*time.Minute))
			r.Shows("  1:50")
			r.Tick(30 * time.Second)
			r.Shows("  1:20")
		})
	}
}

func TestOTPCountdownIsMonotonicAndNeverNegative(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		issuer := screentest.NewFakeIssuer()
		env := screentest.NewEnv(t, client.Account{Profile: "fin", Kind: "finhub", Issuer: issuer})
		start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		now := start
		env.Now = func() time.Time { return now }
		offset := time.Duration(rapid.Int64Range(-1e13, 1e13).Draw(rt, "offset"))
		env.Codes.Offset["fin"] = offset
		ttl := time.Duration(rapid.Int64Range(1, 6e11).Draw(rt, "ttl"))
		received := start.Add(offset)
		env.Codes.Codes = []client.Code{{Profile: "fin", CardID: screentest.AdsCard().ID, ID: "1", ReceivedAt: received,
			ExpiresAt: received.Add(ttl)}}
		o := NewOTP(env, screentest.AdsCard())
		last := time.Duration(1<<62 - 1)
		for range 20 {
			o.Update(ui.TickMsg{Now: now})
			view := ansi.Strip(o.View(80, 21))
			left := time.Duration(0)
			if row := lineWith(view, "▌"); strings.Contains(row, ":") {
				var m, s int
				if _, err := fmt.Sscanf(row[strings.LastIndex(row, " ")+1:], "%d:%d", &m, &s); err != nil {
					rt.Fatalf("%q: %v", row, err)
				}
				left = time.Duration(m)*time.Minute + time.Duration(s)*time.Second
				if left <= 0 {
					rt.Fatalf("a live code with nothing left: %q", row)
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
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute), r.Code("2", "111222", time.Minute, 5*time.Minute))
		before := strings.Split(r.View(), "\n")
		r.Tick(time.Second)
		after := strings.Split(r.View(), "\n")
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
		if cells == 0 || cells > 12 {
			t.Errorf("%d cells changed", cells)
		}
	})
}

func TestOTPSeveralCodes(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		old := r.Code("old", "999000", 10*time.Minute, 5*time.Minute)
		a := r.Code("a", "111222", time.Minute, 5*time.Minute)
		b := r.Code("b", "333444", 0, 5*time.Minute)
		b.Merchant = "Uber"
		r.Arrive(old, a, b)
		view := r.View()
		if at, bt := strings.LastIndex(view, "at Amazon"), strings.LastIndex(view, "at Uber"); bt < 0 || at < bt {
			t.Errorf("not newest first:\n%s", view)
		}
		r.Shows("plain to select: 333444", "5:00", "4:00", "expired", "25.00 USD at Uber")

		r.Press("c")
		r.Press("down", "c")
		r.Press("down", "c") // too late to be opened at all
		r.Shows("••• •••", "expired ")
		r.Hides("999000", "999 000")
		r.Press("up")
		var copied []string
		for _, c := range screentest.Got[screen.CopyMsg](r) {
			copied = append(copied, c.CodeKey+"="+c.Value.RevealString())
		}
		if want := b.Key() + "=333444 " + a.Key() + "=111222"; strings.Join(copied, " ") != want {
			t.Errorf("copied %q", copied)
		}
		r.Env.Codes.Copied[a.Key()] = true
		r.Shows("this one was copied", "plain to select: 111222")

		r.Press("up")
		r.Shows("plain to select: 333444", "copied · 25.00 USD at Amazon")

		// The person chose one: a newer one does not push it away.
		r.Press("down")
		r.Tick(time.Second)
		r.Arrive(r.Code("c", "555666", 0, 5*time.Minute))
		r.Shows("plain to select: 111222", "3 live")
		r.Tick(4 * time.Minute)
		r.Shows("plain to select: 555666")
	})
}

func TestOTPApprovalPageOpensOnRequest(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		c := r.Code("1", "", 0, 5*time.Minute)
		c.Type, c.Value = client.CodeAuthURL, r.Issuer.Vault.Sealed(client.FieldURL, "https://acs.example/3ds/91?t=x")
		r.Arrive(c)
		r.Shows("approve in the browser", "v shows the link", "5:00")
		r.Hides("acs.example")
		if len(r.Issuer.Vault.Opened) != 0 {
			t.Error("opened before it was asked for")
		}
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].What != "link" ||
			copies[0].Value.RevealString() != "https://acs.example/3ds/91?t=x" {
			t.Errorf("copied %+v", copies)
		}
		r.Hides("acs.example")
		r.Press("v")
		r.Shows("https://acs.example/3ds/91?t=x")
		r.Press("v")
		r.Hides("acs.example")
	})
}

func TestOTPActivationCodeAndAssumedExpiry(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		c := r.Code("1", "90125511", 0, 5*time.Minute)
		c.Type, c.ExpiryAssumed, c.Merchant, c.Amount = client.CodeActivation, true, "", client.Money{}
		r.Arrive(c)
		r.Shows("activation code of a physical card", "about 5:00", "for         activation code", "90125511")
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].What != "activation code" {
			t.Errorf("copied %+v", copies)
		}
	})
}

func TestOTPIgnoresOtherCards(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		other := r.Code("1", "482913", 0, 5*time.Minute)
		other.CardID = "another"
		r.Arrive(other)
		r.Shows("waiting for a code")
		unread(r)
	})
}

func TestOTPFitsEverySize(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		check := func() {
			for _, size := range screentest.TestSizes {
				screentest.Fits(t, r.Screen, size[0], size[1])
			}
		}
		check()
		for i := range 12 {
			c := r.Code(fmt.Sprint(i), fmt.Sprintf("%06d", 100100+i), time.Duration(i)*time.Second, 5*time.Minute)
			c.Merchant = strings.Repeat("世界\x1b[31m", i)
			r.Arrive(c)
		}
		check()
		small := ansi.Strip(r.Screen.View(60, 13))
		if !strings.Contains(small, "Live codes") || !strings.Contains(small, "plain to select: 100100") {
			t.Errorf("60×16:\n%s", small)
		}
		// The one in focus is always in the list.
		for range 11 {
			r.Press("down")
		}
		if small := ansi.Strip(r.Screen.View(60, 13)); !strings.Contains(small, "plain to select: 100111") || !strings.Contains(small, "▌") {
			t.Errorf("60×16, at the end:\n%s", small)
		}
		r.Tick(6 * time.Minute)
		check()
	})
}

func TestOTPLongApprovalLinkIsShownWhole(t *testing.T) {
	link := "https://acs.example/3ds?creq=" + strings.Repeat("eyJ0aHJlZURTU2Vy", 35) + "-end"
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		c := r.Code("1", "", 0, 5*time.Minute)
		c.Type, c.Value = client.CodeAuthURL, r.Issuer.Vault.Sealed(client.FieldURL, link)
		r.Arrive(c, r.Code("2", "482913", time.Minute, 5*time.Minute), r.Code("3", "482914", time.Minute, 5*time.Minute))
		r.Press("v")
		r.OnSmallScreens("approve in the browser", "5:00")
		for _, size := range screentest.TestSizes[:3] {
			view := ansi.Strip(r.Screen.View(size[0], size[1]))
			if !strings.Contains(strings.ReplaceAll(view, "\n", ""), link) {
				t.Errorf("the link cannot be selected at %v:\n%s", size, view)
			}
			screentest.Fits(t, r.Screen, size[0], size[1])
		}
	})
}

func TestOTPCountdownNeverExceedsTheCodesLife(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openOTP(r)
		r.Env.Codes.Offset["fin"] = -10 * time.Minute // a wrong Date
		r.Env.Codes.Codes = []client.Code{r.Code("1", "482913", 0, 5*time.Minute)}
		r.Env.Codes.Codes[0].ReceivedAt, r.Env.Codes.Codes[0].ExpiresAt = time.Now(), time.Now().Add(5*time.Minute)
		r.Do(r.Screen.Update(screen.CodesMsg{}))
		r.Settle()
		r.Shows("5:00", strings.Repeat("━", 71))
	})
}

// What the card paid on this day is told where somebody looked at it, and is never asked for.
func TestOTPTellsOfTheCardsOtherPaymentsOfTheDay(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Size = [2]int{120, 33}
		o := openOTP(r)
		r.Arrive(r.Code("1", "482913", 0, 5*time.Minute))
		r.Hides("today")
		record := func(ago time.Duration, merchant string, stage client.Stage, means client.Meaning) client.Record {
			return client.Record{Kind: client.RecordAuthorizations, At: time.Now().Add(-ago), Merchant: client.Merchant{Name: merchant},
				Amount: screentest.Usd("5.59"), Stage: stage, Means: means, Type: "auth",
				Status: map[client.Stage]string{client.StageDone: "succeed", client.StageFailed: "failed"}[stage]}
		}
		yesterday := record(26*time.Hour, "YESTERDAY", client.StageDone, client.MeansSpent)
		r.Env.Latest.Note(screentest.AdsCard(), []client.Record{yesterday}, time.Now())
		r.Hides("today", "YESTERDAY")
		time.Sleep(3 * time.Hour)
		r.Arrive(r.Code("2", "771204", 0, 5*time.Minute))
		r.Env.Latest.Note(screentest.AdsCard(), []client.Record{record(time.Hour, "ULTRA MOBILE", client.StageDone, client.MeansSpent),
			record(2*time.Hour, "NOODLE HOUSE", client.StageFailed, client.MeansSpent),
			yesterday}, time.Now())
		r.Shows("also on this card today", "read 03:00", "02:00  ULTRA MOBILE", "−5.59", "01:00  declined · NOODLE HOUSE")
		r.Hides("YESTERDAY")
		screentest.Fits(t, o, 120, 33)
	})
}
