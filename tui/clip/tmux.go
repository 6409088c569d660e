package clip

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// tmux runs commands of the tmux that this process is in.
type tmux struct {
	pane    string
	run     func(ctx context.Context, stdin []byte, args ...string) (string, error)
	environ func(pid string) (io.ReadCloser, error) // of the process that is a terminal's client
}

func newTmux(getenv func(string) string) tmux {
	return tmux{pane: getenv("TMUX_PANE"), run: runTmux, environ: environOf}
}

// environOf is what a process of this user was started with, where the system tells: on Linux.
func environOf(pid string) (io.ReadCloser, error) {
	if _, err := strconv.ParseUint(pid, 10, 32); err != nil {
		return nil, err
	}
	return os.Open("/proc/" + pid + "/environ")
}

// What tmux.ask asks for, one line for the pane and one for each terminal. The client of a pane's format is the terminal that
// was typed at last.
const (
	paneFormat   = "pane|#{session_id}|#{window_id}|#{client_name}|#{allow-passthrough}|#{version}"
	clientFormat = "client|#{client_name}|#{session_id}|#{window_id}|" +
		"#{client_termfeatures}|#{client_control_mode}|#{client_termname}|#{client_pid}"
)

// ask asks who looks at this pane, and then whether the last client that attached came over SSH. That comes last because tmux fails where
// it does not know.
func (t tmux) ask(ctx context.Context) (string, error) {
	target := func(args ...string) []string {
		if t.pane == "" {
			return args
		}
		return append(args, "-t", t.pane)
	}
	args := append(target("display-message", "-p"), paneFormat, ";", "list-clients", "-F", clientFormat, ";")
	args = append(append(args, target("show-environment")...), "SSH_CONNECTION")
	answer, err := t.run(ctx, nil, args...)
	if strings.HasPrefix(answer, "pane|") {
		return answer, nil
	}
	return "", errors.Join(errors.New("tmux does not answer"), err)
}

// copy puts value on the clipboard of one terminal (tmux 3.2 or later). The buffer is deleted by the same command, so that it
// goes also when this process dies.
func (t tmux) copy(ctx context.Context, client string, value []byte) error {
	buffer := "cardwallet-" + rand.Text()
	_, err := t.run(ctx, value, "load-buffer", "-w", "-b", buffer, "-t", client, "-", ";", "delete-buffer", "-b", buffer)
	return err
}

// runTmux gives up after the time limit. Its error quotes tmux, which sees the value on stdin only.
func runTmux(ctx context.Context, stdin []byte, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "tmux", args...)
	cmd.Env = bareEnv(os.Environ())
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.WaitDelay = timeLimit
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		return "", errors.New("tmux does not answer")
	}
	if err != nil {
		return stdout.String(), fmt.Errorf("tmux: %s", strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}

// passed are the variables that a child needs to find its display, its server and its files. Everything else stays here, since a
// token of the config may be among it.
var passed = map[string]bool{
	"PATH": true, "HOME": true, "USER": true, "LOGNAME": true, "TMPDIR": true, "LANG": true, "TERM": true,
	"DISPLAY": true, "XAUTHORITY": true, "WAYLAND_DISPLAY": true, "XDG_RUNTIME_DIR": true,
	"TMUX": true, "TMUX_PANE": true, "TMUX_TMPDIR": true, "STY": true, "WINDOW": true,
	"SYSTEMROOT": true, "SYSTEMDRIVE": true, "WINDIR": true, "USERPROFILE": true, "TEMP": true, "TMP": true, "PATHEXT": true, "COMSPEC": true,
}

// bareEnv is what of an environment a child gets.
func bareEnv(environ []string) []string {
	var env []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if passed[strings.ToUpper(name)] || strings.HasPrefix(name, "LC_") {
			env = append(env, entry)
		}
	}
	return env
}
