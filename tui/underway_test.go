package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// topUp begins a top-up of the card under the cursor in the list and confirms it. The issuer does not answer yet.
func (r *rig) topUp(t *testing.T, card, amount string) {
	t.Helper()
	r.Press("t")
	r.WaitFor("onto ", card, "at least 10.00 USD")
	r.Type(amount)
	r.Press("enter")
	r.WaitFor("Top up this card?")
	r.confirm(t, underWay)
}

// underWay is on the screen of an order that was confirmed.
const underWay = "written down here"

// away starts with an order for the last card that was left, with the list in front.
func (r *rig) away(t *testing.T, cols, rows int) {
	t.Helper()
	r.till.gate = make(chan struct{})
	r.start(t, cols, rows)
	r.WaitFor("1 of 5")
	r.Press("G")
	r.WaitFor("5 of 5")
	r.topUp(t, "fin card 002", "50")
	r.Press("esc")
	r.WaitFor("5 of 5", "it runs on: what came of it is told here")
}

// read is a person who reads what the status line says, and then presses a key that does nothing else.
func (r *rig) read() {
	r.clock.advance(dialog.Grace)
	r.Press("G")
}

func TestWhatWasLeftIsToldWhenItIsDone(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.away(t, cols, rows)
		r.Press("g", "G", "enter") // the program goes on
		r.WaitFor("fin card 002", "v reveal")
		r.Press("esc")
		r.WaitFor("5 of 5")
		close(r.till.gate)
		r.WaitFor("topped up 50.00 USD onto fin card 002", "62.50 USD")
		r.Press("j") // meant for something else: nobody can have read it yet
		r.WaitFor("topped up 50.00 USD onto fin card 002")
		r.read()
		r.waitUntold("topped up")
		if n := r.till.count(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
	})
}

// At every stage esc does one thing, and nothing is sent but what was confirmed.
func TestEscAtEveryStage(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.gate = make(chan struct{})
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G", "t")
		r.WaitFor("at least 10.00 USD")
		r.Press("esc") // the form
		r.WaitFor("5 of 5", "enter open")
		r.Press("t")
		r.WaitFor("at least 10.00 USD")
		r.Type("50")
		r.Press("enter")
		r.WaitFor("Top up this card?")
		r.Press("esc") // the question
		r.WaitFor("enter continue")
		r.Press("enter")
		r.WaitFor("Top up this card?")
		r.clock.advance(dialog.Grace)
		r.Press("y", "esc") // before the key counted alone
		r.WaitFor("enter continue")
		r.Press("enter")
		r.WaitFor("Top up this card?")
		if n := r.till.count(); n != 0 {
			t.Fatalf("sent %d orders", n)
		}
		r.confirm(t, underWay)
		r.Press("esc") // under way
		r.WaitFor("5 of 5", "enter open")
		r.Press("esc")
		close(r.till.gate)
		r.WaitFor("topped up 50.00 USD onto fin card 002")
		if n := r.till.count(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
	})
}

func TestTwoOrdersAtOnceAreBothTold(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.away(t, 80, 24)
		r.Press("k")
		r.WaitFor("4 of 5")
		r.topUp(t, "fin card 001", "20")
		r.Press("esc")
		r.WaitFor("4 of 5", "enter open")
		close(r.till.gate)
		first, second := "topped up 50.00 USD onto fin card 002", "topped up 20.00 USD onto fin card 001"
		r.WaitUntil("an outcome", func(screen string) bool { return strings.Contains(screen, first) || strings.Contains(screen, second) })
		if !strings.Contains(r.Screen(), first) {
			first, second = second, first
		}
		r.WaitFor("62.50 USD", "31.50 USD") // both are done
		r.read()
		r.WaitFor(second)
		r.read()
		r.waitUntold("topped up")
		if n := r.till.count(); n != 2 {
			t.Errorf("sent %d orders", n)
		}
	})
}

// The journal objects to another order for a card that has one under way, also where its screen was left.
func TestCardOfAnOrderThatWasLeftIsGuarded(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.guards = true
		r.away(t, 80, 24)
		r.Press("t")
		r.WaitFor("at least 10.00 USD")
		r.Type("50")
		r.Press("enter")
		r.WaitFor("not settled yet: top-up of 50.00 USD", "to send another")
		r.Press("esc")
		r.WaitFor("enter continue")
		close(r.till.gate)
		r.WaitFor("topped up 50.00 USD onto fin card 002")
		if n := r.till.count(); n != 1 {
			t.Errorf("sent %d orders", n)
		}
	})
}

func TestLockWaitsForWhatWasLeft(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.away(t, 80, 24)
		r.Press("L")
		r.WaitFor("! money is moving: locks when the outcome is there")
		close(r.till.gate)
		r.WaitFor("locked")
		if strings.Contains(r.Screen(), "topped up") {
			t.Error("the lock shows the outcome")
		}
		r.Press("x")
		r.WaitFor("topped up 50.00 USD onto fin card 002", "5 of 5")
	})
}

