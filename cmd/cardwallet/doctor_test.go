//go:build linux

package main

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cardwallet/tui/clip"
)

// TestDoctorTriesTheClipboard: a word goes to the terminal, and what the person pastes back decides.
func TestDoctorTriesTheClipboard(t *testing.T) {
	for pasted, want := range map[string]struct {
		says string
		code int
		kept bool
	}{
		"cardwallet\n": {"the word arrived", exitDone, true},
		"\n":           {"skipped", exitDone, false},
		"something\n":  {"something else arrived", exitUsage, false},
	} {
		_, config, _ := askingBox(t)
		p := sit(t, config, "", "doctor", "--offline")
		p.await("paste it here")
		if sent := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(clip.Word)); !strings.Contains(p.screen(), sent) {
			t.Errorf("no word was sent:\n%q", p.screen())
		}
		p.write(pasted)
		if code := p.ends(); code != want.code || !strings.Contains(p.screen(), want.says) {
			t.Errorf("%q: exit code %d\n%s", pasted, code, p.screen())
		}
		state := ""
		for _, entry := range p.cmd.Env {
			if dir, ok := strings.CutPrefix(entry, "XDG_STATE_HOME="); ok {
				state = filepath.Join(dir, "cardwallet")
			}
		}
		tested := readTested(state)
		if kept := tested.Via == clip.Terminal && tested.Terminal == "xterm" && time.Since(tested.At) < time.Hour; kept != want.kept {
			t.Errorf("%q: kept %+v", pasted, tested)
		}
	}
}

// TestDamagedTestIsNoTest: whatever stands in the file, copies then only say that they are unconfirmed.
func TestDamagedTestIsNoTest(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"", "{", "[]", `{"via":"tmux"}`, strings.Repeat(" ", 5000) + "{}"} {
		if err := os.WriteFile(filepath.Join(dir, testedFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := readTested(dir); got != (clip.Tested{}) {
			t.Errorf("%.20q: %+v", text, got)
		}
	}
}

func TestSwapFinding(t *testing.T) {
	const header = "Filename\tType\tSize\tUsed\tPriority\n"
	for swaps, want := range map[string]string{
		"": checkOK, header: checkOK, header + "/dev/zram0 partition 1 0 -2\n": checkOK, header + "/dev/sda2 partition 1 0 -2\n": checkWarning,
	} {
		if got := swapFinding("process", swaps); got.Status != want {
			t.Errorf("%q: %+v", swaps, got)
		}
	}
}

func TestSkewFinding(t *testing.T) {
	for offset, want := range map[time.Duration]string{0: checkOK, 20 * time.Second: checkOK, -time.Minute: checkWarning, 6 * time.Minute: checkProblem, -time.Hour: checkProblem} {
		if got := skewFinding("profile x", offset); got.Status != want {
			t.Errorf("%s: %+v", offset, got)
		}
	}
}
