//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
)

// discardTyped drops what the terminal holds and nobody has read. If it cannot, the question is asked all the same.
func discardTyped(f *os.File) {
	const read = 1 // FREAD: the input side
	_ = unix.IoctlSetPointerInt(int(f.Fd()), unix.TIOCFLUSH, read)
}
