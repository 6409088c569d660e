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

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
)

// Ends are the signals that end the program. Without a handler for the last two, Go would print the calls and registers of all threads and
// leave the terminal in the state of the screen.
var Ends = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT}

// interruptLimit is how long an interrupted command that has sent nothing may take to end by itself. What it reads may never come.
const interruptLimit = 2 * time.Second

// sameInterrupt is how long after the first signal another one still belongs to the same interrupt. When a terminal closes, its shell and
// the kernel send a signal each, and systemd sends SIGHUP with SIGTERM.
const sameInterrupt = 500 * time.Millisecond

// wordsLimit is how long printing the last words may take. The terminal may be stopped, or nobody may read the pipe.
const wordsLimit = time.Second

// Interrupts is what decides how an interrupt ends the program.
type Interrupts struct {
	Sent   atomic.Bool                // a movement is under way or was made
	Moving atomic.Int32               // movements that the screen has under way
	Screen atomic.Pointer[term.State] // the terminal below the screen, while that is there and ends by itself
}

// MayHaveSent reports whether a movement is left without an outcome if the program ends now.
func (i *Interrupts) MayHaveSent() bool { return i.Sent.Load() || i.Moving.Load() > 0 }

// FindOut says what to do about a movement whose outcome is not known.
const FindOut = "do not repeat it; find out with: cardwallet activity --reconcile"

// Heed gives a context that ends with the first signal. A command that has sent nothing ends then. One that has sent a movement says that
// it notes the outcome first. The second interrupt ends the program in any case. A signal that was ignored when the program started, as
// under nohup, stays ignored.
func (a *App) Heed() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals, ended := make(chan os.Signal, 2), make(chan struct{})
	if signal.Ignored(os.Interrupt) {
		signal.Ignore(syscall.SIGQUIT) // a shell ignores both for a command in the background; Go tells only of the first
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
					a.abandon(a.cutOff())
				}
			case <-ended:
				return
			case <-limit.C:
				switch {
				case a.Interrupts.Screen.Load() != nil:
				case a.Interrupts.Sent.Load():
					go a.Note("the outcome of what was sent is noted first; interrupt once more to leave it")
				default:
					a.abandon(a.cutOff())
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

// cutOff is the error of a person's interrupt that the command does not heed.
func (a *App) cutOff() error {
	if a.Interrupts.MayHaveSent() {
		return fmt.Errorf("interrupted, and a movement was sent: %w, what became of it is not known here\n%s", client.ErrUnknown, FindOut)
	}
	return context.Canceled
}

// abandon ends the program at once with that error, and gives the terminal back as it was before the screen.
func (a *App) abandon(err error) {
	said := make(chan struct{})
	go func() {
		defer close(said)
		if state := a.Interrupts.Screen.Load(); state != nil {
			_ = term.Restore(int(os.Stdin.Fd()), state)
			fmt.Fprint(a.Out, leaveScreen)
		}
		a.tellError(documents.LevelError, err)
	}()
	select {
	case <-said:
	case <-time.After(wordsLimit):
	}
	os.Exit(ExitCode(err))
}

// leaveScreen switches off what the screen switched on in the terminal.
const leaveScreen = ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable + ansi.ResetModeBracketedPaste +
	ansi.ResetModeFocusEvent +
	ansi.ResetModeSynchronizedOutput + ansi.ResetModifyOtherKeys + "\x1b[<u"
