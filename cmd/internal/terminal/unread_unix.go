//go:build unix

package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// WhenUnread calls gone when nobody can read any more what is written to the pipe or socket f. end ends the watch.
func WhenUnread(f *os.File, gone func()) (end func()) {
	ended, ending, err := os.Pipe()
	if err != nil {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			watched := []unix.PollFd{{Fd: int32(f.Fd())}, {Fd: int32(ended.Fd())}} // without events: errors and hang-ups are told always
			switch _, err := unix.Poll(watched, -1); {
			case err == unix.EINTR:
				continue
			case err != nil || watched[1].Revents != 0:
			case watched[0].Revents&(unix.POLLERR|unix.POLLHUP) != 0:
				gone()
			}
			return
		}
	}()
	return func() {
		_ = ending.Close()
		<-done
		_ = ended.Close()
	}
}
