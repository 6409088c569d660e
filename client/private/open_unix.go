//go:build unix

package private

import "syscall"

// nonblock keeps the opening of a named pipe from waiting for who is at its other end.
const nonblock = syscall.O_NONBLOCK
