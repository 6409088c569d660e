package screentest

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// KeyMsg is the message of a key by its name: "enter", "esc", or a single character.
func KeyMsg(name string) tea.KeyPressMsg {
	switch name {
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "up":
		return tea.KeyPressMsg{Code: tea.KeyUp}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	case "tab":
		return tea.KeyPressMsg{Code: tea.KeyTab}
	case "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	case "ctrl+v":
		return tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// Press types keys as a person does who looks first what is asked, and waits for what a key does.
func (r *Rig) Press(names ...string) {
	r.T.Helper()
	for _, name := range names {
		if r.Env.Attention.Asking() {
			time.Sleep(dialog.Grace)
			r.Settle()
		}
		asked := r.Env.Attention.Asking()
		r.Strike(name)
		r.Settle()
		if asked {
			time.Sleep(dialog.Alone)
			r.Settle()
		}
	}
}

// Confirm answers what is asked, and leaves what that does to the caller.
func (r *Rig) Confirm() {
	time.Sleep(dialog.Grace)
	r.Settle()
	r.Strike("y")
	time.Sleep(dialog.Alone)
	r.Settle()
}

// Strike types one key without letting anything else happen, in the order of the root: esc goes to the screen first where it asks for that.
func (r *Rig) Strike(name string) {
	r.key(KeyMsg(name))
}

func (r *Rig) key(msg tea.KeyPressMsg) {
	defer r.draw()
	r.Env.Attention.OnInput(msg)
	capturer, ok := r.Screen.(ui.Capturer)
	if msg.Code == tea.KeyEscape && (!ok || !capturer.CapturesInput()) {
		if e, ok := r.Screen.(ui.Escaper); !ok || !e.Escape() {
			r.Out = append(r.Out, ui.BackMsg{})
		}
		return
	}
	r.Do(r.Screen.Update(msg))
}

// Typed presses the characters of a text one after the other.
func (r *Rig) Typed(text string) {
	r.T.Helper()
	for _, c := range text {
		r.Press(string(c))
	}
}

// Erase presses backspace n times.
func (r *Rig) Erase(n int) {
	r.T.Helper()
	for range n {
		r.Press("backspace")
	}
}

// TypePIN types a good PIN twice, as it is asked for.
func (r *Rig) TypePIN() {
	r.T.Helper()
	for range 2 {
		r.Typed(GoodPIN)
		r.Press("enter")
	}
}

// GoodPIN keeps all rules for PINs.
const GoodPIN = "482915"

// burst strikes keys faster than anything can be drawn or read: what a terminal makes of a paste without brackets.
func (r *Rig) burst(text string) {
	for _, c := range text {
		switch c {
		case '\r':
			r.Strike("enter")
		case ' ':
			r.Strike("space")
		default:
			r.Strike(string(c))
		}
	}
	r.Settle()
}

// presses strikes a key so many times, with a pause after each.
func (r *Rig) presses(name string, times int, pause time.Duration) {
	for range times {
		r.burst(name)
		r.pass(pause)
	}
}

// pass lets time pass, and what waits for it happen about when it does.
func (r *Rig) pass(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(min(10*time.Millisecond, time.Until(end)))
		r.Settle()
	}
}

// OnSmallScreens checks what is drawn at 60×16 and 80×24, of which three lines are the frame's.
func (r *Rig) OnSmallScreens(words ...string) {
	r.T.Helper()
	for _, size := range [][2]int{{60, 13}, {80, 21}, {120, 37}} {
		Fits(r.T, r.Screen, size[0], size[1])
		inner := r.inner(size)
		view := ansi.Strip(r.Screen.View(inner[0], inner[1]))
		whole := title(r.Screen) + view
		view = strings.Join(strings.Fields(whole), " ")
		for _, w := range words {
			if !strings.Contains(view, w) {
				r.T.Errorf("%q is missing at %d×%d:\n%s", w, size[0], size[1]+3, whole)
			}
		}
	}
}

// inner is the room that the root gives the screen in a body of that size: in its box where there is room for one, else below its title.
func (r *Rig) inner(size [2]int) [2]int {
	if f, ok := r.Screen.(ui.Framed); !ok || f.Frame().Title == "" {
		return size
	}
	if b, ok := r.Screen.(ui.Boxed); ok && size[0] >= 80 && size[1] >= 21 {
		return [2]int{b.Box() - 2, size[1] - 4}
	}
	return [2]int{size[0], size[1] - 1}
}

// StripStyle removes our own colours and nothing else.
func StripStyle(s string) string {
	for {
		from := strings.Index(s, "\x1b[")
		if from < 0 {
			return s
		}
		to := strings.IndexByte(s[from:], 'm')
		if to < 0 || strings.Trim(s[from+2:from+to], "0123456789;") != "" {
			return s
		}
		s = s[:from] + s[from+to+1:]
	}
}

// SentTo names the cards that orders were sent for, in turn.
func (r *Rig) SentTo() string {
	r.Payer.mu.Lock()
	defer r.Payer.mu.Unlock()
	var ids []string
	for _, in := range r.Payer.Sent {
		ids = append(ids, in.Card.ID)
	}
	return strings.Join(ids, " ")
}

// done counts what was sent, recorded and requested for good.
func (r *Rig) done() int {
	requests := 0
	if r.Requests != nil {
		requests = r.Requests()
	}
	r.Payer.mu.Lock()
	defer r.Payer.mu.Unlock()
	return len(r.Payer.Sent) + len(r.Payer.Marks) + requests
}
