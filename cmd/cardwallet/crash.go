package main

import (
	"fmt"

	"cardwallet/client"
	"cardwallet/tui"
)

// rescue, deferred, ends a command that panicked. Go would print the arguments of the calls, which can be a PAN.
func (a *app) rescue(code *int) {
	if cause := recover(); cause != nil {
		a.fail(tui.Crash(a.reportDir(), a.now(), cause))
		if a.interrupts.mayHaveSent() {
			a.fail(fmt.Errorf("a movement was sent: %w\n%s", client.ErrUnknown, findOut))
		}
		*code = a.report()
	}
}

// reportDir is where a panic leaves its report; empty where there is no such place.
func (a *app) reportDir() string {
	dir, err := a.stateDir()
	if err != nil {
		return ""
	}
	return dir
}
