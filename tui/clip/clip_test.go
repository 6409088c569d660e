package clip

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// desktop is a system clipboard in memory.
type desktop struct {
	mu     sync.Mutex
	text   string
	writes []string
	err    error         // when set, nothing works
	delay  time.Duration // how long each call takes
}

func (d *desktop) native() native {
	return native{
		writeAll: func(s string) error {
			time.Sleep(d.delay)
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.err == nil {
				d.text = s
				d.writes = append(d.writes, s)
			}
			return d.err
		},
		readAll: func() (string, error) {
			time.Sleep(d.delay)
			d.mu.Lock()
			defer d.mu.Unlock()
			return d.text, d.err
		},
		limit: timeLimit,
		slot:  make(chan struct{}, 1),
	}
}

// seated are options for a person at this machine or at another one, in a plain terminal.
func seated(mode Mode, remote bool) Options {
	env := map[string]string{}
	if remote {
		env["SSH_CONNECTION"] = "192.0.2.1 50000 192.0.2.2 22"
	}
	return Options{Mode: mode, Getenv: func(name string) string { return env[name] }}
}

func (d *desktop) copyElsewhere(text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.text = text
}

func (d *desktop) holds() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text
}

func TestPutChoosesByWhereThePersonSits(t *testing.T) {
	broken := errors.New("cannot open display")
	for name, tc := range map[string]struct {
		mode   Mode
		remote bool
		broken error
		want   Via
		holds  string
		fails  bool
	}{
		"auto, local":                 {Auto, false, nil, System, "4242", false},
		"auto, over ssh":              {Auto, true, nil, Terminal, "", false},
		"auto, local, broken desktop": {Auto, false, broken, Terminal, "", false},
		"system, over ssh":            {SystemOnly, true, nil, System, "4242", false},
		"system, broken desktop":      {SystemOnly, false, broken, Nowhere, "", true},
		"osc52, local":                {OSC52, false, nil, Terminal, "", false},
		"off":                         {Off, false, nil, Nowhere, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			d := &desktop{err: tc.broken}
			b := newBoard(seated(tc.mode, tc.remote), d.native())
			got, err := b.Put(t.Context(), []byte("4242"))
			if got.Via != tc.want || (err != nil) != tc.fails || d.holds() != tc.holds {
				t.Errorf("via %v (%v), desktop %q", got.Via, err, d.holds())
			}
			if _, held := b.Last(); held == tc.fails {
				t.Errorf("held = %v", held)
			}
			if err != nil && !strings.Contains(err.Error(), "\n") {
				t.Errorf("no hint in %q", err)
			}
		})
	}
}

