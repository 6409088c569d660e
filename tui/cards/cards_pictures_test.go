package cards

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// The list draws what a person looked at, and asks for nothing.
func TestCardsHavePicturesWhereThereIsRoom(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		time.Sleep(300 * 24 * time.Hour)
		k := screentest.KeepRecords(r, screentest.Authorization(1, "auth", "succeed", "10"),
			screentest.Authorization(24*10, "auth", "succeed", "5"))
		c := NewCards(r.Env)
		r.Open(c)
		if view := ansi.Strip(c.View(120, 37)); !strings.Contains(view, "120.00 USD ██████████") || strings.Contains(view, "▁") ||
			!strings.Contains(view, "spent, 30 days") {
			t.Errorf("no bar, or a line before anything was read:\n%s", view)
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
			screentest.Fits(t, c, size[0], size[1])
		}
	})
}

func TestBalanceBarKnowsWhatWasUsed(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		d := cardDrawing{s: r.Env.Styles, widths: []int{0, 0, 0, 0, 0, 10},
			most: biggest([]*cardRow{{card: client.Card{Balance: screentest.Usd("50")}}, {card: client.Card{Balance: screentest.Usd("200")}}})}
		for want, card := range map[string]client.Card{
			"██░░░░░░░░": {Balance: screentest.Usd("50")},
			"█████░░░░░": {Balance: screentest.Usd("50"), Used: screentest.Usd("50")},
			"██████████": {Balance: screentest.Usd("200")},
			"░░░░░░░░░░": {Balance: screentest.Usd("0")},
			"          ": {Balance: client.NewMoney(screentest.Usd("5").Amount.Neg(), "EUR")},
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
