package cards

import (
	"cmp"
	"context"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

func TestRevealBeforeOthersTakesASecondPress(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Audience = screen.NewAudience(func(context.Context) []string { return []string{"mine", "other", "third"} })
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		r.Shows("2 others see this terminal", "press again to go on all the same", "•••")
		wiped(r)
		if n := r.Issuer.Count("details"); n != 0 || len(r.Issuer.Vault.Opened) != 0 {
			t.Errorf("asked for the details %d times, opened %d fields", n, len(r.Issuer.Vault.Opened))
		}
		r.Press("v")
		r.Shows("4288 3751 2345 4242", screentest.TestCVV)
		r.Press("v", "v") // asked once
		r.Shows("4288 3751 2345 4242")
	})
}

func TestMasksTellNothing(t *testing.T) {
	for kind, values := range map[client.FieldKind][]string{
		client.FieldPAN:    {"4222222222222", "4288375123454242", "6304000000000000000"},
		client.FieldExpiry: {"09/29", "12/31"},
		client.FieldCVV:    {"738", "7381"},
		client.FieldURL:    {screentest.TestLink, screentest.TestLink + "/and/more"},
	} {
		masks := map[string]bool{}
		for _, value := range values {
			screentest.InBubble(t, func(r *screentest.Rig) {
				f := r.Issuer.Vault.Sealed(kind, value)
				r.Issuer.TheDetails = client.Details{Number: f}
				switch kind {
				case client.FieldExpiry:
					r.Issuer.TheDetails = client.Details{Number: r.Issuer.Vault.Sealed(client.FieldPAN, screentest.TestPAN), Expiry: f}
				case client.FieldCVV:
					r.Issuer.TheDetails = client.Details{Number: r.Issuer.Vault.Sealed(client.FieldPAN, screentest.TestPAN), CVV: f}
				case client.FieldURL:
					r.Issuer.TheDetails = client.Details{ActivateURL: f}
				default: // in the place of the number
				}
				c := NewCard(r.Env, screentest.AdsCard())
				r.Open(c)
				r.Press("v")
				r.Settle()
				if !c.Reveals() {
					t.Fatalf("%s %s is not shown", kind, value)
				}
				r.Press("v")
				for _, field := range c.fields {
					if field.kind == kind {
						mask := screentest.StripStyle(c.fieldRow(field, false, 80)[0])
						masks[strings.ReplaceAll(mask, cmp.Or(c.Card.Last4, "none"), "••••")] = true
					}
				}
			})
		}
		if len(masks) != 1 {
			t.Errorf("%s: masks %v", kind, masks)
		}
	}
}
