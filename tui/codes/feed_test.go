package codes

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// allCodes is a fakeIssuer that answers for all cards at once.
type allCodes struct{ *screentest.FakeIssuer }

func (a allCodes) AllCodes(ctx context.Context) ([]client.Code, error) { return a.Codes(ctx, "") }

// inFeed runs a test on the feed of two accounts: fin answers for all cards at once, ads does not.
func inFeed(t *testing.T, f func(*screentest.Rig, *Codes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fin, ads := screentest.NewFakeIssuer(), screentest.NewFakeIssuer()
		env := screentest.NewEnv(t, client.Account{Profile: "fin", Kind: "finhub", Issuer: allCodes{fin}},
			client.Account{Profile: "ads", Kind: "aurex", Issuer: ads})
		env.Find = func(profile, id string) (client.Card, bool) {
			cards := []client.Card{screentest.AdsCard(), {Profile: "ads", ID: "tx77", Name: "Taxi", Last4: "0042"}}
			i := slices.IndexFunc(cards, func(c client.Card) bool { return c.Profile == profile && c.ID == id })
			if i < 0 {
				return client.Card{}, false
			}
			return cards[i], true
		}
		feed := NewFeed(env)
		r := &screentest.Rig{T: t, Env: env, Issuer: fin, Answers: make(chan tea.Msg, 1000)}
		r.Open(feed)
		f(r, feed)
		r.Do(feed.Close())
		r.Settle()
		time.Sleep(time.Hour) // the timers that are left run out
	})
}

func TestFeedWatchesWhileItIsThere(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		if len(screentest.Got[screen.WatchMsg](r)) != 1 || len(screentest.Got[screen.UnwatchMsg](r)) != 0 {
			t.Error("does not watch")
		}
		r.Do(f.Close())
		r.Settle()
		if len(screentest.Got[screen.UnwatchMsg](r)) != 1 {
			t.Error("still watches")
		}
	})
}

func TestFeedSaysWhatIsAskedAndHowToAskMore(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		r.Shows("waiting for codes", "fin         all cards · asking…", "ads         a card once you open its code")
		taxi, _ := r.Env.Find("ads", "tx77")
		r.Env.Codes.Watched = true
		r.Env.Codes.Disarm(taxi, time.Now())
		r.Env.Codes.Asked["fin"], r.Env.Codes.Asked["ads"] = time.Now(), time.Now()
		r.Tick(3 * time.Second)
		r.Shows("all cards · asked 3 s ago", "ads         Taxi ··0042 · asked 3 s ago")
		r.Env.Codes.Failed["ads"] = errors.New("rate limited\nwait a minute")
		r.Shows("asking failed: rate limited", "wait a minute")
		r.Tick(screen.KeepArmed)
		r.Shows("ads         a card once you open its code")
		r.Press("c", "v", "o")
		r.Shows("waiting for codes")
		if notices := screentest.Got[ui.NoticeMsg](r); len(notices) != 1 || notices[0].Text != "no code yet" {
			t.Errorf("said %+v", notices)
		}
	})
}

