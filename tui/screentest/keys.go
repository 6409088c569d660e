package screentest

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func (r *Rig) Typed(text string) {
	r.T.Helper()
	for _, c := range text {
		r.Press(string(c))
	}
}

func (r *Rig) Erase(n int) {
	r.T.Helper()
	for range n {
		r.Press("backspace")
	}
}

func (r *Rig) TypePIN() {
	r.T.Helper()
	for range 2 {
		r.Typed(GoodPIN)
		r.Press("enter")
	}
}

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
		view := strings.Join(strings.Fields(ansi.Strip(r.Screen.View(size[0], size[1]))), " ")
		for _, w := range words {
			if !strings.Contains(view, w) {
				r.T.Errorf("%q is missing at %d×%d:\n%s", w, size[0], size[1]+3, ansi.Strip(r.Screen.View(size[0], size[1])))
			}
		}
	}
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
