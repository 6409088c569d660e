package tui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/crypto"
)

// keyring is private keys with typed passphrases, by profile.
type keyring struct {
	mu     sync.Mutex
	phrase map[string]string
	open   map[string]bool
	err    error
	tried  []string
	given  []crypto.Secret
}

func newKeyring(phrases map[string]string) *keyring {
	k := &keyring{phrase: phrases, open: map[string]bool{}}
	for name := range phrases {
		k.open[name] = true
	}
	return k
}

func (k *keyring) Wanted() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var names []string
	for name := range k.phrase {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (k *keyring) wipe() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.open)
}

func (k *keyring) Unlock(ctx context.Context, passphrase crypto.Secret) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	typed := passphrase.RevealString()
	k.tried, k.given = append(k.tried, typed), append(k.given, passphrase)
	if k.err != nil {
		return k.closed(), k.err
	}
	opened := false
	for name, phrase := range k.phrase {
		if typed == phrase {
			k.open[name], opened = true, true
		}
	}
	if !opened {
		return k.closed(), crypto.ErrWrongPassphrase
	}
	return k.closed(), nil
}

func (k *keyring) closed() (names []string) {
	for name := range k.phrase {
		if !k.open[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// state is which keys are open and how often a passphrase was tried.
func (k *keyring) state() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var open []string
	for name, ok := range k.open {
		if ok {
			open = append(open, name)
		}
	}
	slices.Sort(open)
	return fmt.Sprint(open, len(k.tried))
}

// locked starts a program with keys and locks it while a number is shown.
func (r *rig) locked(t *testing.T, k *keyring, cols, rows int) {
	t.Helper()
	r.opts.Passphrases, r.opts.OnLock = k, k.wipe
	r.start(t, cols, rows)
	r.WaitFor("1 of 5")
	r.Press("enter")
	r.WaitFor("v reveal")
	r.Press("v")
	r.WaitFor("4288 3751")
	r.Press("L")
	r.WaitFor("locked")
	r.WaitGone("4288", "ads")
}

const oneKey = "type the passphrase of your private key"

func TestUnlockWantsThePassphrase(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		k := newKeyring(map[string]string{"fin": "correct horse ключ"})
		r.locked(t, k, cols, rows)
		r.WaitFor("locked", oneKey, ">", "enter unlock", "esc clear", "ctrl+z suspend", "ctrl+c quit")
		r.WaitGone("fin", "DEMO", "cards")
		r.Press("enter") // nothing was typed
		r.Type("wrong")
		r.WaitFor("> •••••")
		r.Press("esc")
		r.WaitGone("•")
		r.Type("correct hoo")
		r.Press("backspace", "r", "s", "e", "space")
		r.Type("ключ")
		r.WaitFor("> ••••••••••••••••••")
		if k.state() != "[] 0" {
			t.Errorf("open and tried: %s", k.state())
		}
		r.Press("enter")
		r.WaitFor("ads › ads card 000", "v reveal")
		r.WaitGone("4288", "locked", "•••••••••••••••••")
		if k.state() != "[fin] 1" || !k.given[0].IsZero() {
			t.Errorf("open and tried: %s, the passphrase is kept: %v", k.state(), !k.given[0].IsZero())
		}
		if strings.Contains(r.Raw(), "horse") {
			t.Error("the passphrase was drawn")
		}
	})
}

func TestWrongPassphrasesWaitLongerAlsoAcrossLocks(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		k := newKeyring(map[string]string{"fin": "right"})
		r.locked(t, k, cols, rows)
		for i, wait := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
			r.Type("wrong")
			r.Press("enter")
			r.WaitFor(fmt.Sprintf("wrong passphrase · next try in %d:%02d", wait/60, wait%60))
			r.WaitGone("•")
			r.Type("right")
			r.WaitFor("•••••")
			r.clock.advance(wait*time.Second - time.Second/2)
			r.Press("enter") // too early
			synctest.Wait()
			r.WaitFor("next try in 0:01", "•••••")
			r.Press("esc")
			r.WaitGone("•")
			if got := fmt.Sprintf("[] %d", i+1); k.state() != got {
				t.Fatalf("open and tried: %s, want %s", k.state(), got)
			}
			r.clock.advance(time.Second / 2)
		}
		r.Type("right")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("L")
		r.WaitFor("locked")
		r.WaitGone("wrong", "next try")
		r.Type("wrong")
		r.Press("enter")
		r.WaitFor("wrong passphrase · next try in 0:01") // one was right in between
	})
}

