package tui_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

// What was drawn must not be found again by scrolling back: not where the program has a screen of its own, and not where it draws on
// the person's.
func TestNothingDrawnRemains(t *testing.T) {
	const hiding = "hiding, with memory given back"
	for name, end := range map[string]func(*rig, func()){
		"leaving":            func(r *rig, _ func()) { r.Press("ctrl+c"); _ = r.Wait() },
		"the terminal hangs": func(r *rig, cancel func()) { cancel(); _ = r.Wait() },
		"a panic":            func(r *rig, _ func()) { r.Send(ui.PushMsg{Screen: &page{panics: true}}); _ = r.Wait() },
		"locking":            func(r *rig, _ func()) { r.Press("L"); r.WaitFor("locked") },
		hiding:               func(r *rig, _ func()) { r.Press("v") },
		"a dialog over it":   func(r *rig, _ func()) { r.Press("?"); r.WaitGone("4288", "09/29", "738") },
		"an order over it":   func(r *rig, _ func()) { r.Press("t"); r.WaitGone("4288", "09/29", "738") },
		"drawn anew": func(r *rig, _ func()) {
			before := strings.Count(r.Raw(), "\x1b[2J")
			r.Press("ctrl+l")
			r.WaitGone("4288", "09/29", "738")
			r.WaitUntil("clearing", func(string) bool { return strings.Count(r.Raw(), "\x1b[2J") > before })
		},
		"another tab": func(r *rig, _ func()) { r.Press("3"); r.WaitGone("4288", "09/29", "738") },
	} {
		t.Run(name, func(t *testing.T) {
			atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				texts, given := []string{"4288", "09/29", "738", "card 00"}, make(chan bool)
				switch name { // the card stays on the screen, or its name does
				case hiding:
					texts, r.opts.GiveBack = texts[:3], func(locked bool) { given <- locked }
				case "a dialog over it", "an order over it", "another tab", "drawn anew":
					texts = texts[:3]
				}
				r.Term = tuitest.StartFunc(t, cols, rows, func(own ...tea.ProgramOption) error { return tui.Run(ctx, r.opts, own...) })
				r.WaitFor("1 of 5")
				r.Press("j", "j", "j", "k", "/", "c", "a", "r", "enter", "esc", "enter")
				r.WaitFor("v reveal")
				r.Press("v")
				r.WaitFor("4288 3751")
				end(r, cancel)
				if name == hiding && <-given {
					t.Error("given back as in the lock")
				}
				for where, shown := range map[string]string{
					"with one screen":          withoutAlternateScreen(r.Term, cols, rows),
					"with a screen of its own": tuitest.Replay(tuitest.NewLines+r.Raw(), cols, rows),
				} {
					for _, text := range texts {
						if strings.Contains(shown, text) {
							t.Errorf("%s, the terminal still has %q:\n%s", where, text, shown)
						}
					}
				}
			})
		})
	}
}
