// Package clip puts a value where the person who is typing can paste it, and takes it away again.
//
// A local person has the system clipboard. Over SSH that would be the clipboard of the wrong machine, so the value goes to
// the person's own terminal with an OSC 52 sequence, which no terminal confirms. The package imports nothing of ours.
package clip

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Mode says which clipboard may be used.
type Mode string

// The modes, by their words in the config.
const (
	Auto       Mode = "auto"   // by where the person sits
	SystemOnly Mode = "system" // the clipboard of the machine that the program runs on
	OSC52      Mode = "osc52"  // the terminal's
	Off        Mode = "off"    // none
)

// Via is the way a value went.
type Via int

// The ways. A terminal never confirms; the caller sends the sequence, see Sequence.
const (
	Nowhere  Via = iota // nothing to do
	System              // the system clipboard took it
	Terminal            // to be sent to the person's terminal with OSC 52
)

// Blank overwrites what a terminal's clipboard holds. It is a space, because tmux and some terminals ignore an empty value.
const Blank = " "

// ErrOff is returned by Put in mode "off".
var ErrOff = errors.New("copying is switched off\nset mode under [clipboard] in the config to use it")

const timeLimit = 2 * time.Second

// Copy names one value that was put on a clipboard, so that it alone is cleared later.
type Copy struct {
	Via    Via
	serial int
}

// Notice says in words where what ("code", "number") went, with no more certainty than there is.
func (c Copy) Notice(what string, clearAfter time.Duration) string {
	text := what + " sent to your terminal"
	if c.Via == System {
		text = what + " copied"
	}
	if clearAfter <= 0 {
		return text
	}
	return fmt.Sprintf("%s, clears in %s", text, clearAfter.Round(time.Second))
}

// Board is the clipboard of one run of the program. It keeps a keyed hash of the newest value, never the value. It is safe
// for concurrent use.
type Board struct {
	mode   Mode
	remote bool
	native native

	mu     sync.Mutex
	key    [32]byte
	serial int
	held   Copy // the newest; Nowhere when there is nothing to clear
	sum    []byte
}

// New returns a board. remote says that the person sits at another machine: see Remote.
func New(mode Mode, remote bool) *Board { return newBoard(mode, remote, systemClipboard()) }

func newBoard(mode Mode, remote bool, n native) *Board {
	b := &Board{mode: mode, remote: remote, native: n}
	_, _ = rand.Read(b.key[:]) // never fails since Go 1.24
	return b
}

// Remote reports whether the environment is that of an SSH session.
func Remote(getenv func(string) string) bool {
	return getenv("SSH_TTY") != "" || getenv("SSH_CONNECTION") != ""
}

// Put copies value, waiting 2 s at most. When the answer is Terminal, nothing was sent yet: the caller sends the sequence. The
// value is the caller's to wipe. It returns ErrOff in mode "off", and an error where only the system clipboard is allowed and
// does not work.
func (b *Board) Put(ctx context.Context, value []byte) (Copy, error) {
	if b.mode == Off {
		return Copy{}, ErrOff
	}
	if b.mode == SystemOnly || b.mode == Auto && !b.remote {
		err := b.native.write(ctx, string(value))
		if err == nil {
			return b.hold(System, value), nil
		}
		if b.mode == SystemOnly {
			return Copy{}, fmt.Errorf("the system clipboard did not take it: %w\nset mode = \"osc52\" under [clipboard] in the config to use the terminal's", err)
		}
	}
	return b.hold(Terminal, value), nil
}

// Last is the newest value that was put and not cleared; ok is false when there is none.
func (b *Board) Last() (c Copy, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.held, b.held.Via != Nowhere
}

// Clear takes one copied value away. It does nothing when a newer one was put since, or when the system clipboard holds
// something else by now. When the answer is Terminal the caller sends Blank, since a terminal cannot be asked what it holds.
func (b *Board) Clear(ctx context.Context, c Copy) (Via, error) {
	b.mu.Lock()
	sum := b.sum
	if c.Via == Nowhere || c != b.held {
		b.mu.Unlock()
		return Nowhere, nil
	}
	b.held, b.sum = Copy{}, nil
	b.mu.Unlock()

	if c.Via == Terminal {
		return Terminal, nil
	}
	now, err := b.native.read(ctx)
	if err != nil {
		return Nowhere, fmt.Errorf("cannot clear the clipboard: %w", err)
	}
	if !hmac.Equal(sum, b.hash([]byte(now))) {
		return Nowhere, nil
	}
	if err := b.native.write(ctx, ""); err != nil {
		return Nowhere, fmt.Errorf("cannot clear the clipboard: %w", err)
	}
	return System, nil
}

func (b *Board) hold(via Via, value []byte) Copy {
	sum := b.hash(value)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.serial++
	b.held, b.sum = Copy{Via: via, serial: b.serial}, sum
	return b.held
}

func (b *Board) hash(value []byte) []byte {
	mac := hmac.New(sha256.New, b.key[:])
	mac.Write(value)
	return mac.Sum(nil)
}
