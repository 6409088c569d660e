//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// desktop is a display with a clipboard and the commands to use it as other programs do.
type desktop struct {
	env         []string
	paste, copy []string
}

// x11 starts an X server.
func (d *desk) x11() desktop {
	d.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	defer read.Close()
	// Without -noreset it starts over, and refuses who comes then, whenever a program that only looked was its last client.
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "320x240x8", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	_ = write.Close()
	d.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	var number string
	if _, err := fmt.Fscan(read, &number); err != nil {
		d.t.Fatal(err)
	}
	return desktop{
		env:   []string{"DISPLAY=:" + number},
		paste: []string{"xclip", "-out", "-selection", "clipboard"}, copy: []string{"xclip", "-in", "-selection", "clipboard"},
	}
}

// wayland starts a compositor without a screen, as a user that is not root: it refuses to run as that.
func (d *desk) wayland() desktop {
	d.t.Helper()
	dir, err := os.MkdirTemp("", "cardwallet-wayland-")
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = os.RemoveAll(dir) })
	cmd := exec.Command("sway", "-c", "/dev/null")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_RUNTIME_DIR=" + dir, "WLR_BACKENDS=headless",
		"WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman"}
	if os.Getuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		if err := os.Chown(dir, nobody, nobody); err != nil {
			d.t.Fatal(err)
		}
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	var sockets []string
	eventually(d.t, "the compositor listens", func() string { return dir }, func() bool {
		sockets, err = filepath.Glob(filepath.Join(dir, "wayland-*.lock"))
		return err == nil && len(sockets) == 1
	})
	display := desktop{
		env:   []string{"XDG_RUNTIME_DIR=" + dir, "WAYLAND_DISPLAY=" + strings.TrimSuffix(filepath.Base(sockets[0]), ".lock")},
		paste: []string{"wl-paste", "--no-newline"}, copy: []string{"wl-copy"},
	}
	eventually(d.t, "the compositor answers", func() string { return dir }, func() bool {
		cmd := exec.Command("wl-copy", "--clear")
		cmd.Env = d.env(display.env...)
		return cmd.Run() == nil
	})
	return display
}

// pasted is what another program pastes, empty where there is nothing.
func (d *desk) pasted(on desktop) string {
	cmd := exec.Command(on.paste[0], on.paste[1:]...)
	cmd.Env = d.env(on.env...)
	out, _ := cmd.Output() // these fail on an empty clipboard
	return string(out)
}

func TestDesktop(t *testing.T) {
	for kind, start := range map[string]func(*desk) desktop{"x11": (*desk).x11, "wayland": (*desk).wayland} {
		for name, run := range map[string]func(d *desk, term *terminal, arrived func() bool) (due time.Time){
			"command": func(d *desk, term *terminal, arrived func() bool) time.Time {
				due := time.Now().Add(clearAfter)
				term.types(d.copyCommand("said"))
				eventually(d.t, "the number arrives", term.text, arrived)
				d.expectSaid("said", "number copied to the system clipboard; clears in "+clearAfter.String()+" unless you copy something else")
				return due
			},
			"killed wallet": func(d *desk, term *terminal, arrived func() bool) time.Time {
				return d.killed(term, "copied to the system clipboard", arrived)
			},
		} {
			for _, meanwhile := range []string{"", "lunch at one"} {
				t.Run(kind+" "+name+" "+meanwhile, func(t *testing.T) {
					d := newDesk(t)
					on := start(d)
					term := d.terminal(d.env(on.env...), "sh", "-m")
					due := run(d, term, func() bool { return d.pasted(on) == d.number })
					if got := d.pasted(on); got != d.number && time.Now().Before(due) {
						t.Fatalf("pasted %q", got)
					}
					if meanwhile != "" {
						cmd := exec.Command(on.copy[0], on.copy[1:]...)
						cmd.Env, cmd.Stdin = d.env(on.env...), strings.NewReader(meanwhile)
						if err := cmd.Run(); err != nil {
							t.Fatal(err)
						}
					}
					eventually(t, "the cleaner ends", func() string { return d.pasted(on) }, func() bool {
						claims, err := filepath.Glob(filepath.Join(d.dir, "state", "cardwallet", "clipboard-*"))
						return err == nil && len(claims) == 0
					})
					if got := d.pasted(on); got != meanwhile {
						t.Errorf("pasted %q, want %q", got, meanwhile)
					}
					if got := term.clipboard(); len(got) != 0 {
						t.Errorf("the terminal got %q", got)
					}
				})
			}
		}
	}
}
