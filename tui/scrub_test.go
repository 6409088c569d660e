package tui

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
)

// revealing is a screen that shows a secret or not.
type revealing struct {
	screen.Cards
	on bool
}

func (r *revealing) Reveals() bool           { return r.on }
func (r *revealing) View(int, int) string    { return "body" }
func (r *revealing) Title() (string, string) { return "title", "" }
func (r *revealing) Keys() []key.Binding     { return nil }

// results runs a command with all that it starts and gives their messages by the time that each takes.
func results(cmd tea.Cmd) (all []tea.Msg) {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, c := range batch {
			all = append(all, results(c)...)
		}
		return all
	}
	return append(all, msg)
}

func dues(msgs []tea.Msg) (due []tea.Msg) {
	for _, msg := range msgs {
		if _, ok := msg.(scrubDueMsg); ok {
			due = append(due, msg)
		}
	}
	return due
}

func scrubbing(t *testing.T) (m *Model, shown *revealing, calls *[]bool) {
	t.Helper()
	calls = new([]bool)
	m = New(Options{Wallet: client.NewWallet(), Now: time.Now, Scrub: func(locked bool) { *calls = append(*calls, locked) }})
	t.Cleanup(func() { m.end(errDone) })
	m.width, m.height = 80, 24
	shown = &revealing{}
	m.stack = append(m.stack, shown)
	return m, shown, calls
}

func TestScrubFollowsTheLastRevealedSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, shown, calls := scrubbing(t)
		if cmd := m.scrub(nil); cmd != nil {
			t.Fatal("nothing was shown, and something is to be overwritten")
		}
		shown.on = true
		if cmd := m.scrub(nil); cmd != nil {
			t.Fatal("overwritten while it is shown")
		}
		shown.on = false
		start := time.Now()
		msgs := results(m.scrub(nil))
		due := dues(msgs)
		if len(due) != 2 || len(msgs) != 3 || time.Since(start) < scrubAgain {
			t.Fatalf("hidden: %d waits of %d messages in %s", len(due), len(msgs), time.Since(start))
		}
		if cmd := m.scrub(nil); cmd != nil {
			t.Error("the same once more")
		}
		for range due {
			results(m.scrub(due[0]))
		}
		if !slices.Equal(*calls, []bool{false, false}) {
			t.Errorf("overwritten: %v", *calls)
		}

		shown.on = true
		m.scrub(nil)
		results(m.scrub(due[0]))
		if len(*calls) != 2 {
			t.Error("a wait from before the next reveal counts")
		}
	})
}

func TestScrubFollowsTheLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _, calls := scrubbing(t)
		m.lock.on = true
		due := dues(results(m.scrub(nil)))
		if len(due) != 3 {
			t.Fatalf("locked: %d waits", len(due))
		}
		if cmd := m.scrub(nil); cmd != nil {
			t.Error("locked once, and twice to be overwritten")
		}
		results(m.scrub(due[2]))
		if !slices.Equal(*calls, []bool{true}) {
			t.Errorf("overwritten: %v", *calls)
		}
	})
}

// What went to the terminal's clipboard lies in a buffer that the next sequence begins anew.
func TestScrubOverwritesWhatWentToTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _, _ := scrubbing(t)
		copied := copiedMsg{value: crypto.SecretFromString(strings.Repeat("4", 300))}
		m.residue.note(copied)
		due := dues(results(m.scrub(copied)))
		if len(due) != 2 {
			t.Fatalf("copied: %d waits", len(due))
		}
		var sent string
		for _, msg := range results(m.scrub(due[0])) {
			if raw, ok := msg.(tea.RawMsg); ok {
				sent = raw.Msg.(string)
			}
		}
		if len(sent) < 400 || strings.Trim(sent, "\x00") != "" {
			t.Errorf("sent %d bytes: %q", len(sent), sent)
		}
	})
}

// A person may leave before what was drawn is overwritten: a terminal with one screen then keeps the last frame.
func TestLastFrameIsNotOverpainted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, shown, _ := scrubbing(t)
		shown.on = true
		m.scrub(nil)
		shown.on = false
		m.scrub(nil)
		if got := m.View().Content; !strings.Contains(got, "\x1b[1m \x1b[m ") {
			t.Fatalf("not overpainted: %q", got)
		}
		m.left = true
		if got, want := m.View().Content, m.frame(); got != want {
			t.Errorf("left behind: %q, want %q", got, want)
		}
	})
}

func TestOverpaintedFrameLooksTheSame(t *testing.T) {
	frame := "title\n\n  \x1b[1mbody\x1b[m of it\nüber"
	lines := strings.Split(overpainted(frame, 20, 6), "\n")
	var seen []string
	for _, line := range lines {
		if ansi.StringWidth(line) != 20 {
			t.Errorf("%q is %d cells wide", line, ansi.StringWidth(line))
		}
		seen = append(seen, strings.TrimRight(ansi.Strip(line), " "))
	}
	if diff := cmp.Diff([]string{"title", "", "  body of it", "über", "", ""}, seen); diff != "" {
		t.Error(diff)
	}
	if got := overpainted("wider than that", 5, 1); got != "wider than that" {
		t.Errorf("got %q", got)
	}
}
