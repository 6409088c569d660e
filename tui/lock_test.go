package tui_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/ui"
)

func TestIdleLockWipesAndBlanksUntilAKey(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		locks := make(chan struct{}, 9)
		r.opts.LockAfter, r.opts.OnLock = 20*time.Millisecond, func() { locks <- struct{}{} }
		r.opts.Badge = "DEMO"
		r.fin.announce(r.clock, "fin002", "t1", "771204", "Book Store", 24*time.Hour)
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("v")
		r.WaitFor("4288 3751")
		r.clock.advance(time.Hour)
		r.WaitFor("any key opens it")
		<-locks
		r.WaitFor("─ locked ─", "◆ cardwallet   DEMO", "locked by itself at 13:00 · nothing is kept")
		if text := r.Screen(); strings.Contains(text, "card 0") || strings.Contains(text, "fin") || strings.Contains(text, "Book") {
			t.Errorf("more than the lock is on the screen:\n%s", text)
		}
		r.Paste("q") // is no key
		r.Press("q")
		r.WaitFor("ads › ads card 000", "v reveal", "DEMO")
		r.WaitGone("4288", "locked")
		r.WaitFor("new code") // asked anew
		if strings.Contains(r.sent(), "\a") {
			t.Error("a code that was known rings after the lock")
		}
		r.clock.advance(time.Hour)
		r.WaitFor("any key opens it")
		r.Press("ctrl+c")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

func TestLockKeyLocksAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.fin.announce(r.clock, "fin002", "t1", "771204", "Book Store", time.Hour)
		r.Press("G", "o")
		r.WaitFor("771204")
		r.Press("L")
		r.WaitFor("any key opens it")
		r.WaitGone("771")
		asked := r.fin.count("allcodes")
		r.clock.advance(time.Minute)
		r.Send(tea.KeyPressMsg{Code: tea.KeyEscape})
		r.WaitFor("fin card 002 › codes", "esc back")
		r.WaitUntil("the question for codes", func(string) bool { return r.fin.count("allcodes") > asked })
		r.WaitGone("771")
		r.Press("v")
		r.WaitFor("771204")
	})
}

func TestKeyAfterALongSleepLocksFirst(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.LockAfter = time.Hour // by a timer that stood still
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.clock.advance(59 * time.Minute)
		r.Press("j")
		r.WaitFor("2 of 5")
		r.clock.advance(time.Hour)
		r.Press("j")
		r.WaitFor("any key opens it")
		r.Press("j")
		r.WaitFor("2 of 5")
	})
}

// A clock that is set back keeps no lock off, and a machine that slept is locked. One that is set forward locks early, which hides nothing.
func TestIdleLockCountsByBothClocks(t *testing.T) {
	for name, test := range map[string]struct {
		happens func(*clock)
		locks   bool
	}{
		"a day back, and too early":      {func(c *clock) { c.set(-24 * time.Hour); c.advance(59 * time.Minute) }, false},
		"a day back, and idle":           {func(c *clock) { c.set(-24 * time.Hour); c.advance(time.Hour) }, true},
		"3 minutes back, and idle":       {func(c *clock) { c.set(-3 * time.Minute); c.advance(time.Hour) }, true},
		"idle, then a day back":          {func(c *clock) { c.advance(time.Hour); c.set(-24 * time.Hour) }, true},
		"asleep for that long":           {func(c *clock) { c.sleep(time.Hour) }, true},
		"asleep, and a clock that is so": {func(c *clock) { c.sleep(time.Hour); c.set(-3 * time.Minute); c.advance(2 * time.Minute) }, false},
		"a day forward":                  {func(c *clock) { c.set(24 * time.Hour) }, true},
	} {
		runRig(t, name, func(t *testing.T, r *rig) {
			r.opts.LockAfter = time.Hour
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			test.happens(r.clock)
			r.Press("j")
			if test.locks {
				r.WaitFor("any key opens it")
			} else {
				r.WaitFor("2 of 5")
			}
		})
	}
}

// The timer locks by itself where the clock was set back, too.
func TestIdleLockComesByItselfWithAClockSetBack(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.LockAfter = 20 * time.Millisecond
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.clock.set(-24 * time.Hour)
		r.clock.advance(time.Second)
		r.WaitFor("any key opens it")
	})
}

// mover is a screen where money moves until it gets an answer.
type mover struct{ page }

func (m *mover) Update(msg tea.Msg) tea.Cmd {
	if _, done := msg.(answerMsg); done {
		m.holds = false
	}
	return m.page.Update(msg)
}

func TestLockWaitsForMoneyThatMoves(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		form := &mover{page{name: "form", holds: true}}
		r.Send(ui.PushMsg{Screen: form})
		r.WaitFor("form:")
		r.Press("L")
		r.WaitFor("money is moving: locks when the outcome is there", "form:")
		r.Send(answerMsg("outcome"))
		r.WaitFor("any key opens it")
		r.Press("x")
		r.WaitFor("form:", "esc back")
	})
}

// batch is a mover that can end early.
type batch struct {
	mover
	stops atomic.Int32
}

func (b *batch) Stop() { b.stops.Add(1) }

// TestLockEndsWhatCanEndEarly: what is on its way is finished, and nothing more of a batch is begun behind the lock's back.
func TestLockEndsWhatCanEndEarly(t *testing.T) {
	for name, idle := range map[string]bool{"key": false, "idle": true} {
		runRig(t, name, func(t *testing.T, r *rig) {
			if idle {
				r.opts.LockAfter = 20 * time.Millisecond
			}
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			run := &batch{mover: mover{page{name: "run", holds: true}}}
			r.Send(ui.PushMsg{Screen: run})
			r.WaitFor("run:")
			if idle {
				r.clock.advance(time.Hour)
			} else {
				r.Press("L")
			}
			r.WaitFor("money is moving: locks when the outcome is there")
			if run.stops.Load() == 0 {
				t.Error("the rest of it goes on")
			}
			r.Send(answerMsg("outcome"))
			r.WaitFor("any key opens it")
		})
	}
}

func TestValuesHideWhenTheTerminalLosesTheFocus(t *testing.T) {
	for name, hide := range map[string]bool{"hide_on_blur": true, "default": false} {
		runRig(t, name, func(t *testing.T, r *rig) {
			r.opts.HideOnBlur = hide
			r.start(t, 80, 24)
			r.WaitFor("1 of 5")
			r.Press("enter")
			r.WaitFor("v reveal")
			r.Press("v")
			r.WaitFor("4288 3751")
			r.Send(tea.BlurMsg{})
			if hide {
				r.WaitGone("4288 3751")
			} else {
				r.Press("down")
				r.WaitFor("▌ expiry", "4288 3751")
			}
			if asked := strings.Contains(r.Raw(), "\x1b[?1004h"); asked != hide {
				t.Errorf("the terminal is asked to tell: %v", asked)
			}
		})
	}
}

// What was told while nobody was there is not lost to the key that opens the lock.
func TestWhatIsToldWhileLockedStays(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("L")
		r.WaitFor("any key opens it")
		r.Send(ui.NoticeMsg{Level: ui.Info, Text: "told meanwhile"})
		r.Press("x")
		r.WaitFor("told meanwhile", "1 of 5")
	})
}
