//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cardwallet/cmd/internal/run"
)

// look is a sequence that changes how text looks, the only kind that a command may write to a terminal without being asked for more.
var look = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestNoCommandAsksTheTerminal: one that answers nothing would hold the command up for seconds, one that answers late would type the
// answer into the shell, and a log of the session would have the question.
func TestNoCommandAsksTheTerminal(t *testing.T) {
	t.Parallel()
	program := linkProgram(t, t.TempDir(), "cardwallet")
	for _, tc := range []struct {
		args []string
		code int
	}{
		{[]string{"--help"}, run.ExitDone}, {[]string{"topup", "--help"}, run.ExitDone}, {[]string{"help", "cards"}, run.ExitDone},
		{[]string{"--version"}, run.ExitDone},
		{[]string{"completion", "bash"}, run.ExitDone}, {[]string{"man"}, run.ExitDone}, {[]string{"teleport"}, run.ExitUsage},
		{[]string{"cards", "--jsn"}, run.ExitUsage},
		{[]string{"topup"}, run.ExitUsage}, {[]string{"keys", "check", filepath.Join(t.TempDir(), "none.pem")}, run.ExitUsage},
	} {
		for _, env := range []string{"TERM=xterm-256color", "TERM=dumb", "TERM=", "TERM=xterm-256color NO_COLOR=yes"} {
			p := begin(t, &exec.Cmd{Path: program, Args: append([]string{"cardwallet"}, tc.args...),
				Env: append([]string{"HOME=" + t.TempDir()}, strings.Fields(env)...)}, "")
			if code := p.ends(); code != tc.code {
				t.Errorf("%v: exit code %d\n%s", tc.args, code, p.screen())
			}
			seen := p.screen()
			if env == "TERM=xterm-256color" {
				seen = look.ReplaceAllString(seen, "")
			}
			if strings.Contains(seen, "\x1b") || seen == "" {
				t.Errorf("%v with %s writes %q", tc.args, env, p.screen())
			}
		}
		piped := &exec.Cmd{Path: program, Args: append([]string{"cardwallet"}, tc.args...),
			Env: []string{"HOME=" + t.TempDir(), "TERM=xterm-256color"}}
		if out, _ := piped.CombinedOutput(); strings.Contains(string(out), "\x1b") || len(out) == 0 { // the exit code was looked at above
			t.Errorf("%v without a terminal writes %q", tc.args, out)
		}
	}
}
