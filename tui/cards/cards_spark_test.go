package cards

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// TestTheListDrawsWhatWasSpent: what a person looked at, where there is room. It asks for nothing.
func TestTheListDrawsWhatWasSpent(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		time.Sleep(300 * 24 * time.Hour)
		k := screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "10"),
			screentest.Authorization(24*10, "auth", "succeed", "5"))
		c := NewCards(r.Env)
		r.Open(c)
		if view := ansi.Strip(c.View(200, 47)); strings.Contains(view, "▁") || strings.Contains(view, "spent") {
			t.Errorf("a line or its title before anything was read:\n%s", view)
		}
		if k.Count("records") != 0 {
			t.Error("the list reads records")
		}
		v := records.NewSpending(r.Env, screentest.AdsCard())
		r.Open(v)
		r.Screen = c
		spent := screentest.Got[screen.SpentMsg](r)
		if len(spent) != 1 {
			t.Fatalf("the list is told %d times", len(spent))
		}
		r.Take(spent[0])
		r.Settle()
		view := ansi.Strip(c.View(200, 47))
		if !strings.Contains(view, "▁▁▁▁▁▁▁▁▁▅▁▁▁▁█") || !strings.Contains(view, "spent, 30 days") {
			t.Errorf("no line:\n%s", view)
		}
		if view := ui.ASCII(ansi.Strip(c.View(200, 47))); !strings.Contains(view, "_________=____#") || strings.ContainsAny(view, "█░▁") {
			t.Errorf("not ASCII:\n%s", view)
		}
		if view := ansi.Strip(c.View(120, 33)); strings.Contains(view, "▁") || strings.Contains(view, "spent") {
			t.Errorf("a line without room:\n%s", view)
		}
		for _, size := range [][2]int{{60, 13}, {80, 21}, {109, 20}, {110, 20}, {120, 21}, {120, 33}, {160, 33}, {200, 50}} {
			screentest.Fits(t, c, size[0], size[1])
		}
	})
}
