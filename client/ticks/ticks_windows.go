package ticks

import (
	"strconv"
	"sync"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// boot is Windows' own number of its start.
var boot = sync.OnceValue(func() string {
	const path = `SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters`
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer k.Close()
	id, _, err := k.GetIntegerValue("BootId")
	if err != nil {
		return ""
	}
	return strconv.FormatUint(id, 10)
})

// SinceBoot is the time since the machine started, with that start's id, which is empty where the system does not tell.
func SinceBoot() (id string, since time.Duration) { return boot(), windows.DurationSinceBoot() }
