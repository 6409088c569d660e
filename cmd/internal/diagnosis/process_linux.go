package diagnosis

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// Process looks at what keeps others from the memory of this process.
func Process() []Finding {
	const group = "process"
	var limit unix.Rlimit
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	core := Fine(group, "core dumps", "off")
	switch limitErr := unix.Getrlimit(unix.RLIMIT_CORE, &limit); {
	case err == nil && dumpable == 0:
	case limitErr == nil && limit.Cur == 0 && !strings.HasPrefix(readLine("/proc/sys/kernel/core_pattern"), "|"):
		core.Detail = "off, by the limit alone"
	default:
		core = Wrong(group, core.Name, "a crash could write secrets to a file", "run: ulimit -c 0")
	}
	attach := Fine(group, "debuggers", "no other process of yours can read this one's memory")
	if err != nil || dumpable != 0 {
		attach = Warn(group, attach.Name, "other processes of yours can read this one's memory",
			"run: sysctl kernel.yama.ptrace_scope=1")
		if scope := readLine("/proc/sys/kernel/yama/ptrace_scope"); scope != "" && scope != "0" {
			attach = Fine(group, attach.Name, "kept out by ptrace_scope "+scope)
		}
	}
	return []Finding{core, attach, swapFinding(group, readFile("/proc/swaps"))}
}

// swapFinding warns where memory may be written to a disk.
func swapFinding(group, swaps string) Finding {
	var areas []string
	for i, line := range strings.Split(strings.TrimSpace(swaps), "\n") {
		if fields := strings.Fields(line); i > 0 && len(fields) > 0 && !strings.Contains(fields[0], "/zram") {
			areas = append(areas, fields[0])
		}
	}
	if len(areas) == 0 {
		return Fine(group, "swap", "none on a disk")
	}
	return Warn(group, "swap", fmt.Sprintf("memory may be written to %s", strings.Join(areas, ", ")),
		"fine where that disk is encrypted; else encrypt it, or swapoff")
}

// readLine is a small file of the system, empty where it cannot be read.
func readLine(path string) string { return strings.TrimSpace(readFile(path)) }

func readFile(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return string(data)
}
