package clip

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"

	"github.com/atotto/clipboard"
)

// writeSystem puts text on the system clipboard. Where the system knows a hint that keeps a value out of clipboard histories, the text gets
// it. The library cannot give the hint, so on Wayland this calls wl-copy itself. Where the hint cannot be given, the text is copied without
// it.
func writeSystem(text string) error {
	if wayland() {
		return wlCopy(text)
	}
	if writeExcluded(text) == nil {
		return nil
	}
	return clipboard.WriteAll(text)
}

// wayland reports whether the library, too, would use wl-copy.
var wayland = sync.OnceValue(func() bool {
	if os.Getenv("WAYLAND_DISPLAY") == "" {
		return false
	}
	_, err1 := exec.LookPath("wl-copy")
	_, err2 := exec.LookPath("wl-paste")
	return err1 == nil && err2 == nil
})

// sensitive reports whether this wl-copy knows the hint (wl-clipboard 2.3).
var sensitive = sync.OnceValue(func() bool {
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "wl-copy", "--help")
	cmd.Env = bareEnv(os.Environ())
	help, err := cmd.CombinedOutput()
	return err == nil && strings.Contains(string(help), "--sensitive")
})

func wlCopy(text string) error {
	var args []string
	switch {
	case text == "":
		args = []string{"--clear"}
	case sensitive():
		args = []string{"--sensitive", "--type", "text/plain;charset=utf-8"}
	default:
		args = []string{"--type", "text/plain;charset=utf-8"}
	}
	cmd := exec.Command("wl-copy", args...)
	cmd.Env = bareEnv(os.Environ())
	cmd.Stdin = bytes.NewReader([]byte(text))
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("wl-copy: %w", err)
	}
	return nil
}
