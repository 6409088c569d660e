package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// boxed reports whether words stand in a box at the right of the body, below its first line, and not only in the line of the notices.
func (r *rig) boxed(words string) bool {
	for _, line := range strings.Split(r.Screen(), "\n")[:12] {
		if at := strings.Index(line, words); at >= 0 && strings.HasPrefix(strings.TrimLeft(line[at+len(words):], " "), "│") {
			return true
		}
	}
	return false
}

// waitBoxed waits until words stand in a box, or do not.
func (r *rig) waitBoxed(words string, stands bool) {
	r.WaitUntil(fmt.Sprintf("%q in a box: %v", words, stands), func(string) bool { return r.boxed(words) == stands })
}

// tell shows a notice, and returns when that is done.
func (r *rig) tell(level ui.Level, text string) {
	r.Send(ui.NoticeMsg{Level: level, Text: text})
	synctest.Wait()
}

// waitUntold waits until words are not in the line of the notices, though they may stand in a box.
func (r *rig) waitUntold(words string) {
	r.WaitUntil(fmt.Sprintf("%q to leave the line", words), func(string) bool { return !strings.Contains(r.Line(-2), words) })
}

// atEveryWidth runs a test where there are no boxes, where there are, and with a third panel.
func atEveryWidth(t *testing.T, f func(t *testing.T, r *rig, boxes bool)) {
	for _, cols := range []int{119, 120, 160, 200} {
		runRig(t, fmt.Sprint(cols), func(t *testing.T, r *rig) {
			r.start(t, cols, 36)
			r.WaitFor("1 of 5", "no live code")
			f(t, r, cols >= 120)
		})
	}
}

func TestANoticeStandsInABoxForSixSeconds(t *testing.T) {
	atEveryWidth(t, func(t *testing.T, r *rig, boxes bool) {
		for level, words := range map[ui.Level]string{ui.Info: "it runs on", ui.Good: "✓ topped up", ui.Warn: "! low", ui.Bad: "✕ refused"} {
			_, text, marked := strings.Cut(words, " ")
			if level == ui.Info || !marked {
				text = words
			}
			r.tell(level, text)
			r.WaitFor(words)
			r.waitBoxed(words, boxes)
			r.Press("j") // which takes it out of the line of the notices
			r.waitUntold(text)
			r.pass(5 * time.Second)
			r.waitBoxed(words, boxes)
			before := r.Written()
			r.pass(time.Second)
			r.WaitGone(text)
			if sent := r.Written() - before; sent > 900 {
				t.Errorf("%d bytes to take a box away", sent)
			}
		}
		time.Sleep(time.Second)
		before := r.Written()
		time.Sleep(10 * time.Second)
		if idle := r.Written() - before; idle != 0 {
			t.Errorf("%d bytes after the last box", idle)
		}
	})
}

func TestALongNoticeHasTwoLinesInItsBox(t *testing.T) {
	atEveryWidth(t, func(_ *testing.T, r *rig, boxes bool) {
		r.tell(ui.Bad, "the issuer did not answer in time, so nobody knows yet; r asks what became of it "+strings.Repeat("and again ", 20))
		r.waitBoxed("so nobody knows yet; r asks what…", boxes)
	})
}

func TestTwoNoticesStandAtTheMost(t *testing.T) {
	atEveryWidth(t, func(t *testing.T, r *rig, boxes bool) {
		for i, text := range []string{"first", "second", "second", "third"} {
			r.clock.advance(time.Duration(i) * time.Second)
			r.tell(ui.Good, "the "+text)
			r.WaitFor("✓ the " + text)
		}
		r.waitBoxed("✓ the third", boxes)
		r.waitBoxed("✓ the second", boxes)
		if r.boxed("the first") {
			t.Error("the first is still there")
		}
		if text := r.Screen(); boxes && strings.Index(text, "the third") > strings.Index(text, "the second") {
			t.Errorf("the newest is not on top:\n%s", text)
		}
		r.pass(3 * time.Second) // the second was told anew a second after it was told
		r.WaitGone("the second")
		r.waitBoxed("✓ the third", boxes)
	})
}

