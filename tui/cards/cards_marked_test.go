package cards

import (
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestMarksInTheList(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		all, _ := screentest.BulkRig(r)
		c := NewCards(r.Env)
		r.Open(c)
		for i, cards := range [][]client.Card{all[:3], all[3:5], all[5:]} {
			l := c.listings[i]
			l.rows, l.byID, l.loading = deck.NewPacker().Rows(cards), nil, false
			l.at = r.Env.Now()
		}
		r.Do(c.arrange())
		r.Settle()
		r.Press(" ", " ")
		if where, _ := c.Title(); !strings.Contains(where, "2 marked") {
			t.Errorf("the title is %q", where)
		}
		r.Shows(" ✓Card ads 0", " ✓Card ads 1", "▌ Card")
		help := ""
		for _, k := range c.Actions() {
			help += k.Key.Help().Key + " " + k.Key.Help().Desc + "\n"
		}
		for _, want := range []string{"t top up 2", "f freeze 2", "esc unmark", "space mark", "* mark all"} {
			if !strings.Contains(help, want) {
				t.Errorf("help lacks %q:\n%s", want, help)
			}
		}
		r.Press("/", "f", "i", "n", "enter", "*")
		if len(c.marked) != 5 {
			t.Errorf("%d are marked", len(c.marked))
		}
		r.Press("*")
		if len(c.marked) != 2 {
			t.Errorf("%d are marked", len(c.marked))
		}
		r.Press("t")
		pushed := screentest.Got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing was opened")
		}
		r.Open(pushed[0].Screen)
		r.Typed("25")
		r.Press("enter")
		r.Shows("Top up 1 card? 1 left out", "○ Card ads 0", "– Card ads 1 #ds-1: the card is frozen")
		r.Screen = c
		r.Press("esc") // the filter
		if len(c.marked) != 2 {
			t.Error("esc took the marks before the filter")
		}
		r.Press("esc")
		if len(c.marked) != 0 || len(screentest.Got[ui.BackMsg](r)) != 0 {
			t.Error("esc left the marks")
		}
		r.Press("*", "f")
		pushed = screentest.Got[ui.PushMsg](r)
		if len(pushed) != 2 {
			t.Fatal("nothing was opened")
		}
		r.Open(pushed[1].Screen)
		r.Shows("Freeze 3 cards?")
		r.Screen = c
		r.Take(screen.BulkSentMsg{})
		if len(c.marked) != 0 {
			t.Error("still marked after it was confirmed")
		}
		r.Press("s", "s", "s")
		r.Press("R")
		if where, _ := c.Title(); !strings.Contains(where, "by profile, reversed") || c.list.Matching()[0].Profile() != "fin" {
			t.Errorf("%q, first is %+v", where, c.list.Matching()[0].Card())
		}
	})
}