func TestFeedShowsTheCodesOfAllAccountsNewestFirst(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		r.Env.Codes.Offset["ads"] = -3 * time.Hour // what is newest must not depend on whose clock is right
		ends := r.Code("3", "555666", 3*time.Minute, 3*time.Minute+2*time.Second)
		ends.Merchant = "Kiosk"
		r.Arrive(r.Code("1", "111222", 2*time.Minute, 5*time.Minute), r.Taxi("2", "333444", time.Minute, 5*time.Minute), ends)
		r.Shows("plain to select: 333444", "4:00", "▌ City Cabs", "Taxi ··0042", " · ads", "3:00", "25.00 USD at Amazon", "0:02")
		large := ansi.Strip(f.View(120, 33))
		for _, words := range []string{"watched: all cards of fin", "ads: a card once you open its code", "struck out when over"} {
			if !strings.Contains(large, words) {
				t.Errorf("%q is not beside the code:\n%s", words, large)
			}
		}
		r.Hides("111", "555") // not even opened
		order := func(rows ...string) {
			t.Helper()
			view, last := r.View(), -1
			for _, row := range rows {
				at := strings.LastIndex(view, row)
				if at <= last {
					t.Errorf("%s is not where it belongs:\n%s", row, view)
				}
				last = at
			}
		}
		order("City Cabs", "25.00 USD at Amazon", "25.00 USD at Kiosk")
		if where, position := f.Title(); where != "all codes" || position != "3 live" {
			t.Errorf("title %q, %q", where, position)
		}
		r.Press("down", "down")
		r.Shows("plain to select: 555666", "▌ 25.00 USD at Kiosk")
		r.Tick(3 * time.Second)
		r.Shows("expired", "▌ City Cabs", "plain to select: 333444", "2 live · 1 of 3")
		r.Env.Codes.Codes = slices.DeleteFunc(r.Env.Codes.Codes, func(c client.Code) bool { return c.Key() == ends.Key() })
		r.Take(screen.CodesMsg{})
		r.Hides("555", "expired", "Kiosk")
		if value := f.values[ends.Key()]; !value.IsZero() {
			t.Error("the code that went is still open")
		}
		r.Arrive(r.Taxi("4", "777888", 0, time.Minute))
		r.Shows("plain to select: 777888", "1:00")
	})
}

func TestFeedCountdownColoursAndEnd(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		styles := ui.NewStyles(ui.Look{Theme: ui.Dark})
		r.Env.Styles = &styles
		r.Arrive(r.Code("1", "482913", 0, 40*time.Second))
		for _, step := range []struct {
			wait         time.Duration
			row, focused string
			style        string
		}{
			{0, "0:40", "0:40", styles.Code.Bold(false).Render(strings.Repeat("━", 10))},
			{11 * time.Second, "0:29", "0:29 left, ends soon", styles.Warn.Render(strings.Repeat("━", 7))},
			{20 * time.Second, "0:09", "0:09 left, may be too late", styles.Bad.Render("!") + " 0:09"},
			{9 * time.Second, "expired", "expired 00:00:40 · waiting for a new code", styles.Struck.Render("25.00 USD at Amazon")},
			{time.Minute, "expired", "expired 00:00:40", styles.Struck.Render("482 913")},
		} {
			r.Tick(step.wait)
			view := f.View(80, 21)
			row := lineWith(view, "▌")
			if !strings.Contains(row, step.row) || !strings.Contains(view, step.style) || strings.Contains(ansi.Strip(row), "-") {
				t.Errorf("after %s more: %q", step.wait, row)
			}
			r.Shows(step.focused)
		}
	})
}

func TestFeedExpiredIsNotCopied(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		r.Arrive(r.Code("1", "482913", 0, 5*time.Second))
		r.Tick(6 * time.Second)
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %+v", copies)
		}
		if notices := screentest.Got[ui.NoticeMsg](r); len(notices) != 1 || !strings.Contains(notices[0].Text, "expired, not copied") {
			t.Errorf("said %+v", notices)
		}
		for _, a := range f.Actions() {
			if a.Key.Help() == r.Env.Keys.Copy.Help() && a.Can() {
				t.Error("copying is offered")
			}
		}
	})
}

func TestFeedCopiesTheSelectedAndMarksIt(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		a, b := r.Code("1", "111222", time.Minute, 70*time.Second), r.Taxi("2", "333444", 0, 5*time.Minute)
		r.Arrive(a, b)
		r.Press("c", "down")
		r.Tick(time.Second)
		r.Press("c")
		var copied []string
		for _, c := range screentest.Got[screen.CopyMsg](r) {
			copied = append(copied, c.What+" "+c.CodeKey+"="+c.Value.RevealString())
		}
		if want := "code ··0042 " + b.Key() + "=333444, code #5161 " + a.Key() + "=111222"; strings.Join(copied, ", ") != want {
			t.Errorf("copied %q", copied)
		}
		r.Shows("copied in its last seconds: the merchant may refuse it")
		r.Env.Codes.Copied[b.Key()] = true
		r.Press("g")
		r.Shows("plain to select: 333444", "▌ copied · City Cabs", "✓ this one was copied")
	})
}

