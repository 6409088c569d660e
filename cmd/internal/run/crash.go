package run

import (
	"fmt"

	"cardwallet/client"
	"cardwallet/tui/crash"
)

// Rescue, deferred, ends a command that panicked. Go would print the arguments of the calls, which can be a PAN.
func (a *App) Rescue(code *int) {
	if cause := recover(); cause != nil {
		a.Fail(crash.Report(a.ReportDir(), a.Now(), cause))
		if a.Interrupts.MayHaveSent() {
			a.Fail(fmt.Errorf("a movement was sent: %w\n%s", client.ErrUnknown, FindOut))
		}
		*code = a.Report()
	}
}

// ReportDir is where a panic leaves its report; empty where there is no such place.
func (a *App) ReportDir() string {
	dir, err := a.StateDir()
	if err != nil {
		return ""
	}
	return dir
}
