package screen

import (
	"strings"
	"testing"

	"cardwallet/tui/ui"
)

func TestMarksInTheList(t *testing.T) {
	inBubble(t, func(r *rig) {
		all, _ := bulkRig(r)
		c := NewCards(r.env)
		r.open(c)
		c.listings[0].rows, c.listings[1].rows, c.listings[2].rows = newRows(all[:3]), newRows(all[3:5]), newRows(all[5:])
		for _, l := range c.listings {
			l.byID, l.loading = nil, false
		}
		r.do(c.arrange())
		r.settle()
		r.press(" ", " ")
		if where, _ := c.Title(); !strings.Contains(where, "2 marked") {
			t.Errorf("the title is %q", where)
		}
		r.shows(" * Card ads 0", " * Card ads 1", "> ")
		help := ""
		for _, k := range c.Keys() {
			help += k.Help().Key + " " + k.Help().Desc + "\n"
		}
		for _, want := range []string{"t top up 2", "f freeze 2", "esc unmark", "space mark", "* mark all"} {
			if !strings.Contains(help, want) {
				t.Errorf("help lacks %q:\n%s", want, help)
			}
		}
		r.press("/", "f", "i", "n", "enter", "*")
		if len(c.marked) != 5 {
			t.Errorf("%d are marked", len(c.marked))
		}
		r.press("*")
		if len(c.marked) != 2 {
			t.Errorf("%d are marked", len(c.marked))
		}
		r.press("t")
		pushed := got[ui.PushMsg](r)
		if len(pushed) != 1 {
			t.Fatal("nothing was opened")
		}
		r.open(pushed[0].Screen)
		r.typed("25")
		r.press("enter")
		r.shows("top up 1 card? 1 left out", "ads / Card ads 0", "ads / Card ads 1 #ds-1: the card is frozen")
		r.screen = c
		r.press("esc") // the filter
		if len(c.marked) != 2 {
			t.Error("esc took the marks before the filter")
		}
		r.press("esc")
		if len(c.marked) != 0 || len(got[ui.BackMsg](r)) != 0 {
			t.Error("esc left the marks")
		}
		r.press("*", "f")
		pushed = got[ui.PushMsg](r)
		if len(pushed) != 2 {
			t.Fatal("nothing was opened")
		}
		r.open(pushed[1].Screen)
		r.shows("freeze 3 cards?")
		r.screen = c
		r.take(BulkSentMsg{})
		if len(c.marked) != 0 {
			t.Error("still marked after it was confirmed")
		}
		r.press("s", "s", "s")
		r.press("R")
		if where, _ := c.Title(); !strings.Contains(where, "by profile, reversed") || c.rows[c.list.Rows()[0]].card.Profile != "fin" {
			t.Errorf("%q, first is %+v", where, c.rows[c.list.Rows()[0]].card)
		}
	})
}
