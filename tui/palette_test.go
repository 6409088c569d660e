package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/tui/dialog"
)

func TestThePaletteGoesAnywhere(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.start(t, cols, rows)
		r.WaitFor("1 of 5", ": commands")
		r.Press(":")
		r.WaitFor("─ Commands ─", "Open ads card 000", "Codes", "enter run")
		r.Type("card 002")
		r.WaitFor("▌Card: fin card 002 ··1002")
		r.Press("enter")
		r.WaitFor("5 of 5")
		r.Press("Ж") // the same key on a Cyrillic layout
		r.Type("only frozen")
		r.WaitFor("▌Show only frozen cards")
		r.Press("enter")
		r.WaitFor("frozen", "no card")
		r.Press("ctrl+k")
		r.Type("theme: high")
		r.Press("enter")
		r.WaitFor("✓ theme high-contrast, for this run")
		r.Press("ctrl+k")
		r.Type("motion: off")
		r.Press("enter")
		r.WaitFor("✓ nothing moves by itself, for this run")
		r.Press(":")
		r.Type("quit")
		r.Press("enter")
		r.WaitFor("read what is chosen, then press the key once")
		r.clock.advance(dialog.Grace)
		r.Press("enter")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

// TestTheKeyAfterThePaletteRevealsNothing: who looks for a card by its name and is fast meant that card.
func TestTheKeyAfterThePaletteRevealsNothing(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v reveal")
		r.Press(":")
		r.WaitFor("▌Show the number of ads card 000")
		r.Press("enter")
		r.WaitFor("read what is chosen, then press the key once")
		r.clock.advance(dialog.Grace)
		r.Press("enter")
		r.WaitFor("4288 3751")
	})
}

// TestNothingIsDrawnBelowADialogWhileASecretIsShown: what is put together of layers is kept for longer than a frame.
func TestNothingIsDrawnBelowADialogWhileASecretIsShown(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v ")
		r.Press("v")
		r.WaitFor("4288 3751")
		for keys, title := range map[string]string{":": "─ Commands ─", "?": "─ Help ─", "p": "all profiles"} {
			r.Press(keys)
			r.WaitFor(title)
			r.WaitGone("4288", "ads000")
			r.Press("esc")
			r.WaitFor("4288 3751")
		}
	})
}

func TestTabsOpenFromAnywhere(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.start(t, cols, rows)
		r.WaitFor("1 of 5")
		r.Press("enter")
		r.WaitFor("v ")
		for _, step := range []struct{ key, see string }{
			{"3", "nothing yet"}, {"2", "waiting for codes"}, {"4", "1,000.00 USD"}, {"4", "1,000.00 USD"}, {"1", "1 of 5"},
		} {
			r.Press(step.key)
			r.WaitFor(step.see)
		}
		r.Press("3")
		r.WaitFor("nothing yet")
		r.Press("q") // back
		r.WaitFor("1 of 5")
		r.fin.announce(r.clock, "fin001", "t1", "482913", "Coffee", 5*time.Minute)
		r.Press("r")
		r.WaitFor("at Coffee")
		r.clock.advance(time.Second)
		r.Press("q")
		r.WaitFor("! codes that are alive: 1; q again quits")
		r.Press("j", "q")
		r.WaitFor("! codes that are alive: 1; q again quits")
		r.Press("q")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

// TestThePaletteFindsAmongManyCards: of 100,000.
func TestThePaletteFindsAmongManyCards(t *testing.T) {
	m := listOf(t, 100_000)
	press := func(text string) {
		for _, r := range text {
			m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	press(":card 098765")
	press("x")
	m.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
	view := m.View().Content
	if !strings.Contains(view, "98765") {
		t.Errorf("it is not in\n%s", view)
	}
}
