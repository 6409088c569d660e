package pin

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"cardwallet/crypto"
	"cardwallet/tui/screentest"
)

// typed gives the entry a text and enter, and reports whether it is done.
func typed(p *Entry, text string) (done bool) {
	p.Update(tea.PasteMsg{Content: text})
	return p.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
}

func TestAPINIsThereOnceItWasTypedTwice(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		p := New(r.Env)
		if typed(&p, "123456") || p.Back() {
			t.Error("a PIN that breaks a rule was taken")
		}
		p.Hide()
		if typed(&p, screentest.GoodPIN) || p.Complete() {
			t.Error("once is enough")
		}
		if typed(&p, "482916") || p.Complete() {
			t.Error("two different ones were taken")
		}
		p.Hide()
		typed(&p, screentest.GoodPIN)
		if !typed(&p, screentest.GoodPIN) || !p.Complete() {
			t.Error("the same twice was not taken")
		}
		if drawn := ansi.Strip(strings.Join(p.Lines(60), "\n")); strings.Contains(drawn, screentest.GoodPIN) {
			t.Errorf("it is shown:\n%s", drawn)
		}
		if pin := Typed(&p.First); !pin.Equal(crypto.SecretFromString(screentest.GoodPIN)) {
			t.Error("the copy is another PIN")
		}
		if !p.Hide() || p.Complete() || !Typed(&p.First).IsZero() || p.Hide() {
			t.Error("it is not wiped")
		}
	})
}

func TestAPINEntryAsksNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
