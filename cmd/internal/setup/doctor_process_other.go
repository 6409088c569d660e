//go:build !linux

package setup

// checkProcess says what is not looked at on this system.
func checkProcess() []Finding {
	return []Finding{{"process", "memory", checkSkipped, "core dumps, debuggers and swap are not checked on this system", ""}}
}
