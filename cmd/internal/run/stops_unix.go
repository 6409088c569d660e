//go:build unix

package run

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// heedStops gives the terminal to the shell as it was while ctrl+z stops this process, and makes it ready again when the process goes on: a
// shell sets the echo when it takes the terminal, and none takes it away again. What was typed meanwhile was meant for the shell. heeded
// runs when the process goes on, and where the question is not unseen before it stops as well. The caller ends it before it restores the
// terminal itself.
func heedStops(f *os.File, state *term.State, unseen bool, heeded func()) (end func()) {
	signals, ended, done := make(chan os.Signal, 2), make(chan struct{}), make(chan struct{})
	signal.Notify(signals, syscall.SIGCONT)
	if !signal.Ignored(syscall.SIGTSTP) {
		signal.Notify(signals, syscall.SIGTSTP)
	}
	resumed := func() {
		if unseen {
			_ = term.Restore(int(f.Fd()), state)
			echoOff(f)
		}
		discardTyped(f)
		heeded()
	}
	go func() {
		defer close(done)
		for {
			select {
			case <-ended:
				return
			case s := <-signals:
				switch {
				case s == syscall.SIGCONT: // what stopped it cannot be handled
					resumed()
				case ShellContinues(): // else the system would not stop it either
					if !unseen {
						heeded()
					}
					_ = term.Restore(int(f.Fd()), state)
					_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
					select {
					case <-ended:
						return
					case <-signals: // SIGCONT
					}
					if unseen {
						resumed()
					}
				}
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(ended)
		<-done
	}
}
