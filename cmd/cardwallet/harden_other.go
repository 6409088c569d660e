//go:build !linux && !darwin

package main

// harden does nothing: on Windows the runtime of Go already keeps a crash from being reported with its memory, and whoever runs
// as the same user may read any process.
func harden() {}
