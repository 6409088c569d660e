//go:build !linux

package diagnosis

// Process says what is not looked at on this system.
func Process() []Finding {
	return []Finding{Skip("process", "memory", "core dumps, debuggers and swap are not checked on this system", "")}
}
