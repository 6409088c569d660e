package tui

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/cards"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// revealing is a screen that shows a secret or not.
type revealing struct {
	cards.Cards
	on bool
}

func (r *revealing) Reveals() bool           { return r.on }
func (r *revealing) View(int, int) string    { return "body" }
func (r *revealing) Title() (string, string) { return "title", "" }
func (r *revealing) Actions() []ui.Action    { return nil }

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

func withResidue(t *testing.T) (m *Model, shown *revealing, calls *[]bool) {
	t.Helper()
	calls = new([]bool)
	m = New(Options{Wallet: client.NewWallet(), Now: time.Now, GiveBack: func(locked bool) { *calls = append(*calls, locked) }})
	t.Cleanup(func() { m.end(errDone) })
	m.width, m.height = 80, 24
	shown = &revealing{}
	m.stack = append(m.stack, shown)
	return m, shown, calls
}

var loosened = []tea.Msg{giveBackDueMsg{}}

func TestMemoryIsGivenBackAfterTheLastRevealedSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, shown, calls := withResidue(t)
		if cmd := m.clearResidue(nil); cmd != nil {
			t.Fatal("nothing was shown, and something is cleared")
		}
		shown.on = true
		if cmd := m.clearResidue(nil); cmd != nil {
			t.Fatal("cleared while it is shown")
		}
		shown.on = false
		start := time.Now()
		if msgs := results(m.clearResidue(nil)); !slices.Equal(msgs, []tea.Msg{loosenDueMsg{1}}) || time.Since(start) != loosenAfter {
			t.Fatalf("hidden: %v after %s", msgs, time.Since(start))
		}
		if cmd := m.clearResidue(nil); cmd != nil {
			t.Error("the same once more")
		}
		msgs := results(m.clearResidue(loosenDueMsg{1}))
		if !m.residue.loosens || !slices.Equal(msgs, loosened) || time.Since(start) != loosenAfter+giveBackAfter {
			t.Errorf("loosened: %v after %s", msgs, time.Since(start))
		}
		results(m.clearResidue(giveBackDueMsg{}))
		if !slices.Equal(*calls, []bool{false}) {
			t.Errorf("given back: %v", *calls)
		}
	})
}

// A terminal with one screen would keep in its scrollback what is cleared.
func TestNothingIsRedrawnWhileASecretIsShownAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, shown, _ := withResidue(t)
		for serial := 1; serial <= 3; serial++ {
			before := loosenDueMsg{serial - 1}
			shown.on = true
			if cmd := m.clearResidue(before); cmd != nil {
				t.Error("redrawn")
			}
			shown.on = false
			if msgs := results(m.clearResidue(nil)); !slices.Equal(msgs, []tea.Msg{loosenDueMsg{serial}}) {
				t.Errorf("hidden: %v", msgs)
			}
			if cmd := m.clearResidue(before); cmd != nil {
				t.Error("a wait from before the next reveal counts")
			}
		}
	})
}

func TestMemoryIsGivenBackInTheLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _, calls := withResidue(t)
		m.lock.on = true
		if msgs := results(m.clearResidue(nil)); !slices.Equal(msgs, []tea.Msg{loosenDueMsg{1}, giveBackDueMsg{}}) {
			t.Fatalf("locked: %v", msgs)
		}
		if cmd := m.clearResidue(nil); cmd != nil {
			t.Error("locked once, and twice cleared")
		}
		results(m.clearResidue(giveBackDueMsg{}))
		m.lock.on = false // a late one must not take what was opened since
		results(m.clearResidue(giveBackDueMsg{}))
		if !slices.Equal(*calls, []bool{true, false}) {
			t.Errorf("given back: %v", *calls)
		}
	})
}

func TestMemoryIsGivenBackAfterACopy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _, _ := withResidue(t)
		copied := copiedMsg{CopyMsg: screen.CopyMsg{Value: crypto.SecretFromString("4242")}}
		if msgs := results(m.clearResidue(copied)); !slices.Equal(msgs, []tea.Msg{loosenDueMsg{1}}) {
			t.Fatalf("copied: %v", msgs)
		}
	})
}
