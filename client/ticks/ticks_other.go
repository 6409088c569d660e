//go:build !linux && !darwin && !windows

package ticks

import "time"

// SinceBoot tells nothing here: the wall clock is left.
func SinceBoot() (id string, since time.Duration) { return "", 0 }
