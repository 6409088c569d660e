package main

// shellContinues is false: Windows stops no process for a shell.
func shellContinues() bool { return false }