func TestFeedCopiesWhatWasSeenUnderTheCursor(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		a := r.Code("1", "111222", time.Minute, 5*time.Minute)
		r.Arrive(a)
		r.Tick(time.Second)
		r.Arrive(r.Taxi("2", "333444", 0, 5*time.Minute))
		r.Press("c") // was on its way
		r.Tick(time.Second)
		r.Press("c")
		var copied []string
		for _, c := range screentest.Got[screen.CopyMsg](r) {
			copied = append(copied, c.Value.RevealString())
		}
		if strings.Join(copied, " ") != "111222 333444" {
			t.Errorf("copied %q", copied)
		}

		// The person chose one: a newer one does not push it away.
		r.Press("down")
		r.Arrive(r.Taxi("3", "555666", 0, 5*time.Minute))
		r.Shows("plain to select: 111222")
		r.Press("g")
		r.Shows("plain to select: 555666")
	})
}

// The key that was on its way is about the code that expired under it, not about the one that took its place.
func TestFeedCopiesNoOtherCodeInPlaceOfOneThatIsOver(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		r.Arrive(r.Code("1", "111222", time.Minute, time.Minute+1500*time.Millisecond), r.Taxi("2", "333444", 2*time.Minute, 5*time.Minute))
		r.Tick(time.Second)
		r.Shows("plain to select: 111222")
		time.Sleep(600 * time.Millisecond)
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %s", copies[0].Value.RevealString())
		}
		if notices := screentest.Got[ui.NoticeMsg](r); len(notices) != 1 || notices[0].Text != "expired, not copied; r asks for a new one" {
			t.Errorf("said %+v", notices)
		}
		r.Shows("plain to select: 333444")
	})
}

func TestFeedShowsAndHidesOneCode(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		a, b := r.Code("1", "111222", time.Minute, 5*time.Minute), r.Taxi("2", "333444", 0, 5*time.Minute)
		r.Arrive(a, b)
		r.Shows("plain to select: 333444")
		r.Press("v")
		r.Shows("••• •••", "hidden, v shows it · c copies it unseen")
		r.Hides("333")
		if value := f.values[b.Key()]; !value.IsZero() {
			t.Error("the hidden code is still in memory")
		}
		r.Press("c") // copied without being shown
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].Value.RevealString() != "333444" {
			t.Errorf("copied %+v", copies)
		}
		r.Hides("333")
		r.Press("v")
		r.Shows("plain to select: 333444")

		f.Hide()
		r.Tick(time.Second)
		r.Arrive(r.Code("3", "555666", 0, 5*time.Minute))
		r.Tick(time.Second)
		r.Press("down", "up", "enter")
		r.Hides("111222", "333444", "555666")
		for _, v := range []crypto.Secret{f.values[a.Key()], f.values[b.Key()]} {
			if !v.IsZero() {
				t.Error("a value is still in memory")
			}
		}
		r.Press("v")
		r.Shows("plain to select: 555666")
		r.Hides("111222", "333444")
	})
}

