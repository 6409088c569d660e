//go:build !linux

package main

// checkProcess says what is not looked at on this system.
func checkProcess() []finding {
	return []finding{{"process", "memory", checkSkipped, "core dumps, debuggers and swap are not checked on this system", ""}}
}
