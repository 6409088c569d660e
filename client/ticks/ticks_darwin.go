package ticks

import (
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

var boot = sync.OnceValue(func() string {
	id, _ := unix.Sysctl("kern.bootsessionuuid") // empty where it fails
	return id
})

// SinceBoot is the time since the machine started, with that start's id, which is empty where the system does not tell. Darwin's monotonic
// clock goes on while the machine sleeps (clock_gettime(3)).
func SinceBoot() (id string, since time.Duration) {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &t); err != nil {
		return "", 0
	}
	return boot(), time.Duration(t.Nano())
}
