//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// heedStops gives the terminal back to the shell, as it was, while ctrl+z stops this process. When the process goes on it makes the
// terminal ready again: shells switch the echo on and never off. It drops what was typed meanwhile, which was meant for the shell.
//
// heeded runs when the process goes on. If the answer is shown it also runs before the process stops. The caller calls end before it
// restores the terminal itself.
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
				case ShellContinues(): // without such a shell the system would not stop the process either
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
