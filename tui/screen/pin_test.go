package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

func openPIN(r *rig) *Change {
	s := NewPIN(r.env, adsCard())
	r.open(s)
	return s
}

func TestPINIsSetOnce(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.delay = time.Second
		c := openPIN(r)
		r.onSmallScreens("new PIN", "· 6 digits", "· no digit 3 times in a row", "· digits that do not only ascend", "· digits that do not only descend", "· no 2 or 3 digits that come again", "never shown or kept")
		r.typed(goodPIN)
		r.onSmallScreens("new PIN ••••••", "✓ 6 digits", "✓ no digit 3 times", "✓ digits that do not only ascend", "✓ digits that do not only descend", "✓ no 2 or 3")
		r.press("7", "x") // no more than six, and only digits
		r.onSmallScreens("new PIN ••••••_")
		r.press("enter")
		r.onSmallScreens("once more _")
		r.typed(goodPIN)
		r.press("enter")
		r.onSmallScreens("give this card another PIN?", "6 digits, as typed twice", "y confirms")
		r.hides(goodPIN)
		r.press("y")
		r.onSmallScreens("sending the order")
		r.press("y", "enter", "esc")
		r.tick(2 * time.Second)
		r.onSmallScreens("PIN changed: Ads EU", "the old PIN is void; nothing here has kept the new one")
		if n := r.payer.orders(); n != 1 {
			t.Fatalf("sent %d", n)
		}
		if !r.payer.secrets[0].PIN.Equal(crypto.SecretFromString(goodPIN)) {
			t.Error("another PIN was sent")
		}
		if !r.payer.sent[0].Change.PIN.IsZero() || !r.payer.checked[0].Change.PIN.IsZero() {
			t.Error("the PIN that was handed to the journal is not wiped")
		}
		leftNothing(t, c)
	})
}

// leftNothing fails where a secret is left in a form.
func leftNothing(t *testing.T, c *Change) {
	t.Helper()
	var fields []*ui.SecretField
	switch f := c.form.(type) {
	case *pinForm:
		fields = []*ui.SecretField{&f.first, &f.again}
	case *activateForm:
		fields = []*ui.SecretField{&f.code, &f.pin.first, &f.pin.again}
	}
	for i, f := range fields {
		if !f.Empty() || strings.Trim(string(f.Bytes()[:cap(f.Bytes())]), "\x00") != "" {
			t.Errorf("secret %d is left", i)
		}
	}
	if len(fields) == 0 {
		t.Error("no form with secrets")
	}
}

func TestPINRulesAreNamedAsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"48":     "· 6 digits",
		"111":    "✗ no digit 3 times in a row",
		"482225": "✗ no digit 3 times in a row",
		"135689": "✗ digits that do not only ascend",
		"986531": "✗ digits that do not only descend",
		"123123": "✗ no 2 or 3 digits that come again",
		"1212":   "✗ no 2 or 3 digits that come again",
	} {
		t.Run(typed, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				openPIN(r)
				r.typed(typed)
				r.onSmallScreens(want)
				r.press("enter")
				problem := "this PIN cannot be used: see what is marked"
				if strings.HasPrefix(want, "·") { // nothing is marked
					problem = "type all 6 digits first"
				}
				r.onSmallScreens(problem)
				r.hides("once more")
				r.press("backspace")
				r.hides(problem)
				r.press("y")
				if r.payer.orders() != 0 {
					t.Error("sent")
				}
			})
		})
	}
}

func TestPINThatIsNotTheSameTwice(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := openPIN(r)
		r.typed(goodPIN)
		r.press("enter")
		r.typed("4829")
		r.press("enter")
		r.onSmallScreens("type all 6 digits once more")
		r.typed("16")
		r.press("enter")
		r.onSmallScreens("the two were not the same: type a new PIN again, twice", "new PIN _")
		leftNothing(t, c)
		r.take(tea.PasteMsg{Content: " " + goodPIN + "\n"})
		r.press("enter")
		r.take(tea.PasteMsg{Content: "4829x5"})
		r.onSmallScreens("what was pasted is not 6 digits")
		r.take(tea.PasteMsg{Content: goodPIN})
		r.press("esc") // to the first one
		r.onSmallScreens("new PIN ••••••_", "✓ 6 digits")
		r.press("enter")
		r.take(tea.PasteMsg{Content: goodPIN})
		r.press("enter", "y")
		if r.payer.orders() != 1 {
			t.Error("not sent")
		}
	})
}

