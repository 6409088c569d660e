package tui

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"
	"weak"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

// secretive is a screen that shows a number in the middle of lines that stay as they are.
type secretive struct {
	ui.Screen
	on    bool
	times int // it was shown
}

func (s *secretive) Reveals() bool           { return s.on }
func (s *secretive) Title() (string, string) { return "secretive", "" }
func (s *secretive) Actions() []ui.Action    { return nil }
func (s *secretive) Init() tea.Cmd           { return nil }

func (s *secretive) View(width, height int) string {
	lines := make([]string, height)
	for i := range lines {
		lines[i] = strings.Repeat(" ", i%3) + "a line that stays as it is, whatever is shown in the middle " + strings.Repeat("=", width/3)
	}
	lines[0] = fmt.Sprintf(" shown %d times", s.times) // drawn with the number, and the same without it
	if lines[height/2] = " number  •••• •••• •••• 4242"; s.on {
		lines[height/2] = " number  4288 3751 2345 4242"
	}
	return strings.Join(lines, "\n")
}

func (s *secretive) Update(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "v" {
		if s.on = !s.on; s.on {
			s.times++
		}
	}
	return nil
}

// framed notes each frame that shows a secret, without keeping it.
type framed struct {
	*Model
	frames *[]weak.Pointer[byte]
}

func (f framed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := f.Model.Update(msg)
	return f, cmd
}

func (f framed) View() tea.View {
	view := f.Model.View()
	if strings.Contains(view.Content, "4288") {
		*f.frames = append(*f.frames, weak.Make(unsafe.StringData(view.Content)))
	}
	return view
}

// hiding shows a number on a screen of that size and hides it. It gives the program when memory was given back, what it sent meanwhile, and
// the frames that had the number.
func hiding(t *testing.T, cols, rows int) (term *tuitest.Term, sent string, frames []weak.Pointer[byte]) {
	t.Helper()
	return hidingAfter(t, cols, rows, func(*tuitest.Term) {})
}

// hidingAfter is hiding, with something else while the number is shown.
func hidingAfter(t *testing.T, cols, rows int, meanwhile func(*tuitest.Term)) (
	term *tuitest.Term, sent string, frames []weak.Pointer[byte],
) {
	t.Helper()
	given := make(chan bool)
	m := New(Options{Wallet: client.NewWallet(), Payer: &ledger{}, GiveBack: func(locked bool) { given <- locked }})
	t.Cleanup(func() { m.end(errDone) })
	term = tuitest.Start(t, framed{m, &frames}, cols, rows)
	term.Send(ui.PushMsg{Screen: &secretive{}})
	term.WaitFor("•••• 4242")
	term.Press("v")
	term.WaitFor("4288 3751")
	meanwhile(term)
	before := len(term.Raw())
	term.Press("v")
	term.WaitFor("•••• 4242")
	select {
	case <-given:
	case <-time.After(time.Minute):
		t.Fatalf("memory is not given back; the screen is:\n%s\n%v %v", term.Screen(), m.residue, m.crash)
	}
	term.Quiet(100 * time.Millisecond)
	term.WaitUntil("lines as they were", func(string) bool { return !strings.Contains(term.Cells().Text(), "italic") })
	return term, term.Raw()[before:], frames
}

// The renderer must not hold on to what it drew: not even for the lines that are the same ever since.
func TestNoFrameWithASecretIsKeptAfterItWasHidden(t *testing.T) {
	_, _, frames := hiding(t, 120, 36)
	if len(frames) == 0 {
		t.Fatal("no frame showed anything")
	}
	gone(t, frames)
}

// gone waits until no frame is in memory any more. What is still being drawn holds one for a moment.
func gone(t *testing.T, frames []weak.Pointer[byte]) {
	t.Helper()
	there := func(frame weak.Pointer[byte]) bool { return frame.Value() != nil }
	for since := time.Now(); time.Since(since) < time.Minute; {
		runtime.GC()
		if !slices.ContainsFunc(frames, there) {
			return
		}
	}
	t.Errorf("frame %d of %d is still there", slices.IndexFunc(frames, there)+1, len(frames))
}

