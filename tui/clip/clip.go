// Package clip puts a value where the person who is typing can paste it, and takes it away again.
//
// A local person has the system clipboard. Over SSH that would be the clipboard of the wrong machine, so the value goes to the
// person's own terminal, by the best way that leads there: see Via.
package clip

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
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

// ErrOff is returned by Put in mode "off".
var ErrOff = errors.New("copying is switched off\nset mode under [clipboard] in the config to use it")

const timeLimit = 2 * time.Second

// Options say how a board copies. The zero value of each is usable.
type Options struct {
	Mode       Mode
	Getenv     func(string) string // nil means os.Getenv
	ClearAfter time.Duration       // how long a value may stay when the program does not take it back itself; 0 means no cleaner
	Cleaner    []string            // the command line that runs Clean, in a process of its own; empty means none
	Dir        string              // a directory of this user alone, for claims of cleaners and for Remember; empty means none
}

// Copy names one value that was put on a clipboard, so that it alone is cleared later.
type Copy struct {
	Via     Via
	Viewers int  // how many terminals show this tmux session; 0 when that is not known
	Kept    bool // a tmux on the way may keep the value in a buffer of its own
	Guarded bool // a process of its own clears the value should this one die first
	// Tested is when a person last tried this way to this terminal; zero where nobody did. Arrived says whether the word came.
	Tested  time.Time
	Arrived bool
	serial  int
	client  string // of tmux: whose terminal got it
	way     string // see seat.way
}

// Board is the clipboard of one run of the program. It keeps a keyed hash of the newest value, never the value. It is safe
// for concurrent use.
type Board struct {
	opts   Options
	native native
	tmux   tmux

	mu      sync.Mutex
	key     [32]byte
	serial  int
	held    Copy // the newest; Nowhere when there is nothing to clear
	sum     []byte
	target  string
	claim   claim
	cleaner *cleaner
}

// New returns a board. Nothing is looked at before the first Put.
func New(opts Options) *Board { return newBoard(opts, systemClipboard()) }

func newBoard(opts Options, n native) *Board {
	if opts.Getenv == nil {
		opts.Getenv = os.Getenv
	}
	b := &Board{opts: opts, native: n, tmux: newTmux(opts.Getenv)}
	_, _ = rand.Read(b.key[:]) // never fails since Go 1.24
	return b
}

// Put copies value, waiting a few seconds at most. Where Copy.Via.Sequence gives something, nothing was sent yet: the caller
// sends it. The value is the caller's to wipe. It returns ErrOff in mode "off", and an error where no way is left.
func (b *Board) Put(ctx context.Context, value []byte) (Copy, error) {
	if b.opts.Mode == Off {
		return Copy{}, ErrOff
	}
	s := look(ctx, b.opts.Getenv, b.tmux)
	if b.opts.Mode == SystemOnly || b.opts.Mode != OSC52 && s.local() {
		err := b.native.write(ctx, string(value))
		if err == nil {
			return b.hold(Copy{Via: System, Viewers: len(s.viewers)}, value), nil
		}
		if b.opts.Mode == SystemOnly {
			return Copy{}, fmt.Errorf("the system clipboard did not take it: %w\n"+
				"set mode = \"osc52\" under [clipboard] in the config to use the terminal's", err)
		}
	}
	c := Copy{Viewers: len(s.viewers), Kept: s.nested, client: s.client}
	if s.handsOver() {
		if err := b.tmux.copy(ctx, s.client, value); err == nil {
			c.Via = Tmux
			return b.hold(b.along(c, s), value), nil
		}
	}
	var err error
	if c.Via, err = s.fallback(); err != nil {
		return Copy{}, err
	}
	c.Kept = c.Kept || s.tmux && c.Via == Terminal || c.Via == NearTmux || c.Via == NearScreen
	return b.hold(b.along(c, s), value), nil
}

// along adds to a copy the way that it goes and what is known of that.
func (b *Board) along(c Copy, s seat) Copy {
	c.way = s.way(c.Via, b.opts.Getenv)
	return b.recall(c)
}

