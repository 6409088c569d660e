package order

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func openPIN(r *screentest.Rig) *Change {
	s := NewPIN(r.Env, screentest.AdsCard())
	r.Open(s)
	return s
}

func TestPINIsSetOnce(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Delay = time.Second
		c := openPIN(r)
		r.OnSmallScreens("new PIN", "· 6 digits", "· no digit 3 times in a row", "· digits that do not only ascend",
			"· digits that do not only descend", "· no 2 or 3 digits that come again", "never shown or kept")
		r.Typed(screentest.GoodPIN)
		r.OnSmallScreens("new PIN ••••••", "✓ 6 digits", "✓ no digit 3 times", "✓ digits that do not only ascend",
			"✓ digits that do not only descend", "✓ no 2 or 3")
		r.Press("7", "x") // no more than six, and only digits
		r.OnSmallScreens("new PIN ••••••")
		r.Press("enter")
		r.OnSmallScreens("once more")
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.OnSmallScreens("Give this card another PIN?", "6 digits, as typed twice", "no other key confirms")
		r.Hides(screentest.GoodPIN)
		r.Press("y")
		r.OnSmallScreens("Changing the PIN", "6 digits, as typed twice; it is never shown or kept", "written down here", "○ done")
		r.Hides(screentest.GoodPIN, "••", "no other key confirms")
		r.Press("y", "enter", "esc")
		r.Tick(2 * time.Second)
		r.OnSmallScreens("PIN changed: Ads EU", "the old PIN is void; nothing here has kept the new one")
		if n := r.Payer.Orders(); n != 1 {
			t.Fatalf("sent %d", n)
		}
		if !r.Payer.Secrets[0].PIN.Equal(crypto.SecretFromString(screentest.GoodPIN)) {
			t.Error("another PIN was sent")
		}
		if !r.Payer.Sent[0].Change.PIN.IsZero() || !r.Payer.Checked[0].Change.PIN.IsZero() {
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
		fields = []*ui.SecretField{&f.entry.First, &f.entry.Again}
	case *activateForm:
		fields = []*ui.SecretField{&f.code, &f.pin.First, &f.pin.Again}
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
			screentest.InBubble(t, func(r *screentest.Rig) {
				openPIN(r)
				r.Typed(typed)
				r.OnSmallScreens(want)
				r.Press("enter")
				problem := "this PIN cannot be used: see what is marked"
				if strings.HasPrefix(want, "·") { // nothing is marked
					problem = "type all 6 digits first"
				}
				r.OnSmallScreens(problem)
				r.Hides("once more")
				r.Press("backspace")
				r.Hides(problem)
				r.Press("y")
				if r.Payer.Orders() != 0 {
					t.Error("sent")
				}
			})
		})
	}
}

func TestPINThatIsNotTheSameTwice(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := openPIN(r)
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed("4829")
		r.Press("enter")
		r.OnSmallScreens("type all 6 digits once more")
		r.Typed("16")
		r.Press("enter")
		r.OnSmallScreens("the two were not the same: type a new PIN again, twice", "▌new PIN")
		leftNothing(t, c)
		r.Take(tea.PasteMsg{Content: " " + screentest.GoodPIN + "\n"})
		r.Press("enter")
		r.Take(tea.PasteMsg{Content: "4829x5"})
		r.OnSmallScreens("what was pasted is not 6 digits")
		r.Take(tea.PasteMsg{Content: screentest.GoodPIN})
		r.Press("esc") // to the first one
		r.OnSmallScreens("new PIN ••••••", "✓ 6 digits")
		r.Press("enter")
		r.Take(tea.PasteMsg{Content: screentest.GoodPIN})
		r.Press("enter", "y")
		if r.Payer.Orders() != 1 {
			t.Error("not sent")
		}
	})
}

// Leaving, locking and suspending call Hide.
func TestPINIsWipedWhenHidden(t *testing.T) {
	for name, keys := range map[string][]string{"once": {"4", "8"}, "again": {"enter", "4"}, "summary": {"enter", "again", "enter"}} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				c := openPIN(r)
				if name != "once" {
					r.Typed(screentest.GoodPIN)
				}
				for _, k := range keys {
					if k == "again" {
						r.Typed(screentest.GoodPIN)
					} else {
						r.Press(k)
					}
				}
				c.Hide()
				leftNothing(t, c)
				r.Shows("new PIN", "· 6 digits")
				r.Press("y", "enter", "y")
				if r.Payer.Orders() != 0 {
					t.Error("sent after it was wiped")
				}
				r.Press("esc")
				if len(screentest.Got[ui.BackMsg](r)) != 1 {
					t.Error("esc does not leave")
				}
			})
		})
	}
	screentest.InBubble(t, func(r *screentest.Rig) { // what is on its way stays whole
		r.Payer.Delay = 2 * time.Second
		c := openPIN(r)
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter", "y")
		c.Hide()
		r.Tick(3 * time.Second)
		r.Shows("PIN changed")
		if r.Payer.Orders() != 1 || !r.Payer.Secrets[0].PIN.Equal(crypto.SecretFromString(screentest.GoodPIN)) {
			t.Error("the order was torn")
		}
	})
}