func TestRemote(t *testing.T) {
	for name, want := range map[string]bool{"SSH_TTY": true, "SSH_CONNECTION": true, "DISPLAY": false} {
		if got := Remote(func(v string) string { return map[string]string{name: "x"}[v] }); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWordsClaimNoMoreThanIsKnown(t *testing.T) {
	for _, tc := range []struct {
		copy         Copy
		notice, fate string
	}{
		{Copy{Via: System, Guarded: true}, "code copied to the system clipboard", "clears in 30s unless you copy something else"},
		{Copy{Via: System}, "code copied to the system clipboard", "stays there until you copy something else"},
		{Copy{Via: Terminal, Guarded: true}, "code sent to your terminal, unconfirmed",
			"overwritten with a space in 30s, whatever is there by then"},
		{Copy{Via: Tmux, Viewers: 1}, "code sent to your terminal via tmux, unconfirmed", "stays there until you copy something else"},
		{Copy{Via: Passthrough}, "code sent to your terminal via tmux, unconfirmed", "stays there until you copy something else"},
		{Copy{Via: Screen}, "code sent to your terminal via screen, unconfirmed", "stays there until you copy something else"},
		{Copy{Via: Passthrough, Kept: true}, "code sent via tmux, which may keep it in a buffer, unconfirmed",
			"stays there until you copy something else"},
		{Copy{Via: Terminal, Kept: true}, "code sent via tmux, which may keep it in a buffer, unconfirmed",
			"stays there until you copy something else"},
		{Copy{Via: NearTmux, Kept: true}, "code sent via tmux, which may keep it in a buffer, unconfirmed",
			"stays there until you copy something else"},
		{Copy{Via: NearScreen, Kept: true}, "code sent via screen or tmux, which may keep it in a buffer, unconfirmed",
			"stays there until you copy something else"},
		{Copy{Via: Terminal, Tested: time.Date(2026, 11, 20, 12, 0, 0, 0, time.Local), Arrived: true},
			"code sent to your terminal, tested 2026-11-20", "stays there until you copy something else"},
		{Copy{Via: Tmux, Tested: time.Date(2026, 11, 20, 12, 0, 0, 0, time.Local)}, "code sent to your terminal via tmux, refused 2026-11-20",
			"stays there until you copy something else"},
		{Copy{Via: Tmux, Viewers: 2}, "2 viewers: code sent to yours alone via tmux, unconfirmed", "stays there until you copy something else"},
	} {
		if got := tc.copy.Notice("code"); got != tc.notice {
			t.Errorf("got %q, want %q", got, tc.notice)
		}
		if got := tc.copy.Fate(30 * time.Second); got != tc.fate {
			t.Errorf("got %q, want %q", got, tc.fate)
		}
		if tc.copy.Confirmed() != (tc.copy.Via == System) {
			t.Errorf("%+v: confirmed %v", tc.copy, tc.copy.Confirmed())
		}
	}
	for via, want := range map[Via]string{Nowhere: "left alone", System: "cleared", Tmux: "overwritten", Terminal: "overwritten"} {
		if got := Cleared(via); !strings.Contains(got, want) {
			t.Errorf("%v: %q", via, got)
		}
	}
}

func TestClearTakesBackOnlyItsOwn(t *testing.T) {
	d := &desktop{}
	b := newBoard(seated(Auto, false), d.native())
	put := func(v string) Copy {
		t.Helper()
		c, err := b.Put(t.Context(), []byte(v))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	expect := func(c Copy, via Via, holds string) {
		t.Helper()
		got, err := b.Clear(t.Context(), c)
		if err != nil || got != via || d.holds() != holds {
			t.Errorf("via %v (%v), desktop %q, want %v, %q", got, err, d.holds(), via, holds)
		}
	}

	first := put("111111")
	second := put("222222")
	expect(first, Nowhere, "222222") // the older timer leaves the newer value alone
	expect(second, System, "")
	expect(second, Nowhere, "") // twice is harmless

	third := put("333333")
	d.copyElsewhere("copied elsewhere since")
	expect(third, Nowhere, "copied elsewhere since")
	if _, held := b.Last(); held {
		t.Error("still held after it was cleared")
	}
}

func TestClearAsksForTheTerminalToBeBlanked(t *testing.T) {
	b := newBoard(seated(Auto, true), (&desktop{}).native())
	c, err := b.Put(t.Context(), []byte("482913"))
	if err != nil {
		t.Fatal(err)
	}
	if via, err := b.Clear(t.Context(), c); via != Terminal || err != nil {
		t.Errorf("via %v (%v)", via, err)
	}
	if via, err := b.Clear(t.Context(), c); via != Nowhere || err != nil {
		t.Errorf("second time: via %v (%v)", via, err)
	}
}

func TestBoardKeepsNoValue(t *testing.T) {
	b := newBoard(seated(Auto, true), (&desktop{}).native())
	if _, err := b.Put(t.Context(), []byte("482913")); err != nil {
		t.Fatal(err)
	}
	if string(b.sum) == "482913" || len(b.sum) != 32 {
		t.Errorf("kept %q", b.sum)
	}
	other := newBoard(seated(Auto, true), (&desktop{}).native())
	if string(hash(other.key[:], []byte("482913"))) == string(b.sum) {
		t.Error("the hash is not keyed: a table of all codes would undo it")
	}
}

func TestHangingToolIsGivenUpAndItsLateSuccessUndone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desktop{delay: 10 * time.Second}
		b := newBoard(seated(Auto, false), d.native())
		start := time.Now()
		c, err := b.Put(t.Context(), []byte("482913"))
		if err != nil || c.Via != Terminal {
			t.Errorf("via %v (%v)", c.Via, err)
		}
		if took := time.Since(start); took != timeLimit {
			t.Errorf("gave up after %s", took)
		}
		// While the first tool hangs no second one is started.
		if _, err := b.native.read(t.Context()); !errors.Is(err, errHangs) {
			t.Errorf("a second tool was started: %v", err)
		}
		time.Sleep(30 * time.Second)
		synctest.Wait()
		if d.holds() != "" || len(d.writes) != 2 {
			t.Errorf("desktop holds %q after %q", d.holds(), d.writes)
		}
	})
}

func TestPutHonoursItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		d := &desktop{delay: time.Second}
		b := newBoard(seated(SystemOnly, false), d.native())
		start := time.Now()
		if _, err := b.Put(ctx, []byte("1")); err == nil || time.Since(start) != 0 {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
	})
}