// Leaving, locking and suspending call Hide.
func TestPINIsWipedWhenHidden(t *testing.T) {
	for name, keys := range map[string][]string{"once": {"4", "8"}, "again": {"enter", "4"}, "summary": {"enter", "again", "enter"}} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				c := openPIN(r)
				if name != "once" {
					r.typed(goodPIN)
				}
				for _, k := range keys {
					if k == "again" {
						r.typed(goodPIN)
					} else {
						r.press(k)
					}
				}
				c.Hide()
				leftNothing(t, c)
				r.shows("new PIN", "· 6 digits")
				r.press("y", "enter", "y")
				if r.payer.orders() != 0 {
					t.Error("sent after it was wiped")
				}
				r.press("esc")
				if len(got[ui.BackMsg](r)) != 1 {
					t.Error("esc does not leave")
				}
			})
		})
	}
	inBubble(t, func(r *rig) { // what is on its way stays whole
		r.payer.delay = 2 * time.Second
		c := openPIN(r)
		r.typed(goodPIN)
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter", "y")
		c.Hide()
		r.tick(3 * time.Second)
		r.shows("PIN changed")
		if r.payer.orders() != 1 || !r.payer.secrets[0].PIN.Equal(crypto.SecretFromString(goodPIN)) {
			t.Error("the order was torn")
		}
	})
}

func TestPINThatWasRefusedIsTypedAgain(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.payer.status, r.payer.err = client.MovementFailed, errors.New("refused: the PIN was used before\ntake another one")
		c := openPIN(r)
		r.typed(goodPIN)
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter", "y")
		r.onSmallScreens("PIN not changed: refused: the PIN was used before", "take another one")
		leftNothing(t, c)
		r.press("enter")
		r.onSmallScreens("new PIN _", "· 6 digits")
	})
	inBubble(t, func(r *rig) {
		r.payer.status, r.payer.err = client.MovementUnknown, client.ErrUnknown
		openPIN(r)
		r.typed(goodPIN)
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter", "y")
		r.onSmallScreens("outcome unknown: the PIN may be the new one, do not send it again")
	})
	inBubble(t, func(r *rig) { // nothing was noted
		r.payer.status, r.payer.err = "", errors.New("the disk is full")
		c := openPIN(r)
		r.typed(goodPIN)
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter", "y")
		r.onSmallScreens("not sent: the disk is full", "new PIN _")
		leftNothing(t, c)
	})
}

func TestActivateWithATypedCode(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := NewActivate(r.env, physicalCard(r))
		r.open(c)
		r.onSmallScreens("where is the activation code?", "> type it", "3DS records have none now; r looks again")
		r.press("enter")
		r.onSmallScreens("code _", "the activation code of the letter or e-mail")
		r.press("enter")
		r.typed("20834698")
		r.onSmallScreens("code ••••••••_")
		r.press("enter")
		r.onSmallScreens("code is there", "new PIN _", "· 6 digits")
		r.typed(goodPIN)
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter")
		r.onSmallScreens("without PIN 500.00", "0.00 to 2000.00 USD, usually 500.00", "what the card pays without its PIN")
		for range "500.00" {
			r.press("backspace")
		}
		r.typed("2001")
		r.onSmallScreens("the amount without a PIN is at most 2000.00 USD")
		r.press("enter")
		r.hides("activate this card?")
		r.press("backspace", "backspace")
		r.press("enter")
		r.onSmallScreens("activate this card?", "new PIN 6 digits", "without PIN up to 20.00 USD", "y confirms")
		r.hides(goodPIN, "20834698")
		r.press("y")
		r.onSmallScreens("activated: Ads EU", "status inactive -> active", "can be used with its PIN now")
		if r.payer.orders() != 1 {
			t.Fatal("not sent once")
		}
		sent, secrets := r.payer.sent[0], r.payer.secrets[0]
		if !secrets.PIN.Equal(crypto.SecretFromString(goodPIN)) || !secrets.ActivationCode.Equal(crypto.SecretFromString("20834698")) || sent.Change.Limits.NoPINAmount.String() != "20.00 USD" {
			t.Errorf("sent %+v", sent)
		}
		if !sent.Change.ActivationCode.IsZero() || !sent.Change.PIN.IsZero() {
			t.Error("what was handed to the journal is not wiped")
		}
		leftNothing(t, c)
	})
}