func TestFeedApprovalPageAndActivationCode(t *testing.T) {
	link := "https://acs.example/3ds?creq=" + strings.Repeat("eyJ0aHJlZURTU2Vy", 12) + "-end"
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		page := r.Code("1", "", 0, 5*time.Minute)
		page.Type, page.Value = client.CodeAuthURL, r.Issuer.Vault.Sealed(client.FieldURL, link)
		plastic := r.Code("2", "90125511", time.Minute, 5*time.Minute)
		plastic.Type, plastic.Merchant, plastic.Amount, plastic.ExpiryAssumed = client.CodeActivation, "", client.Money{}, true
		r.Arrive(page, plastic)
		r.Shows("▌ approval page · 25", "approve in the browser", "v shows the link · c copies it", "  activation code", "about 4:00")
		if len(r.Issuer.Vault.Opened) != 0 {
			t.Errorf("opened %d that nobody looks at", len(r.Issuer.Vault.Opened))
		}
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].What != "link #5161" ||
			copies[0].Value.RevealString() != link {
			t.Errorf("copied %+v", copies)
		}
		r.Hides("acs.example")
		r.Press("v")
		for _, size := range screentest.TestSizes[:3] {
			if view := ansi.Strip(f.View(size[0], size[1])); !strings.Contains(strings.ReplaceAll(view, "\n", ""), link) {
				t.Errorf("the link cannot be selected at %v:\n%s", size, view)
			}
		}
		r.Press("v")
		r.Hides("acs.example")
		r.Press("down", "v")
		r.Shows("activation code of a physical card", "about 4:00", "plain to select: 90125511")
	})
}

func TestFeedFilter(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		r.Arrive(r.Code("1", "111222", time.Minute, 5*time.Minute), r.Taxi("2", "333444", 0, 5*time.Minute))
		r.Press("/", "c", "v")
		if !f.CapturesInput() || len(screentest.Got[screen.CopyMsg](r)) != 0 {
			t.Error("a letter of the filter is a command")
		}
		r.Shows("no code has these words")
		r.Press("backspace", "a", "b", "s", "enter")
		r.Shows("▌ City Cabs", "1 live · 1 of 1, 2 in all")
		r.Hides("Amazon")
		if _, position := f.Title(); position != "1 live" {
			t.Errorf("position %q", position)
		}
		r.Press("esc")
		r.Shows("Amazon", "City Cabs")
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("the second esc does not leave")
		}
	})
}

// Who went back to the top by arrow keys while typing the filter follows the newest code again.
func TestFeedFollowsTheNewestAfterArrowsInTheFilter(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		older, newer := r.Taxi("1", "111222", 2*time.Minute, 5*time.Minute), r.Taxi("2", "333444", time.Minute, 5*time.Minute)
		r.Arrive(older, newer)
		r.Press("/", "down", "up", "enter")
		newest := r.Taxi("3", "555666", 0, 5*time.Minute)
		r.Arrive(older, newer, newest)
		r.Shows("plain to select: 555666")
	})
}

// A code that came under the cursor only now is not what a key is about, also where the person opened the filter meanwhile.
func TestFeedTakesNoNewCodeForTheOneThatWasSeen(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		older := r.Taxi("1", "111222", time.Minute, 5*time.Minute)
		r.Arrive(older)
		r.Arrive(older, r.Taxi("2", "333444", 0, 5*time.Minute))
		for _, key := range []string{"/", "enter"} {
			if code, _ := f.meant(); code.Key() != older.Key() {
				t.Errorf("before %s it is %s", key, code.Key())
			}
			r.Strike(key)
		}
		if code, _ := f.meant(); code.Key() != older.Key() {
			t.Errorf("it is %s", code.Key())
		}
	})
}

func TestFeedOpensTheCodesOfACard(t *testing.T) {
	for _, key := range []string{"o", "enter"} {
		inFeed(t, func(r *screentest.Rig, f *Codes) {
			r.Arrive(r.Taxi("2", "333444", 0, 5*time.Minute))
			r.Press(key)
			pushed := screentest.Got[ui.PushMsg](r)
			if len(pushed) != 1 || pushed[0].Screen.(*Codes).card.Name != "Taxi" {
				t.Errorf("%s opened %+v", key, pushed)
			}
			r.Hides("333444")
			if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 0 {
				t.Errorf("%s copied", key)
			}
		})
	}
}

