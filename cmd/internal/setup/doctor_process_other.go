//go:build !linux

package setup

import "cardwallet/cmd/internal/diagnosis"

// checkProcess says what is not looked at on this system.
func checkProcess() []diagnosis.Finding {
	return []diagnosis.Finding{diagnosis.Skip("process", "memory", "core dumps, debuggers and swap are not checked on this system", "")}
}