func TestActivateTakesTheCodeFromARecord(t *testing.T) {
	inBubble(t, func(r *rig) {
		card := physicalCard(r)
		r.issuer.records = []client.Record{
			{ID: "1", Kind: client.Record3DS, CardID: card.ID, Type: "activation_code", At: time.Now().Add(-48 * time.Hour), Value: r.issuer.vault.sealed(client.FieldCode, "11111111")},
			{ID: "2", Kind: client.Record3DS, CardID: card.ID, Type: "activation_code", At: time.Now(), Value: r.issuer.vault.sealed(client.FieldCode, "20834698")},
		}
		c := NewActivate(r.env, card)
		r.open(c)
		r.onSmallScreens("> type it", "3DS record of 2000-01-01", "a record is opened when you choose it")
		if len(r.issuer.vault.opened) != 0 {
			t.Fatal("opened before it was asked for")
		}
		if q := r.issuer.asked; q.Kind != client.Record3DS || q.CardID != card.ID || q.Type != "activation_code" {
			t.Errorf("asked for %+v", q)
		}
		r.press("down", "enter")
		r.onSmallScreens("code is there", "new PIN _")
		if len(r.issuer.vault.opened) != 1 || !r.issuer.vault.given[0].IsZero() {
			t.Errorf("opened %d, or what was opened is not wiped", len(r.issuer.vault.opened))
		}
		if e := got[AuditMsg](r); len(e) != 1 || e[0].Entry.Action != client.AuditCode || e[0].Entry.CardID != card.ID {
			t.Errorf("noted %+v", e)
		}
		r.typed(goodPIN)
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter", "enter", "y")
		if r.payer.orders() != 1 || !r.payer.secrets[0].ActivationCode.Equal(crypto.SecretFromString("20834698")) {
			t.Error("another code was sent")
		}
	})
	inBubble(t, func(r *rig) {
		card := physicalCard(r)
		r.issuer.records = []client.Record{{ID: "2", CardID: card.ID, At: time.Now(), Value: r.issuer.vault.sealed(client.FieldCode, "20834698")}}
		r.issuer.vault.err = errors.New("cannot be opened\ncheck the key")
		c := NewActivate(r.env, card)
		r.open(c)
		r.press("down", "enter")
		r.onSmallScreens("not opened: cannot be opened", "check the key")
		r.issuer.vault.err, r.issuer.vault.delay = nil, time.Second
		r.press("enter")
		r.onSmallScreens("opening it on this machine")
		c.Hide()
		r.tick(2 * time.Second)
		r.onSmallScreens("where is the activation code?")
		for _, s := range r.issuer.vault.given {
			if !s.IsZero() {
				t.Error("a late code is not wiped")
			}
		}
		leftNothing(t, c)
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave")
		}
	})
}

func TestActivateGoesBackStepByStep(t *testing.T) {
	inBubble(t, func(r *rig) {
		c := NewActivate(r.env, physicalCard(r))
		r.open(c)
		r.press("enter")
		r.typed("20834698")
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter")
		r.typed(goodPIN)
		r.press("enter", "enter")
		for _, want := range []string{"activate this card?", "without PIN 500.00", "once more ••••••_", "new PIN ••••••_", "where is the activation code?"} {
			r.onSmallScreens(want)
			r.press("esc")
		}
		if len(got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave in the end")
		}
		leftNothing(t, c)
	})
}

func TestPINAndActivationFitEverySize(t *testing.T) {
	inBubble(t, func(r *rig) {
		for _, s := range []*Change{NewPIN(r.env, adsCard()), NewActivate(r.env, physicalCard(r))} {
			r.open(s)
			for _, k := range []string{"1", "enter", "1", "1", "1", "1", "2", "enter"} {
				r.press(k)
				for _, size := range testSizes {
					fits(t, s, size[0], size[1])
				}
			}
		}
	})
}
