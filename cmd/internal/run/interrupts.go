package run

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// Ends are the signals that end the program. With the last two Go would print the calls and registers of all threads, over a terminal
// that stays as it is.
var Ends = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT}

// interruptLimit is how long an interrupted command that has sent nothing may take to end by itself: what it reads may never come.
const interruptLimit = 2 * time.Second

// sameInterrupt is how long after the first signal others are the same interrupt: a terminal that closes has its shell and the kernel
// send one each, and systemd sends SIGHUP with SIGTERM.
const sameInterrupt = 500 * time.Millisecond

// wordsLimit bounds how long the last words may take: the terminal may be held, or nobody read the pipe.
const wordsLimit = time.Second

// Interrupts are what decides how an interrupt ends the program.
type Interrupts struct {
	Sent   atomic.Bool                // a movement may be under way, or was made: its outcome decides
	Moving atomic.Int32               // movements that the screen has under way
	Screen atomic.Pointer[term.State] // the terminal below the screen, while that is there and ends by itself
}

// MayHaveSent reports whether the end of the program can leave a movement without an outcome.
func (i *Interrupts) MayHaveSent() bool { return i.Sent.Load() || i.Moving.Load() > 0 }

// FindOut says what to do about a movement whose outcome is not known.
const FindOut = "do not repeat it; find out with: cardwallet activity --reconcile"

// Heed gives the context that the first signal ends. A command that has sent nothing ends then; one that has sent a movement notes its
// outcome first and says so. The second interrupt ends anything. A signal that was ignored when the program started, as nohup does it, is
// ignored.
func (a *App) Heed() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals, ended := make(chan os.Signal, 2), make(chan struct{})
	if signal.Ignored(os.Interrupt) {
		signal.Ignore(syscall.SIGQUIT) // of which Go does not tell; a shell has both ignored, for a command in the background
	}
	for _, s := range Ends {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	go func() {
		select {
		case <-signals:
			cancel()
		case <-ended:
			return
		}
		first, limit := time.Now(), time.NewTimer(interruptLimit)
		defer limit.Stop()
		for {
			select {
			case <-signals:
				if time.Since(first) >= sameInterrupt {
					a.abandon()
				}
			case <-ended:
				return
			case <-limit.C:
				switch {
				case a.Interrupts.Screen.Load() != nil:
				case a.Interrupts.Sent.Load():
					go a.Note("the outcome of what was sent is noted first; interrupt once more to leave it")
				default:
					a.abandon()
				}
			}
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(ended)
		cancel()
	}
}

// abandon ends the program where it stands, and leaves the terminal as it was.
func (a *App) abandon() {
	said := make(chan struct{})
	text, code := "interrupted", ExitFailed
	if a.Interrupts.MayHaveSent() {
		text, code = "interrupted, and a movement was sent: what became of it is not known here\n"+FindOut, ExitUnknown
	}
	go func() {
		defer close(said)
		if state := a.Interrupts.Screen.Load(); state != nil {
			_ = term.Restore(int(os.Stdin.Fd()), state)
			fmt.Fprint(a.Out, leaveScreen)
		}
		fmt.Fprintln(a.Err, "cardwallet: "+text)
	}()
	select {
	case <-said:
	case <-time.After(wordsLimit):
	}
	os.Exit(code)
}

// leaveScreen takes back what the screen asks of a terminal.
const leaveScreen = ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable + ansi.ResetModeBracketedPaste +
	ansi.ResetModeFocusEvent +
	ansi.ResetModeSynchronizedOutput + ansi.ResetModifyOtherKeys + "\x1b[<u"

// aside runs f, which may never return, until ctx ends. What f gives afterwards is lost.
func aside[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := f()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ErrInterrupted
	}
}