func TestPINThatWasRefusedIsTypedAgain(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Status, r.Payer.Err = client.MovementFailed, errors.New("refused: the PIN was used before\ntake another one")
		c := openPIN(r)
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter", "y")
		r.OnSmallScreens("PIN not changed: refused: the PIN was used before", "take another one")
		leftNothing(t, c)
		r.Press("enter")
		r.OnSmallScreens("▌new PIN", "· 6 digits")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Payer.Status, r.Payer.Err = client.MovementUnknown, client.ErrUnknown
		openPIN(r)
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter", "y")
		r.OnSmallScreens("outcome unknown: the PIN may be the new one, do not send it again")
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // nothing was noted
		r.Payer.Status, r.Payer.Err = "", errors.New("the disk is full")
		c := openPIN(r)
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter", "y")
		r.OnSmallScreens("not sent: the disk is full", "▌new PIN")
		leftNothing(t, c)
	})
}

func TestActivateWithATypedCode(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := NewActivate(r.Env, screentest.PhysicalCard(r))
		r.Open(c)
		r.OnSmallScreens("where is the activation code?", "▌ type it", "3DS records have none now; r looks again")
		var keys []string
		for _, a := range c.Actions() {
			keys = append(keys, a.Key.Help().Desc)
		}
		if got := strings.Join(keys, " "); got != "choose refresh" {
			t.Errorf("the keys of a choice are %q", got)
		}
		r.Press("enter")
		r.OnSmallScreens("▌code", "the activation code of the letter or e-mail")
		r.Press("enter")
		r.Typed("20834698")
		r.OnSmallScreens("code ••••••••")
		r.Press("enter")
		r.OnSmallScreens("code is there", "▌new PIN", "· 6 digits")
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.OnSmallScreens("without PIN 500.00", "0.00 to 2,000.00 USD, usually 500.00", "what the card pays without its PIN")
		for range "500.00" {
			r.Press("backspace")
		}
		r.Typed("2001")
		r.OnSmallScreens("the amount without a PIN is at most 2,000.00 USD")
		r.Press("enter")
		r.Hides("Activate this card?")
		r.Press("backspace", "backspace")
		r.Press("enter")
		r.OnSmallScreens("Activate this card?", "new PIN 6 digits", "without PIN up to 20.00 USD", "no other key confirms")
		r.Hides(screentest.GoodPIN, "20834698")
		r.Press("y")
		r.OnSmallScreens("activated: Ads EU", "status inactive → active", "can be used with its PIN now")
		if r.Payer.Orders() != 1 {
			t.Fatal("not sent once")
		}
		sent, secrets := r.Payer.Sent[0], r.Payer.Secrets[0]
		if !secrets.PIN.Equal(crypto.SecretFromString(screentest.GoodPIN)) ||
			!secrets.ActivationCode.Equal(crypto.SecretFromString("20834698")) || sent.Change.Limits.NoPINAmount.String() != "20.00 USD" {
			t.Errorf("sent %+v", sent)
		}
		if !sent.Change.ActivationCode.IsZero() || !sent.Change.PIN.IsZero() {
			t.Error("what was handed to the journal is not wiped")
		}
		leftNothing(t, c)
	})
}

func TestActivateTakesTheCodeFromARecord(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.PhysicalCard(r)
		r.Issuer.TheRecords = []client.Record{
			{ID: "1", Kind: client.Record3DS, CardID: card.ID, Type: "activation_code", At: time.Now().Add(-48 * time.Hour),
				Value: r.Issuer.Vault.Sealed(client.FieldCode, "11111111")},
			{ID: "2", Kind: client.Record3DS, CardID: card.ID, Type: "activation_code", At: time.Now(),
				Value: r.Issuer.Vault.Sealed(client.FieldCode, "20834698")},
		}
		c := NewActivate(r.Env, card)
		r.Open(c)
		r.OnSmallScreens("▌ type it", "3DS record of 01 Jan 00:00:00", "a record is opened when you choose it")
		if len(r.Issuer.Vault.Opened) != 0 {
			t.Fatal("opened before it was asked for")
		}
		if q := r.Issuer.Asked; q.Kind != client.Record3DS || q.CardID != card.ID || q.Type != "activation_code" {
			t.Errorf("asked for %+v", q)
		}
		r.Press("down", "enter")
		r.OnSmallScreens("code is there", "▌new PIN")
		if len(r.Issuer.Vault.Opened) != 1 || !r.Issuer.Vault.Given[0].IsZero() {
			t.Errorf("opened %d, or what was opened is not wiped", len(r.Issuer.Vault.Opened))
		}
		if e := screentest.Got[screen.AuditMsg](r); len(e) != 1 || e[0].Entry.Action != client.AuditCode || e[0].Entry.CardID != card.ID {
			t.Errorf("noted %+v", e)
		}
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter", "enter", "y")
		if r.Payer.Orders() != 1 || !r.Payer.Secrets[0].ActivationCode.Equal(crypto.SecretFromString("20834698")) {
			t.Error("another code was sent")
		}
	})
	screentest.InBubble(t, func(r *screentest.Rig) { // on whichever page it is
		card := screentest.PhysicalCard(r)
		code := client.Record{ID: "1", Kind: client.Record3DS, CardID: card.ID, Type: "activation_code", At: time.Now()}
		older := code
		older.ID, older.At, older.Value = "2", time.Now().Add(-time.Hour), r.Issuer.Vault.Sealed(client.FieldCode, "20834698")
		screentest.KeepRecords(r, code, older).Size = 1
		r.Open(NewActivate(r.Env, card))
		r.Press("down", "enter")
		r.OnSmallScreens("code is there", "▌new PIN")
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.PhysicalCard(r)
		r.Issuer.TheRecords = []client.Record{{ID: "2", CardID: card.ID, At: time.Now(),
			Value: r.Issuer.Vault.Sealed(client.FieldCode, "20834698")}}
		r.Issuer.Vault.Err = errors.New("cannot be opened\ncheck the key")
		c := NewActivate(r.Env, card)
		r.Open(c)
		r.Press("down", "enter")
		r.OnSmallScreens("not opened: cannot be opened", "check the key")
		r.Issuer.Vault.Err, r.Issuer.Vault.Delay = nil, time.Second
		r.Press("enter")
		r.OnSmallScreens("opening it on this machine")
		c.Hide()
		r.Tick(2 * time.Second)
		r.OnSmallScreens("where is the activation code?")
		for _, s := range r.Issuer.Vault.Given {
			if !s.IsZero() {
				t.Error("a late code is not wiped")
			}
		}
		leftNothing(t, c)
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave")
		}
	})
}

