//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// before is what a person had in their shell before they started the wallet: it is theirs and stays.
const before = "written before the wallet"

// grouped is the number as the screen shows it.
func (d *desk) grouped() string {
	return strings.Join([]string{d.number[:4], d.number[4:8], d.number[8:12], d.number[12:]}, " ")
}

// reveal starts the wallet in a shell and shows the card's number.
func (d *desk) reveal(term *terminal) {
	d.t.Helper()
	term.types("for i in 1 2 3 4 5 6 7 8 9; do echo '" + before + "' $i; done\r")
	term.shows(before + " 9")
	term.types(d.exe + " --profile fin\r")
	term.shows("1 of")
	term.types("jjjjjkkGg")
	term.types("/" + d.card[strings.Index(d.card, "/")+1:] + "\r")
	term.sees(`1 of 1\b`)
	term.types("\r")
	term.sees("v reveal")
	term.types("v")
	term.shows("hides in")
}

// pane is everything that tmux has of the session: what it shows and what scrolled off it.
func (d *desk) pane(socket string) string {
	return d.tmux(socket, "capture-pane", "-p", "-S", "-", "-t", "work")
}

func (d *desk) paneShows(text string) {
	d.t.Helper()
	eventually(d.t, "the pane shows "+text, func() string { return d.pane("one") },
		func() bool { return strings.Contains(d.pane("one"), text) })
}

// drawsLock waits until the wallet has drawn its locked screen so many times. It draws it anew a moment after it locked, and on a terminal
// with one screen only what is there in that moment stays: nothing may be opened before.
func (term *terminal) drawsLock(times int) {
	term.t.Helper()
	eventually(term.t, fmt.Sprintf("the locked screen comes %d times", times), term.text,
		func() bool { return strings.Count(term.text(), "any key opens it") >= times })
}

// nothingOf fails where a terminal still has something of the screen of the card, or has not what was there before.
func (d *desk) nothingOf(all string) {
	d.t.Helper()
	for _, drawn := range []string{d.grouped(), d.number[4:12], "hides in", "v reveal", "FinHub", "balance  "} {
		if strings.Contains(all, drawn) {
			d.t.Errorf("%q stays:\n%s", drawn, all)
		}
	}
	for i := range 9 {
		if line := fmt.Sprint(before, " ", i+1); !strings.Contains(all, line) {
			d.t.Errorf("%q is gone:\n%s", line, all)
		}
	}
}

// With the alternate screen switched off a program draws on the person's own screen, and what scrolls off it is kept.
func TestTmuxKeepsNothingThatWasDrawn(t *testing.T) {
	for name, settings := range map[string]string{"default": "", "one screen": "set -g alternate-screen off"} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			term := d.startTmux("one", settings)
			d.reveal(term)
			d.paneShows(d.grouped())
			term.types("L")
			d.paneShows("any key opens it")
			term.drawsLock(1)
			locked := d.pane("one")
			if settings == "" {
				locked += "\n" + d.tmux("one", "capture-pane", "-p", "-a", "-t", "work") // of the person's screen below
			}
			d.nothingOf(locked)
			term.types("x")
			d.paneShows("v reveal")
			term.types("v")
			d.paneShows(d.grouped())
			term.types("\x1a") // the shell gets the terminal
			term.drawsLock(2)
			due := time.Now().Add(200 * time.Millisecond) // then it draws it anew at once when it has the terminal back
			d.paneShows("topped")
			d.nothingOf(d.pane("one"))
			eventually(t, "the lock is due to be drawn anew", time.Now().String, func() bool { return time.Now().After(due) })
			term.types("fg\r")
			term.drawsLock(3)
			d.paneShows("any key opens it")
			term.types("x")
			d.paneShows("v reveal")
			term.types("v")
			d.paneShows(d.grouped())
			term.types("\x03")
			eventually(t, "it ended", func() string { return d.pane("one") }, func() bool { return strings.HasSuffix(d.pane("one"), "ready>") })
			d.nothingOf(d.pane("one"))
		})
	}
}

// GNU screen has one screen for all programs by default. Rows of a list that moved up stay in its scrollback; no value is among them.
func TestScreenKeepsNothingThatWasDrawn(t *testing.T) {
	d := newDesk(t)
	term := d.terminal(d.env(), "screen", "-c", "/dev/null", "-s", "/bin/sh", "-S", "work")
	screen := func(args ...string) error {
		cmd := exec.Command("screen", append([]string{"-S", "work", "-p", "0", "-X"}, args...)...)
		cmd.Env = d.env()
		return cmd.Run()
	}
	t.Cleanup(func() { _ = screen("quit") })
	term.shows("ready> ")
	all := func() string {
		path := filepath.Join(d.dir, "hardcopy")
		_ = os.Remove(path)
		if err := screen("hardcopy", "-h", path); err != nil {
			t.Fatal(err)
		}
		var text, later []byte // it is written piece by piece
		eventually(t, "the hardcopy is there", func() string { return path }, func() bool {
			text, later = later, nil
			later, _ = os.ReadFile(path)
			return len(text) > 0 && bytes.Equal(text, later)
		})
		return string(text)
	}
	shows := func(text string) {
		t.Helper()
		eventually(t, "the window shows "+text, all, func() bool { return strings.Contains(all(), text) })
	}
	d.reveal(term)
	shows(d.grouped())
	term.types("L")
	shows("locked")
	term.drawsLock(1)
	d.nothingOf(all())
	term.types("x")
	shows("v reveal")
	term.types("v")
	shows(d.grouped())
	term.types("\x03")
	eventually(t, "it ended", all, func() bool { return strings.HasSuffix(strings.TrimSpace(all()), "ready>") })
	d.nothingOf(all())
}

func TestTmuxWithANewViewerHidesTheValue(t *testing.T) {
	d := newDesk(t)
	anna := d.startTmux("one", "")
	d.reveal(anna)
	d.paneShows(d.grouped())
	boris := d.terminal(d.env(), "tmux", "-L", "one", "attach")
	boris.shows("another terminal shows this now")
	d.paneShows("hidden: another terminal shows this now")
	if strings.Contains(d.pane("one"), d.grouped()) {
		t.Errorf("the value stays:\n%s", d.pane("one"))
	}
	anna.types("v")
	d.paneShows("1 other sees this terminal")
	anna.types("v")
	d.paneShows(d.grouped())
	anna.types("\x03")
	d.paneShows("ready>")
}
