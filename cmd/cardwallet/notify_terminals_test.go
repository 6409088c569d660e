//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/client/sandbox"
)

const notification = "\x1b]9;"

// notified makes a code arrive while the list is on the screen, and gives the notifications that reached the terminal, once it got sign.
func (d *desk) notified(term *terminal, sign string) []string {
	d.t.Helper()
	f, err := os.OpenFile(filepath.Join(d.dir, "box", "config.toml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	fmt.Fprintf(f, "\n[ui]\nnotify = \"osc9\"\n")
	if err := f.Close(); err != nil {
		d.t.Fatal(err)
	}
	asked := func() (n int) {
		for _, r := range d.box.Requests() {
			if strings.HasSuffix(r.Path, "/card/3ds/transaction") {
				n++
			}
		}
		return n
	}
	before := asked()
	term.types(d.exe + " --profile fin; echo it has en''ded\r")
	term.shows("1 of")
	eventually(d.t, "asked for codes", func() string { return fmt.Sprint(d.box.Requests()) }, func() bool { return asked() > before })
	code, err := d.box.Purchase(sandbox.Purchase{Issuer: "finhub", CardID: d.card[strings.Index(d.card, "/")+1:]})
	if err != nil {
		d.t.Fatal(err)
	}
	for range 3 { // it rings once, however often it is in the answers
		before = asked()
		term.types("r")
		eventually(d.t, "asked again", func() string { return fmt.Sprint(d.box.Requests()) }, func() bool { return asked() > before })
	}
	term.shows("new code")
	eventually(d.t, fmt.Sprintf("%q", sign), term.text, func() bool { return strings.Contains(withoutTitles(term.text()), sign) })
	term.types("q")
	term.shows("again quits") // the code is alive
	term.types("q")
	term.shows("it has ended") // and writes no more into its directory
	var all []string
	text := term.text()
	for {
		_, rest, found := strings.Cut(text, notification)
		if !found {
			break
		}
		var one string
		one, text, _ = strings.Cut(rest, "\x1b\\")
		all = append(all, one)
	}
	if strings.Contains(term.text(), code.Value) {
		d.t.Error("the code reached the terminal")
	}
	return all
}

// withoutTitles drops the sequences that may end with a bell, all but notifications.
func withoutTitles(raw string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(raw, "\x1b]")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		if strings.HasPrefix(rest, "9;") {
			out.WriteString(notification)
		}
		end := strings.IndexAny(rest, "\a\x1b")
		if end < 0 {
			return out.String()
		}
		raw = rest[end+1:]
	}
}

// expectNotified wants one notification, or only the bell.
func (d *desk) expectNotified(term *terminal, want int) {
	d.t.Helper()
	sign := "\a"
	if want > 0 {
		sign = notification
	}
	got := d.notified(term, sign)
	if len(got) != want {
		d.t.Fatalf("notified %q, want %d", got, want)
	}
	for _, text := range got {
		if !strings.HasPrefix(text, "cardwallet: code for ") {
			d.t.Errorf("notified %q", text)
		}
	}
}

func TestPlainTerminalIsNotified(t *testing.T) {
	d := newDesk(t)
	term := d.terminal(d.env(), "sh")
	term.shows("ready> ")
	d.expectNotified(term, 1)
}

func TestTmuxIsNotifiedWhereItPassesOn(t *testing.T) {
	for settings, want := range map[string]int{"": 0, "set -g allow-passthrough on": 1} {
		t.Run(settings, func(t *testing.T) {
			d := newDesk(t)
			d.expectNotified(d.startTmux("one", settings), want)
		})
	}
}

func TestScreenIsNotified(t *testing.T) {
	d := newDesk(t)
	d.expectNotified(d.startScreen(), 1)
}
