package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cardwallet/cmd/internal/run"
)

// Of a running program, other processes of the same user read neither memory nor environment, and a crash leaves no core file.
func TestProcessIsHardened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	exe := linkProgram(t, dir, "cardwallet")
	var person *syscall.SysProcAttr
	if os.Getuid() == 0 { // root reads everything
		const nobody = 65534
		person = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		for _, path := range []string{exe, dir, filepath.Dir(dir)} {
			if err := os.Chmod(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.Command(exe, run.CleanerCommand) // waits for its order
	cmd.SysProcAttr, cmd.Dir = person, "/"
	cmd.Env = []string{"TOKEN=s3cret"}
	order, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = order.Close(); _ = cmd.Wait() })

	proc := fmt.Sprintf("/proc/%d/", cmd.Process.Pid)
	neighbour := func(name string) (string, error) {
		cat := exec.Command("cat", proc+name)
		cat.SysProcAttr = person
		out, err := cat.CombinedOutput()
		return string(out), err
	}
	limits := func() string { out, _ := neighbour("limits"); return out }
	eventually(t, "no core files", limits, func() bool {
		for line := range strings.Lines(limits()) {
			if fields := strings.Fields(line); strings.HasPrefix(line, "Max core file size") {
				return fields[4] == "0" && fields[5] == "0"
			}
		}
		return false
	})
	environ := func() string { out, _ := neighbour("environ"); return out }
	eventually(t, "the environment is closed", environ, func() bool {
		out, err := neighbour("environ")
		return err != nil && strings.Contains(out, "denied")
	})
	if out, err := neighbour("mem"); err == nil || !strings.Contains(out, "denied") {
		t.Errorf("the memory is open: %v", err)
	}
}
