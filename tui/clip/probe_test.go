package clip

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestLook(t *testing.T) {
	m := &mux{pane: "pane|$0|@0|/dev/pts/1|off|3.4", clients: []string{mine, other}, ssh: ssh}
	b := newBoard(Options{Getenv: func(name string) string { return map[string]string{"TMUX": "x", "TERM": "tmux-256color"}[name] }}, (&desktop{}).native())
	b.tmux = m.tmux()
	answers := b.tmux.run
	b.tmux.run = func(ctx context.Context, stdin []byte, args ...string) (string, error) {
		if strings.Contains(strings.Join(args, " "), "version|") {
			return "version|3.4\nset-clipboard external\n", nil
		}
		return answers(ctx, stdin, args...)
	}
	got := b.Look(t.Context())
	want := Situation{Via: Tmux, Remote: true, Tmux: true, Version: "3.4", Terminal: "xterm-256color", Viewers: 2, CanSet: true, SetClipboard: "external"}
	if got != want {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}

	for name, tc := range map[string]struct {
		mode   Mode
		remote bool
		fails  error
		want   Via
	}{
		"local":            {want: System},
		"without desktop":  {fails: errNoTool, want: Terminal},
		"hangs":            {fails: errHangs, want: Terminal},
		"remote":           {remote: true, want: Terminal},
		"system by config": {mode: SystemOnly, remote: true, want: System},
		"off":              {mode: Off, want: Nowhere},
	} {
		o := seated(tc.mode, tc.remote)
		if o.Mode == "" {
			o.Mode = Auto
		}
		d := &desktop{err: tc.fails}
		s := newBoard(o, d.native()).Look(t.Context())
		if s.Via != tc.want || len(d.writes) != 0 || (tc.mode == Off) != errors.Is(s.Err, ErrOff) {
			t.Errorf("%s: %+v, wrote %q", name, s, d.writes)
		}
	}
}

func TestTryOut(t *testing.T) {
	d := &desktop{text: "mine"}
	b := newBoard(seated(Auto, false), d.native())
	if err := b.TryOut(t.Context()); err != nil || d.text != "mine" {
		t.Errorf("%v, the clipboard has %q", err, d.text)
	}
	d.err = errors.New("cannot open display")
	if err := b.TryOut(t.Context()); err == nil {
		t.Error("no error")
	}
	deaf := native{writeAll: func(string) error { return nil }, readAll: func() (string, error) { return "other", nil }, limit: timeLimit, slot: make(chan struct{}, 1)}
	if err := newBoard(seated(Auto, false), deaf).TryOut(t.Context()); !errors.Is(err, ErrOther) {
		t.Errorf("a clipboard that keeps its own: %v", err)
	}
}

// TestTestedWay: words are surer where a person has seen a word arrive on the same way at the same terminal.
func TestTestedWay(t *testing.T) {
	day := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		tested Tested
		sure   bool
	}{
		"never":            {},
		"this one":         {Tested{Terminal, "xterm", day}, true},
		"another terminal": {Tested{Terminal, "foot", day}, false},
		"another way":      {Tested{Tmux, "xterm", day}, false},
	} {
		o := seated(Auto, true)
		env := o.Getenv
		o.Getenv = func(v string) string {
			if v == "TERM" {
				return "xterm"
			}
			return env(v)
		}
		o.Tested = tc.tested
		c, err := newBoard(o, (&desktop{}).native()).Put(t.Context(), []byte("482913"))
		if err != nil {
			t.Fatal(err)
		}
		notice := c.Notice("code")
		if strings.Contains(notice, "took a test on 2026-03-14") != tc.sure || strings.Contains(notice, "unconfirmed") == tc.sure {
			t.Errorf("%s: %q", name, notice)
		}
	}
}