// TestNoNoticeLiesOverWhatMatters: over a question, what is typed, or a secret, nor in the lock.
func TestNoNoticeLiesOverWhatMatters(t *testing.T) {
	for name, c := range map[string]struct {
		keys, back []string
		waits      string
	}{
		"a dialog":    {[]string{"p"}, []string{"esc"}, "all profiles"},
		"the help":    {[]string{"?"}, []string{"esc"}, "─ Help"},
		"the palette": {[]string{":"}, []string{"esc"}, "─ Commands ─"},
		"an order":    {[]string{"G", "t"}, []string{"esc"}, "at least 10.00 USD"},
		"a secret":    {[]string{"enter", "v"}, []string{"v", "esc"}, "4288 3751"},
		"the lock":    {[]string{"L"}, nil, "any key opens it"},
	} {
		t.Run(name, func(t *testing.T) {
			atEveryWidth(t, func(t *testing.T, r *rig, boxes bool) {
				r.tell(ui.Good, "it is done")
				r.waitBoxed("✓ it is done", boxes)
				for _, key := range c.keys {
					r.Press(key)
					if key == "enter" {
						r.WaitFor("v reveal")
					}
				}
				r.WaitFor(c.waits)
				r.WaitGone("it is done")
				r.tell(ui.Good, "another one")
				if name == "the lock" { // what was told there stands after it
					r.Press("x")
					r.waitBoxed("✓ another one", boxes)
					return
				}
				r.WaitUntil("the notice", func(string) bool { return strings.Contains(r.Line(-2), "another one") })
				if r.boxed("another one") {
					t.Errorf("it stands over %s:\n%s", name, r.Screen())
				}
				for _, key := range c.back {
					r.Press(key)
				}
				r.WaitGone(c.waits)
				r.waitBoxed("✓ another one", boxes)
			})
		})
	}
}

func TestANewCodeStandsInABoxWithItsKey(t *testing.T) {
	atEveryWidth(t, func(t *testing.T, r *rig, boxes bool) {
		r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
		r.Press("r")
		r.waitBoxed("◆ new code  19.99 USD at Book Store", boxes)
		r.waitBoxed("fin card 002 ··1002  o opens it", boxes)
		r.clock.advance(time.Second)
		r.Press("j") // o means the card under the cursor now
		r.waitBoxed("fin card 002 ··1002  O opens it", boxes)
		if strings.Contains(r.Screen(), "o opens it") {
			t.Error("o is still offered")
		}
		r.Press("G", "o")
		r.WaitFor("fin card 002 › codes", "771204")
		r.Press("esc")
		r.WaitFor("5 of 5")
		if r.boxed("new code") {
			t.Error("what was looked at is still told")
		}
		r.fin.announce(r.clock, "fin001", "t3", "771205", "Taxi", 5*time.Minute)
		r.Send(screen.AskCodesMsg{})
		r.waitBoxed("◆ new code  19.99 USD at Taxi", boxes)
		r.Press("O")
		r.WaitFor("all codes", "2 live")
		r.Press("esc")
		r.WaitFor("5 of 5")
		if r.boxed("new code") {
			t.Error("what was looked at among all codes is still told")
		}
	})
}

// TestCodesThatWereThereStandInNoBox: the list and the line of the notices tell of them.
func TestCodesThatWereThereStandInNoBox(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.announce(r.clock, "fin002", "t2", "771204", "Book Store", 5*time.Minute)
		r.start(t, 120, 36)
		r.WaitFor("1 of 5", "o opens it", "no live code")
		if r.boxed("new code") {
			t.Errorf("it stands in a box:\n%s", r.Screen())
		}
	})
}

// TestAClickOnANoticeTakesItAwayAndDoesNothingElse: it opens nothing below, nor the code.
func TestAClickOnANoticeTakesItAwayAndDoesNothingElse(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 120, 36)
		r.WaitFor("1 of 5", "no live code")
		p := &page{name: "below"}
		r.Send(ui.PushMsg{Screen: p})
		r.WaitFor("below:")
		for _, text := range []string{"the first", "the second"} {
			r.tell(ui.Good, text)
			r.WaitFor("✓ " + text)
		}
		for _, text := range []string{"the second", "the first"} {
			r.WaitUntil(text, func(string) bool { return strings.Contains(r.Line(4), text) }) // on top, below the crumbs
			r.click(100, 3)                                                                   // its border
			r.WaitUntil(text+" to be gone", func(string) bool { return !strings.Contains(r.Line(4), text) })
		}
		r.click(100, 3)
		synctest.Wait()
		if err := r.Quit(); err != nil {
			t.Fatal(err)
		}
		clicks := 0
		for _, msg := range p.got {
			if _, ok := msg.(ui.PointMsg); ok {
				clicks++
			}
		}
		if clicks != 1 {
			t.Errorf("the screen below got %d clicks, and only one was on it", clicks)
		}
	})
}
