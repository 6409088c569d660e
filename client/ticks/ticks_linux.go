package ticks

import (
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// boot names the start of the machine (random(4)) and the name space that its clocks are counted in (time_namespaces(7)).
var boot = sync.OnceValue(func() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	space, _ := os.Readlink("/proc/self/ns/time") // older kernels have one only
	return strings.TrimSpace(string(id)) + " " + space
})

// SinceBoot is the time since the machine started, with that start's id, which is empty where the system does not tell.
func SinceBoot() (id string, since time.Duration) {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return "", 0
	}
	return boot(), time.Duration(t.Nano())
}
