package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// click presses the first button on a cell, counted from 0, as a terminal tells it.
func (r *rig) click(x, y int) {
	r.Input(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1))
}

// clickOn clicks the first place where the text is.
func (r *rig) clickOn(t *testing.T, text string) {
	t.Helper()
	for y, line := range strings.Split(r.Screen(), "\n") {
		if at := strings.Index(line, text); at >= 0 {
			r.click(ui.Width(line[:at]), y)
			return
		}
	}
	t.Fatalf("%q is not on the screen:\n%s", text, r.Screen())
}

// wheel turns the wheel down over a cell, or up where down is not set.
func (r *rig) wheel(x, y int, down bool) {
	button := 64
	if down {
		button = 65
	}
	r.Input(fmt.Sprintf("\x1b[<%d;%d;%dM", button, x+1, y+1))
}

// moved is so many movements that are done.
func moved(n int) []client.Movement {
	moves := make([]client.Movement, n)
	for i := range moves {
		moves[i] = client.Movement{OrderID: fmt.Sprintf("CW%02d", i), Profile: "fin", CardID: "fin001", Kind: client.MoveTopUp,
			Amount: usd(fmt.Sprintf("%d.25", 100+i)), Status: client.MovementSucceeded}
	}
	return moves
}

func TestAClickSelectsAndAnotherOneOpens(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.till.rows = moved(40)
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("a")
		r.WaitFor("1 of 40")
		r.clickOn(t, "104.25")
		r.WaitFor("5 of 40")
		r.wheel(10, 10, true)
		r.WaitFor("8 of 40")
		r.wheel(10, 10, false)
		r.WaitFor("5 of 40")
		r.clickOn(t, "104.25")
		r.WaitFor("CW04")
	})
}

// takesMouse reports whether the program has asked the terminal for the mouse, and not given it back since.
func (r *rig) takesMouse() bool {
	raw := r.Raw()
	return strings.LastIndex(raw, "\x1b[?1002h") > strings.LastIndex(raw, "\x1b[?1002l")
}

// TestTheMouseIsTheTerminalsWhereSomebodyMaySelect: what is shown is selected with it, and nothing reads it there.
func TestTheMouseIsTheTerminalsWhereSomebodyMaySelect(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		if !r.takesMouse() {
			t.Error("the list does not take the mouse")
		}
		for _, keys := range [][]string{{"enter", "v"}, {"/"}, {":"}, {"L"}} {
			r.Press(keys[0])
			if len(keys) > 1 {
				r.WaitFor("card id")
				r.Press(keys[1:]...)
			}
			r.WaitUntil("the mouse to be free", func(string) bool { return !r.takesMouse() })
			r.click(3, 3)
			r.wheel(3, 3, true)
			r.Press("esc", "esc")
			r.WaitFor("1 of 5")
			r.WaitUntil("the mouse to be taken", func(string) bool { return r.takesMouse() })
		}
		p := &page{name: "front"}
		r.Send(ui.PushMsg{Screen: p})
		r.WaitFor("front:")
		for _, other := range []string{"\x1b[<2;3;3M", "\x1b[<32;3;3M", "\x1b[<66;3;3M"} { // another button, a motion, the wheel to the side
			r.Input(other)
		}
		r.Press("z")
		r.WaitFor("front: z")
		if err := r.Quit(); err != nil {
			t.Fatal(err)
		}
		for _, msg := range p.got {
			switch msg.(type) {
			case ui.PointMsg, tea.MouseMsg:
				t.Errorf("it got %v", msg)
			}
		}
	})
	runRig(t, "off", func(t *testing.T, r *rig) {
		r.opts.Mouse = "off"
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		if r.takesMouse() {
			t.Error("the mouse is taken all the same")
		}
	})
}

func TestTabsAndKeyHintsAreButtons(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.clickOn(t, "3 Activity")
		r.WaitFor("nothing yet")
		r.clickOn(t, "esc back")
		r.WaitFor("1 of 5")
		r.clickOn(t, "2 Codes")
		r.WaitFor("waiting for codes")
		r.clickOn(t, "1 Cards")
		r.WaitFor("1 of 5")
		r.clickOn(t, "? help")
		r.WaitFor("─ Help ─")
		r.Press("esc")
		r.WaitGone("─ Help ─")
		r.Press("p")
		r.WaitFor("all profiles")
		r.clickOn(t, "fin       ")
		r.clickOn(t, "fin       ")
		r.WaitGone("all profiles")
		r.WaitFor("1 of 3")
	})
}

// TestNoClickConfirms: where something is asked, the mouse does nothing, wherever it is clicked.
func TestNoClickConfirms(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G", "t")
		r.WaitFor("amount")
		r.Type("50")
		r.Press("enter")
		r.WaitFor("Top up this card?")
		if r.takesMouse() { // a click may be meant for the terminal's selection
			t.Error("the mouse is taken while something is asked")
		}
		r.clock.advance(time.Hour)
		for y := range 24 {
			for x := 0; x < 80; x += 3 {
				r.click(x, y)
			}
		}
		time.Sleep(time.Second) // of the bubble: every click has had its effect
		r.WaitFor("Top up this card?")
		if r.till.count() != 0 {
			t.Error("a click moved money")
		}
	})
}
