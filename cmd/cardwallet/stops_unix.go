//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// heedStops gives the terminal to the shell as it was while ctrl+z stops this process, and makes it ready again and asks again when the
// process goes on: a shell sets the echo when it takes the terminal, and none takes it away again. What was typed meanwhile was meant for
// the shell. The caller ends it before it restores the terminal itself.
func heedStops(f *os.File, state *term.State, unseen bool, askAgain func()) (end func()) {
	signals, ended, done := make(chan os.Signal, 2), make(chan struct{}), make(chan struct{})
	signal.Notify(signals, syscall.SIGCONT)
	if unseen && !signal.Ignored(syscall.SIGTSTP) {
		signal.Notify(signals, syscall.SIGTSTP)
	}
	go func() {
		defer close(done)
		for {
			select {
			case <-ended:
				return
			case s := <-signals:
				if s == syscall.SIGTSTP {
					stopSelf(f, state)
					continue
				}
				if unseen {
					_ = term.Restore(int(f.Fd()), state)
					echoOff(f)
				}
				discardTyped(f)
				askAgain()
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(ended)
		<-done
	}
}

// stopSelf returns when the process goes on. Where no shell would continue it, the system would not stop it either.
func stopSelf(f *os.File, state *term.State) {
	if !shellContinues() {
		return
	}
	_ = term.Restore(int(f.Fd()), state)
	_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
}
