//go:build unix

package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// open opens the terminal that the process was started from. Its reads block, although the runtime could poll it: awaitQuiet lets
// the terminal measure the quiet.
func open() (in, out *os.File, err error) {
	const path = "/dev/tty"
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	tty := os.NewFile(uintptr(fd), path)
	return tty, tty, nil
}

// echoOff keeps what is typed from being shown, from now on: a person may type before the program reads. The caller restores it.
func echoOff(f *os.File) {
	setTerminal(f, func(t *unix.Termios) { t.Lflag &^= unix.ECHO })
}

// awaitQuiet returns when nothing was typed for QuietTime. What is typed until then is neither shown nor kept; ctrl+c interrupts.
func awaitQuiet(f *os.File) {
	before, err := unix.IoctlGetTermios(int(f.Fd()), getTermios)
	if err != nil {
		return
	}
	defer func() {
		_ = unix.IoctlSetTermios(int(f.Fd()), setTermios, before)
		discardTyped(f)
	}()
	var dropped [256]byte
	defer clear(dropped[:])
	for {
		setTerminal(f, func(t *unix.Termios) { // each time: a shell that had the terminal meanwhile sets its own
			t.Lflag &^= unix.ECHO | unix.ICANON
			t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 0, uint8(QuietTime.Milliseconds()/100)
		})
		if n, err := unix.Read(int(f.Fd()), dropped[:]); n <= 0 && err != unix.EINTR {
			return
		}
	}
}

// awaitLine waits until a line or the end can be read, and reports whether it can. It gives up soon after over says so.
func awaitLine(f *os.File, over func() bool) bool {
	const look = 100 // milliseconds
	for !over() {
		ready := []unix.PollFd{{Fd: int32(f.Fd()), Events: unix.POLLIN}}
		if n, err := unix.Poll(ready, look); n > 0 || err != nil && err != unix.EINTR {
			return !over()
		}
	}
	return false
}

func setTerminal(f *os.File, how func(*unix.Termios)) {
	if t, err := unix.IoctlGetTermios(int(f.Fd()), getTermios); err == nil {
		how(t)
		_ = unix.IoctlSetTermios(int(f.Fd()), setTermios, t)
	}
}
