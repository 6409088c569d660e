//go:build !linux && !darwin && !windows

package journal

import "time"

// BootTicks tells nothing here: the wall clock is left.
func BootTicks() (id string, since time.Duration) { return "", 0 }
