package clip

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// sittingAt is a board for a person who came from an address, with a terminal of that kind.
func sittingAt(dir, address, term string) *Board {
	return newBoard(Options{Mode: Auto, Dir: dir, Getenv: func(name string) string {
		switch name {
		case "SSH_CONNECTION":
			return address + " 50000 192.0.2.2 22"
		case "TERM":
			return term
		}
		return ""
	}}, (&desktop{}).native())
}

func put(t *testing.T, b *Board) Copy {
	t.Helper()
	c, err := b.Put(t.Context(), []byte("482913"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAWayThatWasTestedIsRemembered(t *testing.T) {
	dir := t.TempDir()
	b := sittingAt(dir, "192.0.2.1", "xterm-kitty")
	c := put(t, b)
	if !c.Tested.IsZero() || c.Arrived {
		t.Fatalf("known before any test: %+v", c)
	}
	if err := b.Remember(c, true, day); err != nil {
		t.Fatal(err)
	}
	if again := put(t, sittingAt(dir, "192.0.2.1", "xterm-kitty")); !again.Tested.Equal(day) || !again.Arrived {
		t.Errorf("not remembered: %+v", again)
	}
	// From elsewhere, or at another terminal, it was not tested.
	for _, other := range []*Board{sittingAt(dir, "192.0.2.9", "xterm-kitty"), sittingAt(dir, "192.0.2.1", "xterm-256color")} {
		if c := put(t, other); !c.Tested.IsZero() {
			t.Errorf("taken for tested: %+v", c)
		}
	}
	if err := b.Remember(c, false, day.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if again := put(t, b); !again.Tested.Equal(day.Add(time.Hour)) || again.Arrived {
		t.Errorf("the newest test does not count: %+v", again)
	}
	path := filepath.Join(dir, memoryFile)
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "192.0.2.1") || strings.Contains(string(text), "482913") ||
		strings.Count(string(text), `"way"`) != 1 {
		t.Errorf("the file (%v):\n%s", err, text)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v)", info.Mode(), err)
	}
}

func TestMemoryIsBoundedAndForgivesDamage(t *testing.T) {
	dir := t.TempDir()
	for i := range memoryLimit + 5 {
		b := sittingAt(dir, "192.0.2."+strconv.Itoa(i), "xterm")
		if err := b.Remember(put(t, b), true, day); err != nil {
			t.Fatal(err)
		}
	}
	b := sittingAt(dir, "192.0.2.24", "xterm")
	if n := len(b.tests()); n != memoryLimit {
		t.Errorf("%d ways, want %d", n, memoryLimit)
	}
	if c := put(t, b); !c.Arrived {
		t.Error("the newest was forgotten")
	}
	if err := os.WriteFile(filepath.Join(dir, memoryFile), []byte("[{"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := put(t, b)
	if !c.Tested.IsZero() {
		t.Errorf("made up: %+v", c)
	}
	if err := b.Remember(c, true, day); err != nil {
		t.Fatal(err)
	}
	if c := put(t, b); !c.Arrived {
		t.Error("not remembered after damage")
	}
}

func TestTheSystemClipboardNeedsNoMemory(t *testing.T) {
	opts := seated(Auto, false)
	opts.Dir = t.TempDir()
	b := newBoard(opts, (&desktop{}).native())
	if err := b.Remember(put(t, b), true, day); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(opts.Dir, memoryFile)); err == nil {
		t.Error("it confirms by itself")
	}
}
