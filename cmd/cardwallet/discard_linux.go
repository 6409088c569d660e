package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardTyped drops what the terminal holds and nobody has read. Where it cannot, the question is asked all the same.
func discardTyped(f *os.File) {
	_ = unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}

// echoOff keeps what is typed from being shown, from now on: a person may type before the program reads. The caller restores it.
func echoOff(f *os.File) {
	if t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS); err == nil {
		t.Lflag &^= unix.ECHO
		_ = unix.IoctlSetTermios(int(f.Fd()), unix.TCSETS, t)
	}
}
