package main

import (
	"golang.org/x/sys/unix"
)

// harden keeps the memory of this process from core files and from debuggers. Where the system refuses it, the program runs
// without. A program that a debugger started is ended by the system here.
func harden() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	_ = unix.PtraceDenyAttach()
}