func TestTheWaitIsNotChangedByASetClock(t *testing.T) {
	for _, jump := range []time.Duration{-24 * time.Hour, -3 * time.Minute, 3 * time.Minute, 24 * time.Hour} {
		runRig(t, jump.String(), func(t *testing.T, r *rig) {
			k := newKeyring(map[string]string{"fin": "right"})
			r.locked(t, k, 80, 24)
			r.Type("wrong")
			r.Press("enter")
			r.WaitFor("next try in 0:01")
			r.clock.set(jump)
			r.Type("right")
			r.WaitFor("•••••")
			r.Press("enter") // too early
			synctest.Wait()
			r.WaitFor("next try in 0:01", "•••••")
			if k.state() != "[] 1" {
				t.Errorf("open and tried: %s", k.state())
			}
			r.clock.advance(time.Second)
			r.Press("enter")
			r.WaitFor("v reveal")
		})
	}
}

func TestTheWaitCountsDownByItself(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.Now, r.opts.Ticks = nil, nil // the real clock
		r.locked(t, newKeyring(map[string]string{"fin": "right"}), 80, 24)
		r.Type("x")
		r.Press("enter")
		r.WaitFor("next try in 0:01")
		r.WaitGone("next try")
		r.WaitFor("wrong passphrase")
	})
}

func TestSeveralPassphrases(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		k := newKeyring(map[string]string{"fin": "one", "fin2": "one", "fin3": "two"})
		r.locked(t, k, cols, rows)
		r.WaitFor("type the passphrase of one of your private keys")
		r.Type("one")
		r.Press("enter")
		r.WaitFor("the private key of fin3 has another one", "enter go on without")
		if k.state() != "[fin fin2] 1" {
			t.Errorf("open and tried: %s", k.state())
		}
		r.Type("two")
		r.WaitFor("enter unlock")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press("L")
		r.WaitFor("one of your private keys")
		r.Paste("two\nrm -rf\n")
		r.WaitFor("> •••")
		r.Press("enter")
		r.WaitFor("the private key of fin, fin2 has another one", "enter go on without")
		r.Press("enter")
		r.WaitFor("v reveal")
		if k.state() != "[fin3] 3" {
			t.Errorf("open and tried: %s", k.state())
		}
	})
}

func TestKeyFileThatCannotBeReadKeepsTheLock(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		k := newKeyring(map[string]string{"fin": "right"})
		k.err = errors.New("private_key of fin: no such file\nput it back")
		r.locked(t, k, 60, 16)
		r.Type("right")
		r.Press("enter")
		r.WaitFor("private_key of fin: no such file", oneKey)
		r.WaitGone("next try", "•")
	})
}

func TestLeavingWhileLocked(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		k := newKeyring(map[string]string{"fin": "right"})
		r.locked(t, k, 80, 24)
		r.Type("righ")
		r.Press("ctrl+c")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
		if k.state() != "[] 0" {
			t.Errorf("open and tried: %s", k.state())
		}
	})
}

func TestCodesAndTicksStayOutsideTheLock(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.locked(t, newKeyring(map[string]string{"fin": "right"}), 80, 24)
		r.fin.announce(r.clock, "fin002", "t1", "771204", "Book Store", time.Hour)
		asked := r.fin.count("allcodes")
		r.Send(tea.BlurMsg{})
		r.Resize(60, 16)
		r.WaitFor(oneKey)
		r.Resize(20, 3)
		r.Resize(120, 40)
		r.WaitFor(oneKey, "ctrl+c quit")
		r.WaitGone("771204", "Book Store", "fin card")
		if r.fin.count("allcodes") != asked {
			t.Error("codes are asked for while locked")
		}
	})
}

func TestThePromptWithoutUnicode(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		k := newKeyring(map[string]string{"fin": "right"})
		r.opts.Passphrases, r.opts.OnLock = k, k.wipe
		r.start(t, 80, 24, tea.WithEnvironment([]string{"TERM=vt220", "LANG=C"}))
		r.WaitFor("1 of 5")
		r.Press("L")
		r.WaitFor("locked")
		r.Type("righ")
		r.WaitFor("> ****")
	})
}