// endlessCodes has a page of activation codes after the other, until it is not asked any more.
type endlessCodes struct {
	client.Issuer
	asked atomic.Int32
}

func (*endlessCodes) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.Record3DS}, false
}

func (e *endlessCodes) Records(ctx context.Context, _ client.RecordQuery) (client.RecordPage, error) {
	if err := ctx.Err(); err != nil {
		return client.RecordPage{}, err
	}
	n := e.asked.Add(1)
	time.Sleep(time.Second)
	return client.RecordPage{Records: []client.Record{{ID: strconv.Itoa(int(n))}}, Total: 1000, More: true}, nil
}

// Behind the lock nothing is asked: looking for codes ends with hiding, not with the list.
func TestActivateAsksForNoMorePagesOnceItIsHidden(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c, e := NewActivate(r.Env, screentest.PhysicalCard(r)), &endlessCodes{}
		form := c.form.(*activateForm)
		form.account.Issuer = e
		answers := make(chan tea.Msg)
		ask := form.ask()
		go func() { answers <- ask() }()
		time.Sleep(2500 * time.Millisecond)
		before := e.asked.Load()
		c.Hide()
		msg := <-answers
		if after := e.asked.Load(); before < 2 || after != before || form.asking {
			t.Errorf("asked for %d pages, then for %d, asking %v", before, after, form.asking)
		}
		r.Screen = c
		if r.Take(msg); form.asking || form.askErr != nil || len(form.records) > 0 {
			t.Errorf("asking %v, %v, %d records", form.asking, form.askErr, len(form.records))
		}
	})
}

func TestActivateGoesBackStepByStep(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c := NewActivate(r.Env, screentest.PhysicalCard(r))
		r.Open(c)
		r.Press("enter")
		r.Typed("20834698")
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter")
		r.Typed(screentest.GoodPIN)
		r.Press("enter", "enter")
		for _, want := range []string{"Activate this card?", "without PIN 500.00", "once more ••••••", "new PIN ••••••",
			"where is the activation code?"} {
			r.OnSmallScreens(want)
			r.Press("esc")
		}
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Error("esc does not leave in the end")
		}
		leftNothing(t, c)
	})
}

func TestPINAndActivationFitEverySize(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		for _, s := range []*Change{NewPIN(r.Env, screentest.AdsCard()), NewActivate(r.Env, screentest.PhysicalCard(r))} {
			r.Open(s)
			for _, k := range []string{"1", "enter", "1", "1", "1", "1", "2", "enter"} {
				r.Press(k)
				for _, size := range screentest.TestSizes {
					screentest.Fits(t, s, size[0], size[1])
				}
			}
		}
	})
}
func TestActivateLooksAgainWithRecordsListed(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.PhysicalCard(r)
		plain := client.PlainField(client.FieldCode, crypto.SecretFromString("20834698"))
		r.Issuer.TheRecords = []client.Record{
			{ID: "2", Kind: client.Record3DS, CardID: card.ID, Type: "activation_code", At: time.Now(), Value: plain},
		}
		c := NewActivate(r.Env, card)
		r.Open(c)
		r.Issuer.TheRecords = nil
		r.Press("r")
		if plain.Present() {
			t.Error("a code that came unsealed is still there")
		}
		c.Hide()
		r.OnSmallScreens("r looks for one among the card's 3DS records")
	})
}