func TestLeavingAsksTwiceWhileAnOrderGoesOn(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.away(t, 80, 24)
		r.Press("ctrl+z")
		r.WaitFor("! money is moving: suspend when the outcome is there")
		r.Press("ctrl+c")
		r.WaitFor("! money is moving: ctrl+c again leaves now, outcome unknown")
		r.Press("ctrl+c")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
		if n := r.till.count(); n != 1 || len(r.till.rows) != 1 {
			t.Errorf("sent %d orders, the journal has %+v", n, r.till.rows)
		}
	})
}

func TestBadEndsOfWhatWasLeftAreToldLoudly(t *testing.T) {
	for name, c := range map[string]struct {
		status client.MovementStatus
		says   string
	}{
		"unknown": {client.MovementUnknown, "✕ outcome unknown, do not send it again: top-up of 50.00 USD, fin card 002"},
		"failed":  {client.MovementFailed, "✕ not topped up: the issuer refused it; top-up of 50.00 USD, fin card 002"},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 36}} {
			runRig(t, fmt.Sprintf("%s %d", name, size[0]), func(t *testing.T, r *rig) {
				r.till.first, r.till.description = c.status, "the issuer refused it"
				r.away(t, size[0], size[1])
				close(r.till.gate)
				r.WaitFor(c.says[:min(len(c.says), size[0]-10)])
				r.Send(ui.NoticeMsg{Text: "something else"})
				r.waitUntold(c.says[:20])
				r.Press("G")
				r.WaitUntil("it to be told again", func(string) bool { return strings.Contains(r.Line(-2), c.says[:20]) }) // it was not read
				if unknown := strings.Contains(r.Line(0), unknownOne); unknown != (c.status == client.MovementUnknown) {
					t.Errorf("the title is %q", r.Line(0))
				}
			})
		}
	}
}

// A screen that nobody can look at must not keep secrets.
func TestPINOfAChangeThatWasLeftIsWiped(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.changes()
		r.till.gate = make(chan struct{})
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G", "enter")
		r.WaitFor("fin card 002", "v reveal")
		r.Press("i")
		r.WaitFor("new PIN", "6 digits")
		for range 2 {
			r.Type("482915")
			r.Press("enter")
		}
		r.WaitFor("Give this card another PIN?")
		r.confirm(t, underWay)
		r.WaitFor("Changing the PIN", "6 digits, as typed twice", "✓ written down here")
		r.Press("esc")
		r.WaitFor("v reveal")
		close(r.till.gate)
		r.WaitFor("PIN changed: fin card 002")
		if strings.Contains(r.Raw(), "482915") {
			t.Error("the PIN was drawn")
		}
		if err := r.Quit(); err != nil {
			t.Error(err)
		}
	})
}

// Who waits at the box is told in the box alone.
func TestOutcomeIsToldOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.gate = make(chan struct{})
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G")
		r.topUp(t, "fin card 002", "50")
		close(r.till.gate)
		r.WaitFor("topped up 50.00 USD onto fin card 002", "esc back")
		if n := strings.Count(r.Screen(), "topped up 50.00 USD"); n != 1 {
			t.Errorf("told %d times:\n%s", n, r.Screen())
		}
		r.pass(time.Second)
	})
}

// What settles in the background may find an outcome before the box that follows the order: the box tells it, or the notice of an order
// that was left, and nothing else.
func TestOutcomeThatTheBackgroundFindsFirstIsToldOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.gate, r.till.follow = make(chan struct{}), make(chan struct{})
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G")
		r.topUp(t, "fin card 002", "50")
		close(r.till.gate)
		r.WaitFor("is working on it")
		r.till.set(func(p *till) { p.settles = client.MovementSucceeded })
		time.Sleep(10 * time.Second) // in the bubble's time
		if len(r.till.rows) != 1 || !r.till.rows[0].Status.Settled() {
			t.Fatalf("the background has not settled it: %+v", r.till.rows)
		}
		told := func() {
			t.Helper()
			if strings.Contains(r.Screen(), ": done") {
				t.Errorf("told beside the box:\n%s", r.Screen())
			}
		}
		told()
		close(r.till.follow)
		r.WaitFor("topped up 50.00 USD onto fin card 002", "esc back")
		told()
	})
}

// Nobody misses an outcome: q on the list says that one waits, and a window too small to draw it takes none away.
func TestAnOutcomeThatNobodyHasReadWaits(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.away(t, 80, 24)
		r.Resize(40, 10)
		r.WaitFor("too small")
		close(r.till.gate)
		r.pass(2 * time.Second)
		r.Press("j")
		r.Resize(80, 24)
		r.WaitFor("topped up 50.00 USD onto fin card 002")
		r.Press("q")
		r.WaitFor("outcomes that nobody has read: 1; q again quits")
		r.Press("q")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}
