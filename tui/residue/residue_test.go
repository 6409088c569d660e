package residue

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// results runs a command with all that it starts and gives their messages.
func results(cmd tea.Cmd) (all []tea.Msg) {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, c := range batch {
			all = append(all, results(c)...)
		}
		return all
	}
	return append(all, msg)
}

// inBubble runs a test with what a message does, in virtual time, and with the memory that was given back: whether in the lock.
func inBubble(t *testing.T, f func(r *Residue, update func(tea.Msg, Now) tea.Cmd, given *[]bool)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var r Residue
		given := new([]bool)
		f(&r, func(msg tea.Msg, now Now) tea.Cmd {
			return r.Update(t.Context(), msg, now, func(locked bool) { *given = append(*given, locked) })
		}, given)
	})
}

var (
	hidden    = Now{}
	revealed  = Now{Revealed: true}
	locked    = Now{Locked: true}
	loosened  = []tea.Msg{giveBackDueMsg{}}
	firstWait = []tea.Msg{loosenDueMsg{1}}
)

func TestMemoryIsGivenBackAfterTheLastRevealedSecret(t *testing.T) {
	inBubble(t, func(r *Residue, update func(tea.Msg, Now) tea.Cmd, given *[]bool) {
		if cmd := update(nil, hidden); cmd != nil {
			t.Fatal("nothing was shown, and something is cleared")
		}
		if cmd := update(nil, revealed); cmd != nil {
			t.Fatal("cleared while it is shown")
		}
		start := time.Now()
		if msgs := results(update(nil, hidden)); !slices.Equal(msgs, firstWait) || time.Since(start) != loosenAfter {
			t.Fatalf("hidden: %v after %s", msgs, time.Since(start))
		}
		if cmd := update(nil, hidden); cmd != nil {
			t.Error("the same once more")
		}
		msgs := results(update(loosenDueMsg{1}, hidden))
		if r.Frame("x") == "x" || !slices.Equal(msgs, loosened) || time.Since(start) != loosenAfter+giveBackAfter {
			t.Errorf("loosened: %v after %s", msgs, time.Since(start))
		}
		results(update(giveBackDueMsg{}, hidden))
		if !slices.Equal(*given, []bool{false}) || r.Frame("x") != "x" {
			t.Errorf("given back: %v", *given)
		}
	})
}

// A terminal with one screen would keep in its scrollback what is cleared.
func TestNothingIsRedrawnWhileASecretIsShownAgain(t *testing.T) {
	inBubble(t, func(_ *Residue, update func(tea.Msg, Now) tea.Cmd, _ *[]bool) {
		for serial := 1; serial <= 3; serial++ {
			before := loosenDueMsg{serial - 1}
			if cmd := update(before, revealed); cmd != nil {
				t.Error("redrawn")
			}
			if msgs := results(update(nil, hidden)); !slices.Equal(msgs, []tea.Msg{loosenDueMsg{serial}}) {
				t.Errorf("hidden: %v", msgs)
			}
			if cmd := update(before, hidden); cmd != nil {
				t.Error("a wait from before the next reveal counts")
			}
		}
	})
}

func TestMemoryIsGivenBackInTheLock(t *testing.T) {
	inBubble(t, func(_ *Residue, update func(tea.Msg, Now) tea.Cmd, given *[]bool) {
		if msgs := results(update(nil, locked)); !slices.Equal(msgs, []tea.Msg{loosenDueMsg{1}, giveBackDueMsg{}}) {
			t.Fatalf("locked: %v", msgs)
		}
		if cmd := update(nil, locked); cmd != nil {
			t.Error("locked once, and twice cleared")
		}
		results(update(giveBackDueMsg{}, locked))
		results(update(giveBackDueMsg{}, hidden)) // a late one must not take what was opened since
		if !slices.Equal(*given, []bool{true, false}) {
			t.Errorf("given back: %v", *given)
		}
	})
}

func TestMemoryIsGivenBackAfterACopy(t *testing.T) {
	inBubble(t, func(_ *Residue, update func(tea.Msg, Now) tea.Cmd, _ *[]bool) {
		if msgs := results(update(nil, Now{Copied: true})); !slices.Equal(msgs, firstWait) {
			t.Fatalf("copied: %v", msgs)
		}
	})
}

func TestNothingIsClearedForWhoeverLeft(t *testing.T) {
	inBubble(t, func(r *Residue, update func(tea.Msg, Now) tea.Cmd, _ *[]bool) {
		update(nil, revealed)
		if cmd := update(nil, Now{Gone: true}); cmd != nil {
			t.Error("cleared")
		}
		if cmd := r.Update(t.Context(), nil, hidden, nil); cmd != nil {
			t.Error("cleared where nothing gives memory back")
		}
	})
}

func TestLoosenChangesTheFirstCellOfEachLineOnly(t *testing.T) {
	got := loosen("ab\n\n\x1b[1;31m東b\x1b[m\n \x1b[7mx\x1b[m")
	if want := "\x1b[3ma\x1b[23mb\n\n\x1b[1;31m\x1b[3m東\x1b[23mb\x1b[m\n\x1b[3m \x1b[23m\x1b[7mx\x1b[m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
