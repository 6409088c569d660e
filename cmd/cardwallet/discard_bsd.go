//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardTyped drops what the terminal holds and nobody has read. Where it cannot, the question is asked all the same.
func discardTyped(f *os.File) {
	const read = 1 // FREAD: the input side
	_ = unix.IoctlSetPointerInt(int(f.Fd()), unix.TIOCFLUSH, read)
}

// echoOff keeps what is typed from being shown, from now on: a person may type before the program reads. The caller restores it.
func echoOff(f *os.File) {
	if t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TIOCGETA); err == nil {
		t.Lflag &^= unix.ECHO
		_ = unix.IoctlSetTermios(int(f.Fd()), unix.TIOCSETA, t)
	}
}
