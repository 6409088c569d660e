package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// usage is what a process has used up to now.
type usage struct {
	ran     time.Duration // on a processor
	wakeups int           // how often a thread gave its processor up, so that something had to wake it
}

// usageOf sums over the threads that a process has. One that ended meanwhile is left out: the programs here keep theirs.
func usageOf(pid int) (usage, error) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	if err != nil || len(tasks) == 0 {
		return usage{}, fmt.Errorf("process %d is not there: %w", pid, os.ErrNotExist)
	}
	var sum usage
	for _, task := range tasks {
		schedstat, err := os.ReadFile(filepath.Join(task, "schedstat"))
		if err != nil {
			continue
		}
		status, err := os.ReadFile(filepath.Join(task, "status"))
		if err != nil {
			continue
		}
		if ns, _, ok := strings.Cut(string(schedstat), " "); ok {
			n, err := strconv.ParseInt(ns, 10, 64)
			if err != nil {
				return usage{}, fmt.Errorf("%s: %w", task, err)
			}
			sum.ran += time.Duration(n)
		}
		sum.wakeups += field(string(status), "voluntary_ctxt_switches:")
	}
	return sum, nil
}

// since is what was used since an earlier look: in per cent of a core, and wakeups a second.
func (u usage) since(before usage, d time.Duration) string {
	return fmt.Sprintf("%.2f %%, %.1f", 100*float64(u.ran-before.ran)/float64(d), float64(u.wakeups-before.wakeups)/d.Seconds())
}

// field sums the numbers behind a name in a file of /proc that has a name and a number in each line.
func field(text, name string) (sum int) {
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == name {
			n, _ := strconv.Atoi(f[1])
			sum += n
		}
	}
	return sum
}

// memory is what a process has, in MiB: what is its alone, all that is resident with the pages of the program's file, and the most of the
// latter at any time. Pages of the file count as nobody's: they are shared between wallets, and the kernel drops them when it needs room.
type memory struct{ private, resident, peak float64 }

func memoryOf(pid int) (memory, error) {
	rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return memory{}, err
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return memory{}, err
	}
	return memoryIn(string(rollup), string(status)), nil
}

func memoryIn(rollup, status string) memory {
	mib := func(kib int) float64 { return float64(kib) / 1024 }
	return memory{
		private:  mib(field(rollup, "Anonymous:")),
		resident: mib(field(status, "VmRSS:")), peak: mib(field(status, "VmHWM:")),
	}
}
