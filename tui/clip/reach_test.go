package clip

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestReachWrapsForWhatIsBetween(t *testing.T) {
	const sequence = "\x1b]9;cardwallet: code for Taxi\x1b\\"
	const throughTmux = "\x1bPtmux;\x1b\x1b]9;cardwallet: code for Taxi\x1b\x1b\\\x1b\\"
	at := func(client, passthrough string) string { return "pane|$0|@0|" + client + "|" + passthrough + "|3.3a" }
	for name, tc := range map[string]struct {
		env  string
		mux  mux
		want string // empty: it does not get there
	}{
		"plain":                   {want: sequence},
		"over ssh":                {env: "SSH_TTY", want: sequence},
		"screen":                  {env: "STY", want: ansi.ScreenPassthrough(sequence, screenChunk)},
		"tmux, default":           {env: "TMUX", mux: mux{pane: at("/dev/pts/1", "off"), clients: []string{mine}}},
		"tmux, allow-passthrough": {env: "TMUX", mux: mux{pane: at("/dev/pts/1", "on"), clients: []string{mine}}, want: throughTmux},
		"tmux, two viewers":       {env: "TMUX", mux: mux{pane: at("/dev/pts/1", "all"), clients: []string{mine, other}}, want: throughTmux},
		"tmux, nobody attached":   {env: "TMUX", mux: mux{pane: at("", "on")}},
		"tmux -CC":                {env: "TMUX", mux: mux{pane: at("client-77", "off"), clients: []string{control}}, want: sequence},
		"tmux is gone":            {env: "TMUX", mux: mux{down: true}, want: sequence},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desktop{}
			b := newBoard(Options{Mode: Off, Getenv: func(v string) string {
				if slices.Contains(strings.Fields(tc.env), v) {
					return "set"
				}
				return ""
			}}, d.native())
			b.tmux = tc.mux.tmux()
			got, ok := b.Reach(t.Context(), sequence)
			if got != tc.want || ok != (tc.want != "") {
				t.Errorf("got %q, %v", got, ok)
			}
		})
	}
}

func TestHoldsIsKnownForTheSystemClipboardAlone(t *testing.T) {
	d := &desktop{}
	b := newBoard(seated(Auto, false), d.native())
	first, err := b.Put(t.Context(), []byte("482913"))
	if err != nil {
		t.Fatal(err)
	}
	expect := func(c Copy, want bool) {
		t.Helper()
		if got, err := b.Holds(t.Context(), c); got != want || err != nil {
			t.Errorf("holds %v (%v), want %v", got, err, want)
		}
	}
	expect(first, true)
	second, err := b.Put(t.Context(), []byte("771204"))
	if err != nil {
		t.Fatal(err)
	}
	expect(first, false)
	expect(second, true)
	d.copyElsewhere("lunch at one")
	expect(second, false)
	expect(Copy{}, false)
	if _, err := b.Clear(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	expect(second, false)

	third, err := b.Put(t.Context(), []byte("482913"))
	if err != nil {
		t.Fatal(err)
	}
	d.mu.Lock()
	d.err = errors.New("cannot open display")
	d.mu.Unlock()
	if holds, err := b.Holds(t.Context(), third); holds || !errors.Is(err, ErrUnreadable) {
		t.Errorf("a broken clipboard holds %v (%v)", holds, err)
	}

	far := newBoard(seated(Auto, true), d.native())
	c, err := far.Put(t.Context(), []byte("482913"))
	if err != nil || c.Via != Terminal {
		t.Fatal(c, err)
	}
	if holds, err := far.Holds(t.Context(), c); holds || !errors.Is(err, ErrUnreadable) {
		t.Errorf("a terminal holds %v (%v)", holds, err)
	}
}
