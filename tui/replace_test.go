package tui_test

import (
	"testing"
	"time"

	"cardwallet/tui/clip"
)

// copiedCode starts a program on the codes of a card, where the first one was copied.
func (r *rig) copiedCode(t *testing.T, via clip.Via) {
	t.Helper()
	r.board.via = via
	r.opts.ClearAfter = 30 * time.Second
	r.fin.announce(r.clock, "fin000", "t1", "482913", "Coffee", 5*time.Minute)
	r.start(t, 80, 24)
	r.WaitFor("1 of 5")
	r.Press("down", "down", "o")
	r.WaitFor("fin card 000 › codes", "482913")
	r.Press("c")
	r.WaitFor("this one was copied", "C clears 0:30")
	r.clock.advance(time.Second)
}

// arrives makes a newer code arrive.
func (r *rig) arrives(card, id, value string) {
	r.fin.announce(r.clock, card, id, value, "Coffee", 5*time.Minute)
	r.Press("r")
}

func (r *rig) holdsAtTheEnd(t *testing.T, want string, puts int) {
	t.Helper()
	r.board.mu.Lock()
	held, n := r.board.held, r.board.puts
	r.board.mu.Unlock()
	if held != want || n != puts {
		t.Errorf("the clipboard holds %q after %d copies, want %q after %d", held, n, want, puts)
	}
	leave(t, r)
}

func TestNewerCodeReplacesTheCopiedOne(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copiedCode(t, clip.System)
		r.arrives("fin000", "t2", "771204")
		r.WaitFor("newer code on fin card 000 ··1000 copied instead", "771204", "this one was copied")
		r.holdsAtTheEnd(t, "771204", 2)
	})
}

func TestNewerCodeReplacesTheCopiedOneFromTheList(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copiedCode(t, clip.System)
		r.Press("esc")
		r.WaitFor("3 of 5")
		r.arrives("fin000", "t2", "771204")
		r.WaitFor("newer code on fin card 000 ··1000 copied instead")
		r.holdsAtTheEnd(t, "771204", 2)
	})
}

func TestNewerCodeIsOnlySaidWhereTheClipboardCannotBeRead(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copiedCode(t, clip.Tmux)
		r.arrives("fin000", "t2", "771204")
		r.WaitFor("! a newer code arrived: copy it with c", "771204")
		r.clock.advance(time.Second)
		r.Press("c")
		r.WaitFor("code sent to your terminal via tmux")
		r.holdsAtTheEnd(t, "771204", 2)

		r = newRig()
		r.copiedCode(t, clip.Tmux)
		r.Press("esc")
		r.WaitFor("3 of 5")
		r.arrives("fin000", "t2", "771204")
		r.WaitFor("◆ newer code  19.99 USD at Coffee  ··1000  o opens it")
		r.holdsAtTheEnd(t, "482913", 1)
	})
}

func TestNewerCodeLeavesAloneWhatWasCopiedSince(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copiedCode(t, clip.System)
		r.board.copyElsewhere("lunch at one")
		r.arrives("fin000", "t2", "771204")
		r.WaitFor("771204")
		r.holdsAtTheEnd(t, "lunch at one", 1)
	})
}

func TestCodeOfAnotherCardReplacesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copiedCode(t, clip.System)
		r.arrives("fin001", "t2", "771204")
		r.WaitFor("◆ new code  19.99 USD at Coffee  fin card 001 ··1001")
		r.holdsAtTheEnd(t, "482913", 1)
	})
}

// Codes that keep coming do not stay on the clipboard for ever: what the person copied would be gone by now.
func TestReplacingEndsWithTheTimeOfThePersonsCopy(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copiedCode(t, clip.System)
		r.clock.advance(20 * time.Second)
		r.arrives("fin000", "t2", "771204")
		r.WaitFor("copied instead")
		r.clock.advance(20 * time.Second)
		r.arrives("fin000", "t3", "990055")
		r.WaitFor("990055")
		r.Press("down", "up") // the notice of the copy goes, and none comes
		r.WaitGone("instead")
		r.holdsAtTheEnd(t, "771204", 2)
	})
}

func TestNothingIsReplacedAfterTheClipboardWasCleared(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.copiedCode(t, clip.System)
		r.Press("C")
		r.WaitFor("clipboard cleared")
		r.arrives("fin000", "t2", "771204")
		r.WaitFor("771204")
		r.holdsAtTheEnd(t, "", 1)
	})
}

// The value of a record can be replaced under the copied one, and a second code of the same purchase can arrive, which has the same time.
func TestReplacedValueAndSecondCodeReplaceTheCopiedOne(t *testing.T) {
	for name, resend := range map[string]func(r *rig){
		"replaced": func(r *rig) {
			r.fin.set(func(is *issuer) {
				is.codes[0].value, is.codes[0].at, is.codes[0].seen = "771204", r.clock.Now(), r.clock.Now()
			})
		},
		"a second one": func(r *rig) {
			r.fin.set(func(is *issuer) {
				second := is.codes[0]
				second.id, second.value, second.seen = second.id+"#2", "771204", r.clock.Now()
				is.codes = append(is.codes, second)
			})
		},
	} {
		runRig(t, name, func(t *testing.T, r *rig) {
			r.copiedCode(t, clip.System)
			resend(r)
			r.Press("r")
			r.WaitFor("newer code on fin card 000 ··1000 copied instead", "771204", "this one was copied")
			r.holdsAtTheEnd(t, "771204", 2)
		})
	}
}

func TestCodeInGroupsIsPastedWithoutBlanks(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.announce(r.clock, "fin000", "t1", "482-913", "Coffee", 5*time.Minute)
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("down", "down", "o")
		r.WaitFor("fin card 000 › codes", "482-913")
		r.Press("c")
		r.WaitFor("this one was copied")
		r.holdsAtTheEnd(t, "482913", 1)
	})
}
