// Package ticks is the clock that nobody sets: the time since the machine started, also while it slept, with the id of that start.
package ticks