// Last is the newest value that was put and not cleared; ok is false when there is none.
func (b *Board) Last() (c Copy, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.held, b.held.Via != Nowhere
}

// ErrCleared is returned by Clear where its cleaner came first: this process was stopped when the time came.
var ErrCleared = errors.New("the clipboard was cleared while this program was stopped")

// Clear takes one copied value away and returns the way it went. It returns Nowhere when there was nothing to do: this or another run of
// the program copied something since, or the system clipboard holds something else by now. If Via.Sequence gives something, the caller
// sends the sequence of Blank, because nobody can ask a terminal what it holds.
func (b *Board) Clear(ctx context.Context, c Copy) (Via, error) {
	b.mu.Lock()
	if c.Via == Nowhere || c != b.held {
		b.mu.Unlock()
		return Nowhere, nil
	}
	sum, claim, running := b.sum, b.claim, b.cleaner
	b.held, b.sum, b.cleaner = Copy{}, nil, nil
	b.mu.Unlock()

	if c.Via != System && claim.mine() && running.served() { // what is there by now is the person's
		running.release()
		return Nowhere, ErrCleared
	}
	via, err := b.take(ctx, c, sum, claim)
	if err == nil {
		running.dismiss()
		claim.release()
	} else {
		running.release() // it tries once more
	}
	return via, err
}

// ErrUnreadable is returned by Holds where a clipboard cannot be read: a terminal's never can.
var ErrUnreadable = errors.New("this clipboard cannot be read")

// Holds reports whether the clipboard still has that copied value. It returns an error where nobody can know.
func (b *Board) Holds(ctx context.Context, c Copy) (bool, error) {
	b.mu.Lock()
	newest, sum := c.Via != Nowhere && c == b.held, b.sum
	b.mu.Unlock()
	switch {
	case !newest:
		return false, nil
	case c.Via != System:
		return false, ErrUnreadable
	}
	now, err := b.native.read(ctx)
	if err != nil {
		return false, errors.Join(ErrUnreadable, err)
	}
	return hmac.Equal(sum, hash(b.key[:], []byte(now))), nil
}

func (b *Board) take(ctx context.Context, c Copy, sum []byte, claim claim) (Via, error) {
	switch {
	case c.Via == System:
		return b.clearSystem(ctx, sum)
	case !claim.mine():
		return Nowhere, nil
	case c.Via == Tmux:
		if err := b.tmux.copy(ctx, c.client, []byte(Blank)); err != nil {
			return Nowhere, fmt.Errorf("cannot clear the terminal's clipboard: %w", err)
		}
	}
	return c.Via, nil
}

func (b *Board) clearSystem(ctx context.Context, sum []byte) (Via, error) {
	now, err := b.native.read(ctx)
	if err != nil {
		return Nowhere, fmt.Errorf("cannot clear the clipboard: %w", err)
	}
	if !hmac.Equal(sum, hash(b.key[:], []byte(now))) {
		return Nowhere, nil
	}
	if err := b.native.write(ctx, ""); err != nil {
		return Nowhere, fmt.Errorf("cannot clear the clipboard: %w", err)
	}
	return System, nil
}

// hold notes what was put and starts its cleaner, which replaces the one of the value before on that clipboard.
func (b *Board) hold(c Copy, value []byte) Copy {
	sum := hash(b.key[:], value)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.serial++
	c.serial = b.serial
	before, where := b.cleaner, b.target
	b.target = target(c, b.opts.Getenv)
	b.claim = newClaim(b.opts.Dir, b.target)
	b.claim.take()
	b.cleaner = b.startCleaner(task{
		Via: c.Via, Client: c.client, Key: b.key[:], Sum: sum, Wait: b.opts.ClearAfter, Claim: b.claim.path, ID: b.claim.id,
	})
	if where == b.target {
		before.dismiss() // its value is gone
	} else {
		before.release() // the person moved to another terminal: the value before is still on the first
	}
	c.Guarded = b.cleaner != nil
	b.held, b.sum = c, sum
	return c
}

func hash(key, value []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(value)
	return mac.Sum(nil)
}
