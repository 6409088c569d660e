package tui

import (
	"context"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/cards"
)

// runAll runs a command and those in its batches at the same time, as Bubble Tea does.
func runAll(cmd tea.Cmd, got chan<- tea.Msg) {
	if cmd == nil {
		return
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		got <- msg
		return
	}
	for _, c := range batch {
		go runAll(c, got)
	}
}

func TestSuspendLocksAndWipesFirst(t *testing.T) {
	for name, tc := range map[string]struct {
		takes time.Duration // to wipe
		after time.Duration // the shell gets the terminal
	}{
		"quickly": {0, 0}, "in a second": {time.Second, time.Second}, "never": {time.Hour, settle},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var wiped atomic.Bool
				m := New(Options{Wallet: client.NewWallet(), Now: time.Now, OnLock: func() { time.Sleep(tc.takes); wiped.Store(true) }})
				defer m.end(errDone)
				m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
				hidden := &hider{}
				m.stack = append(m.stack, hidden)
				start := time.Now()
				_, cmd := m.Update(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
				if hidden.times != 1 || !m.lock.on {
					t.Errorf("hidden %d times, locked %v", hidden.times, m.lock.on)
				}
				got := make(chan tea.Msg, 9)
				go runAll(cmd, got)
				for msg := range got {
					if _, ok := msg.(tea.SuspendMsg); ok {
						break
					}
				}
				if took := time.Since(start); took != tc.after || wiped.Load() != (tc.takes == tc.after) {
					t.Errorf("suspends after %v, wiped %v", took, wiped.Load())
				}
				if syscall.ForkLock.TryLock() {
					syscall.ForkLock.Unlock()
					t.Error("a child may be started while the process group is stopped")
				}
				m.Update(tea.SuspendMsg{})
				if !syscall.ForkLock.TryLock() {
					t.Fatal("no child may be started after it")
				}
				syscall.ForkLock.Unlock()
				time.Sleep(2 * time.Hour)
			})
		})
	}
}

func TestWithoutAShellSuspendingLocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var wipes int
		m := New(Options{Wallet: client.NewWallet(), Now: time.Now, NoShell: true, OnLock: func() { wipes++ }})
		defer m.end(errDone)
		m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		for n := range 2 { // also where it is locked already
			_, cmd := m.Update(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
			got := make(chan tea.Msg, 9)
			runAll(cmd, got)
			close(got)
			for msg := range got {
				if _, ok := msg.(tea.SuspendMsg); ok {
					t.Error("it waits for a shell that is not there")
				}
			}
			if !m.lock.on || wipes != n+1 {
				t.Errorf("locked %v, wiped %d times", m.lock.on, wipes)
			}
		}
	})
}

// oneKey is a key that one passphrase opens.
type oneKey string

func (oneKey) Wanted() []string { return []string{"fin"} }

func (k oneKey) Unlock(_ context.Context, typed crypto.Secret) ([]string, error) {
	if typed.RevealString() != string(k) {
		return []string{"fin"}, crypto.ErrWrongPassphrase
	}
	return nil, nil
}

// atPrompt is a locked program, and type to press keys at it.
func atPrompt(t *testing.T, wipes *int) (m *Model, press func(keys ...tea.KeyPressMsg) tea.Cmd) {
	m = New(Options{Wallet: client.NewWallet(), Passphrases: oneKey("right"), OnLock: func() { *wipes++ }})
	t.Cleanup(func() { m.end(errDone) })
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.lockUp(byPerson)()
	return m, func(keys ...tea.KeyPressMsg) (cmd tea.Cmd) {
		for _, k := range keys {
			_, cmd = m.Update(k)
		}
		return cmd
	}
}

func typing(text string) (keys []tea.KeyPressMsg) {
	for _, r := range text {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return keys
}

var enterKey = tea.KeyPressMsg{Code: tea.KeyEnter}

func TestNothingIsTakenWhileAPassphraseIsChecked(t *testing.T) {
	var wipes int
	m, press := atPrompt(t, &wipes)
	press(typing("right")...)
	check := press(enterKey)
	if check == nil || !m.lock.prompt.checking {
		t.Fatal("nothing is checked")
	}
	press(typing("more")...)
	m.Update(tea.PasteMsg{Content: "more"})
	if cmd := press(enterKey, tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}); cmd != nil || !m.lock.prompt.typed.Empty() {
		t.Error("a key was taken during the check")
	}
	m.Update(check())
	if m.lock.on {
		t.Error("still locked")
	}
}

func TestAPassphraseIsCheckedOnlyWhenTheWipingIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := false
		m := New(Options{Wallet: client.NewWallet(), Passphrases: oneKey("right"), OnLock: func() { time.Sleep(time.Minute); done = true }})
		defer m.end(errDone)
		go m.lockUp(byPerson)()
		for _, k := range typing("right") {
			m.Update(k)
		}
		_, check := m.Update(enterKey)
		msg, ok := check().(triedMsg)
		if !ok || msg.err != nil || !done {
			t.Errorf("got %v, wiped before: %v", msg, done)
		}
		time.Sleep(time.Hour)
	})
}

func TestWhatIsHalfDoneAtThePromptIsUndoneWhenNobodyIsThere(t *testing.T) {
	var wipes int
	m, press := atPrompt(t, &wipes)
	p := &m.lock.prompt
	press(typing("rig")...)
	before := p.serial
	press(typing("h")...)
	m.onAbandon(before)
	if p.typed.Empty() {
		t.Error("what was typed is wiped while the person types")
	}
	m.onAbandon(p.serial)
	if !p.typed.Empty() {
		t.Error("what was typed stays")
	}
	m.Update(triedMsg{closed: []string{"other"}})
	if !p.opened || !m.lock.on {
		t.Fatal("one of two passphrases does not lead to the next")
	}
	cmd := m.onAbandon(p.serial)
	if p.opened || cmd == nil {
		t.Fatal("anybody may go on")
	}
	if cmd(); wipes != 2 {
		t.Errorf("wiped %d times", wipes)
	}
	if press(enterKey); !m.lock.on {
		t.Error("enter unlocks without a passphrase")
	}
}

func TestSuspendingAtThePromptForgetsWhatWasTyped(t *testing.T) {
	var wipes int
	m, press := atPrompt(t, &wipes)
	press(typing("righ")...)
	cmd := press(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
	got := make(chan tea.Msg, 2)
	runAll(cmd, got)
	msg := <-got
	m.Update(msg)
	if _, ok := msg.(tea.SuspendMsg); !ok || !m.lock.prompt.typed.Empty() || wipes != 1 {
		t.Errorf("wiped %d times, something typed stays: %v", wipes, !m.lock.prompt.typed.Empty())
	}
}

type hider struct {
	cards.Cards
	times int
}

func (h *hider) Hide()          { h.times++ }
func (h *hider) Counting() bool { return false }