// Whatever lay over the number, and though the screen was smaller for a while, nothing of it is kept.
func TestNothingIsKeptOfWhatLayOverASecret(t *testing.T) {
	over := func(key, words string) func(*tuitest.Term) {
		return func(term *tuitest.Term) {
			term.Press(key)
			term.WaitFor(words)
			if strings.Contains(term.Screen(), "4288") {
				t.Errorf("%s is drawn over the number:\n%s", words, term.Screen())
			}
			term.Press("esc")
			term.WaitFor("4288 3751")
		}
	}
	resize := func(cols, rows int, words string) func(*tuitest.Term) {
		return func(term *tuitest.Term) {
			term.Resize(cols, rows)
			term.WaitFor(words)
			term.Resize(120, 36)
			term.WaitFor("4288 3751")
		}
	}
	for name, meanwhile := range map[string]func(*tuitest.Term){
		"help": over("?", "─ Help"), "palette": over(":", "─ Commands ─"), "accounts": over("p", "all profiles"),
		"a notice": func(term *tuitest.Term) {
			term.Send(ui.NoticeMsg{Level: ui.Good, Text: "told meanwhile"})
			term.WaitFor("told meanwhile")
		},
		"smaller": resize(80, 24, "4288 3751"), "too small": resize(40, 10, "too small"),
	} {
		t.Run(name, func(t *testing.T) {
			_, _, frames := hidingAfter(t, 120, 36, meanwhile)
			gone(t, frames)
		})
	}
}

func TestHidingIsAFewBytesAndClearsNothing(t *testing.T) {
	for _, size := range []struct{ cols, rows, most int }{{80, 24, 2000}, {120, 36, 3000}, {200, 50, 4000}} {
		term, sent, _ := hiding(t, size.cols, size.rows)
		if len(sent) > size.most {
			t.Errorf("%dx%d: %d bytes, more than %d", size.cols, size.rows, len(sent), size.most)
		}
		for _, clearing := range []string{"\x1b[2J", "\x1b[J", "\x1b[3J"} {
			if strings.Contains(sent, clearing) {
				t.Errorf("%dx%d: %q is sent: %q", size.cols, size.rows, clearing, sent)
			}
		}
		if text := term.Cells().Text(); strings.Contains(text, "italic") {
			t.Errorf("%dx%d: lines stay slanted:\n%s", size.cols, size.rows, text)
		}
		t.Logf("%dx%d: %d bytes", size.cols, size.rows, len(sent))
	}
}

// results runs a command with all that it starts and gives their messages.
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

// A copy passes through memory, and the lock wipes everything.
func TestMemoryIsGivenBackAfterACopyAndInTheLock(t *testing.T) {
	for name, c := range map[string]struct {
		msg  tea.Msg
		lock bool
		want []bool // in the lock?
	}{
		"nothing": {}, "a copy": {msg: copiedMsg{CopyMsg: screen.CopyMsg{Value: crypto.SecretFromString("4242")}}, want: []bool{false}},
		"the lock": {lock: true, want: []bool{true, true}},
	} {
		synctest.Test(t, func(t *testing.T) {
			var given []bool
			m := New(Options{Wallet: client.NewWallet(), GiveBack: func(locked bool) { given = append(given, locked) }})
			defer m.end(errDone)
			m.lock.on = c.lock
			for todo := results(m.clearResidue(c.msg)); len(todo) > 0; todo = todo[1:] {
				if todo[0] != nil {
					todo = append(todo, results(m.clearResidue(todo[0]))...)
				}
			}
			if !slices.Equal(given, c.want) {
				t.Errorf("%s: given back %v", name, given)
			}
		})
	}
}