// The code that the person was on stays the one that is drawn large and copied.
func TestFeedOpensTheCodesOfACardAtTheOneUnderTheCursor(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		older, newer := r.Taxi("1", "111222", time.Minute, 5*time.Minute), r.Taxi("2", "333444", 0, 5*time.Minute)
		r.Arrive(older, newer)
		r.Press("down", "o")
		otp := screentest.Got[ui.PushMsg](r)[0].Screen.(*Codes)
		if c, _ := otp.list.Selected(); c.Key() != older.Key() {
			t.Errorf("in focus is %q", c.Key())
		}
		r.Press("up", "o")
		otp = screentest.Got[ui.PushMsg](r)[1].Screen.(*Codes)
		if c, _ := otp.list.Selected(); c.Key() != newer.Key() {
			t.Errorf("in focus is %q", c.Key())
		}
		r.Open(otp)
		r.Tick(time.Second)
		r.Arrive(r.Taxi("3", "555666", 0, 5*time.Minute)) // one that comes later takes the place of the newest
		r.Shows("plain to select: 555666")
	})
}

// While nothing is shown, the mouse is ours: a click puts a code in focus, and another one opens the codes of its card.
func TestFeedTakesClicksOnItsRows(t *testing.T) {
	for _, size := range screentest.TestSizes[:3] {
		inFeed(t, func(r *screentest.Rig, f *Codes) {
			r.Size = size
			r.Arrive(r.Code("1", "111222", time.Minute, 5*time.Minute), r.Taxi("2", "333444", 0, 5*time.Minute))
			r.Press("v")
			lines := strings.Split(r.View(), "\n")
			row := 0
			for y, line := range lines {
				if strings.Contains(line, "at Amazon") {
					row = y // the last one is in the list, or it is the only one
				}
			}
			point := ui.PointMsg{X: 5, Y: row, Width: size[0], Height: size[1]}
			r.Take(point)
			r.Settle()
			if code, _ := f.list.Selected(); code.Merchant != "Amazon" || len(screentest.Got[ui.PushMsg](r)) != 0 {
				t.Fatalf("%v: in focus is %s, opened %d", size, code.Merchant, len(screentest.Got[ui.PushMsg](r)))
			}
			r.Hides("111222")
			r.Take(point)
			r.Settle()
			if pushed := screentest.Got[ui.PushMsg](r); len(pushed) != 1 || pushed[0].Screen.(*Codes).card.Name != "Ads EU" {
				t.Errorf("%v: opened %+v", size, pushed)
			}
		})
	}
}

func TestFeedFitsEverySize(t *testing.T) {
	inFeed(t, func(r *screentest.Rig, f *Codes) {
		sizes := func() {
			t.Helper()
			for _, size := range screentest.TestSizes {
				screentest.Fits(t, f, size[0], size[1])
			}
		}
		sizes()
		var codes []client.Code
		for i := range 30 {
			c := r.Code(string(rune('A'+i)), "48291312", time.Duration(i)*20*time.Second, 5*time.Minute)
			c.Merchant = strings.Repeat("Long Merchant ", i%5)
			codes = append(codes, c)
		}
		r.Arrive(codes...)
		sizes()
		for range 30 {
			r.Press("down")
		}
		sizes()
		r.Press("g", "down", "down", "down", "down", "down")
		// A person on the smallest screen still sees the selected row and everything about it.
		small := ansi.Strip(f.View(60, 13))
		for _, words := range []string{"4829 1312", "plain to select: 48291312", "card        Ads EU #5161 · fin", "3:20", "━",
			"▌ 25.00 USD"} {
			if !strings.Contains(small, words) {
				t.Errorf("%q is not on the smallest screen:\n%s", words, small)
			}
		}
	})
}

func TestPastedTextInTheFilterIsDrawnAsItIs(t *testing.T) {
	const pasted = "ab\u202ecd\u200bef"
	screentest.InBubble(t, func(r *screentest.Rig) {
		f := NewFeed(r.Env)
		f.list.Filter.Focus()
		f.list.Paste(tea.PasteMsg{Content: pasted})
		if value := f.list.Filter.Value(); strings.ContainsAny(value, "\u202e\u200b") {
			t.Errorf("the filter has it: %q", value)
		}
	})
}
