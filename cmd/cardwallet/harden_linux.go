package main

import (
	"golang.org/x/sys/unix"
)

// harden keeps the memory of this process from core files and from other processes of the same user: no debugger attaches, and
// /proc/PID/mem and /proc/PID/environ are root's. Children that are other programs do not inherit the second half. It needs no
// privilege; where the system refuses it all the same, the program runs without.
func harden() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	// A core_pattern that starts a program disregards the limit, but not this.
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
