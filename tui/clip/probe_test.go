package clip

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestLook(t *testing.T) {
	m := &mux{pane: "pane|$0|@0|/dev/pts/1|off|3.4", clients: []string{mine, other}, ssh: ssh}
	b := newBoard(Options{Getenv: func(name string) string { return map[string]string{"TMUX": "x", "TERM": "tmux-256color"}[name] }},
		(&desktop{}).native())
	b.tmux = m.tmux()
	answers := b.tmux.run
	b.tmux.run = func(ctx context.Context, stdin []byte, args ...string) (string, error) {
		if strings.Contains(strings.Join(args, " "), "version|") {
			return "version|3.4\nset-clipboard external\nfocus-events off\n", nil
		}
		return answers(ctx, stdin, args...)
	}
	got := b.Look(t.Context())
	want := Situation{Via: Tmux, Remote: true, Tmux: true, Version: "3.4", Terminal: "xterm-256color", Viewers: 2, CanSet: true,
		SetClipboard: "external", FocusEvents: "off"}
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
	if err := b.TryOut(t.Context()); !errors.Is(err, ErrUnsaved) {
		t.Errorf("what cannot be read: %v", err)
	}
	d.err = nil
	full := d.native()
	full.writeAll = func(string) error { return errors.New("no room") }
	if err := newBoard(seated(Auto, false), full).TryOut(t.Context()); err == nil || errors.Is(err, ErrUnsaved) {
		t.Errorf("what cannot be written: %v", err)
	}
	deaf := native{writeAll: func(string) error { return nil }, readAll: func() (string, error) { return "other", nil }, limit: timeLimit,
		slot: make(chan struct{}, 1)}
	if err := newBoard(seated(Auto, false), deaf).TryOut(t.Context()); !errors.Is(err, ErrOther) {
		t.Errorf("a clipboard that keeps its own: %v", err)
	}
}

func TestTryOutTouchesNothingThatItCannotPutBack(t *testing.T) {
	d := &desktop{text: "a picture"}
	n := d.native()
	n.readAll = func() (string, error) { return "", errors.New("no text") }
	b := newBoard(seated(Auto, false), n)
	if err := b.TryOut(t.Context()); !errors.Is(err, ErrUnsaved) || len(d.writes) > 0 {
		t.Errorf("got %v, wrote %q", err, d.writes)
	}
}

func TestTryOutLeavesAloneWhatIsCopiedMeanwhile(t *testing.T) {
	d := &desktop{text: "before"}
	n := d.native()
	write := n.writeAll
	n.writeAll = func(s string) error {
		err := write(s)
		d.copyElsewhere("lunch at one")
		return err
	}
	b := newBoard(seated(Auto, false), n)
	if err := b.TryOut(t.Context()); !errors.Is(err, ErrOther) || d.holds() != "lunch at one" {
		t.Errorf("got %v, the clipboard holds %q", err, d.holds())
	}
}
