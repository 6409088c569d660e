package screen

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// The list draws what a person looked at, and asks for nothing.
func TestCardsHavePicturesWhereThereIsRoom(t *testing.T) {
	inBubble(t, func(r *rig) {
		time.Sleep(300 * 24 * time.Hour)
		k := keepRecords(r, authorization(1, "auth", "succeed", "10"), authorization(24*10, "auth", "succeed", "5"))
		c := NewCards(r.env)
		r.open(c)
		if view := ansi.Strip(c.View(120, 37)); !strings.Contains(view, "120.00 USD ██████████") || strings.Contains(view, "▁") || !strings.Contains(view, "spent, 30 days") {
			t.Errorf("no bar, or a line before anything was read:\n%s", view)
		}
		if k.count("records") != 0 {
			t.Error("the list reads records")
		}
		v := NewSpending(r.env, adsCard())
		r.open(v)
		r.screen = c
		spent := got[spentMsg](r)
		if len(spent) != 1 {
			t.Fatalf("the list is told %d times", len(spent))
		}
		r.take(spent[0])
		r.settle()
		if view := ansi.Strip(c.View(120, 37)); !strings.Contains(view, "▁▁▁▁▁▁▁▁▁▅▁▁▁▁█") {
			t.Errorf("no line:\n%s", view)
		}
		if view := ui.ASCII(ansi.Strip(c.View(120, 37))); !strings.Contains(view, "_________=____#") || strings.ContainsAny(view, "█░▁") {
			t.Errorf("not ASCII:\n%s", view)
		}
		if view := ui.ASCII(ansi.Strip(c.View(109, 37))); strings.Contains(view, "_") || strings.Contains(view, "##") {
			t.Errorf("pictures without room:\n%s", view)
		}
		for _, size := range [][2]int{{60, 13}, {80, 21}, {109, 20}, {110, 20}, {120, 37}, {200, 50}} {
			fits(t, c, size[0], size[1])
		}
	})
}

func TestBalanceBarKnowsWhatWasUsed(t *testing.T) {
	inBubble(t, func(r *rig) {
		d := cardDrawing{s: r.env.Styles, widths: []int{0, 0, 0, 0, 0, 10}, most: biggest([]*cardRow{{card: client.Card{Balance: usd("50")}}, {card: client.Card{Balance: usd("200")}}})}
		for want, card := range map[string]client.Card{
			"██░░░░░░░░": {Balance: usd("50")},
			"█████░░░░░": {Balance: usd("50"), Used: usd("50")},
			"██████████": {Balance: usd("200")},
			"░░░░░░░░░░": {Balance: usd("0")},
			"          ": {Balance: client.NewMoney(usd("5").Amount.Neg(), "EUR")},
		} {
			if bar := ansi.Strip(d.balanceBar(card)); bar != want {
				t.Errorf("%v of %v is drawn %q, want %q", card.Balance, card.Used, bar, want)
			}
		}
		if bar := d.balanceBar(client.Card{}); strings.TrimSpace(bar) != "" {
			t.Errorf("a balance that is not known is drawn %q", bar)
		}
	})
}
