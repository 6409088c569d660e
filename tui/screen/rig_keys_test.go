package screen

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func (r *rig) typed(text string) {
	r.t.Helper()
	for _, c := range text {
		r.press(string(c))
	}
}

func (r *rig) erase(n int) {
	r.t.Helper()
	for range n {
		r.press("backspace")
	}
}

func (r *rig) typePIN() {
	r.t.Helper()
	for range 2 {
		r.typed(goodPIN)
		r.press("enter")
	}
}

const goodPIN = "482915"

// burst strikes keys faster than anything can be drawn or read: what a terminal makes of a paste without brackets.
func (r *rig) burst(text string) {
	for _, c := range text {
		switch c {
		case '\r':
			r.strike("enter")
		case ' ':
			r.strike("space")
		default:
			r.strike(string(c))
		}
	}
	r.settle()
}

// presses strikes a key so many times, with a pause after each.
func (r *rig) presses(name string, times int, pause time.Duration) {
	for range times {
		r.burst(name)
		r.pass(pause)
	}
}

// pass lets time pass, and what waits for it happen about when it does.
func (r *rig) pass(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(min(10*time.Millisecond, time.Until(end)))
		r.settle()
	}
}

// onSmallScreens checks what is drawn at 60×16 and 80×24, of which three lines are the frame's.
func (r *rig) onSmallScreens(words ...string) {
	r.t.Helper()
	for _, size := range [][2]int{{60, 13}, {80, 21}, {120, 37}} {
		fits(r.t, r.screen, size[0], size[1])
		view := strings.Join(strings.Fields(ansi.Strip(r.screen.View(size[0], size[1]))), " ")
		for _, w := range words {
			if !strings.Contains(view, w) {
				r.t.Errorf("%q is missing at %d×%d:\n%s", w, size[0], size[1]+3, ansi.Strip(r.screen.View(size[0], size[1])))
			}
		}
	}
}

// stripStyle removes our own colours and nothing else.
func stripStyle(s string) string {
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

func (r *rig) sentTo() string {
	r.payer.mu.Lock()
	defer r.payer.mu.Unlock()
	var ids []string
	for _, in := range r.payer.sent {
		ids = append(ids, in.Card.ID)
	}
	return strings.Join(ids, " ")
}

// done counts what was sent, recorded and requested for good.
func (r *rig) done() int {
	requests := 0
	if r.requests != nil {
		requests = r.requests()
	}
	r.payer.mu.Lock()
	defer r.payer.mu.Unlock()
	return len(r.payer.sent) + len(r.payer.marks) + requests
}
