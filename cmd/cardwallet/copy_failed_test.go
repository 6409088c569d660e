//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"cardwallet/client/sandbox"
)

// TestAFailedCopyLeavesNothing: without a terminal there is nothing to copy to, and nothing that would have to be cleared.
func TestAFailedCopyLeavesNothing(t *testing.T) {
	t.Parallel()
	_, config, card := askingBox(t)
	cmd := &exec.Cmd{Path: linkProgram(t, t.TempDir(), "cardwallet"), Args: []string{"cardwallet", "cards", "show", card, "--copy", "number"}}
	cmd.Env = []string{"HOME=" + t.TempDir(), "SSH_TTY=/dev/pts/77", "CARDWALLET_CONFIG=" + config, "PATH=/nowhere"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // without a controlling terminal
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "no terminal to send it to") {
		t.Errorf("%v: %s", err, out)
	}
	state := filepath.Join(filepath.Dir(config), sandbox.StateDir)
	entries, err := os.ReadDir(state)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "clipboard") {
			t.Errorf("%s stays in the state directory", e.Name())
		}
	}
	if _, err := os.Stat(filepath.Join(state, "audit.jsonl")); err != nil { // else another directory was looked at
		t.Error(err)
	}
}
