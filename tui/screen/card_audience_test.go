package screen

import (
	"cmp"
	"context"
	"strings"
	"testing"

	"cardwallet/client"
)

func TestRevealBeforeOthersTakesASecondPress(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.env.Audience = NewAudience(func(context.Context) []string { return []string{"mine", "other", "third"} })
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.shows("2 others see this terminal", "press again to go on all the same", "•••")
		wiped(r)
		if n := r.issuer.count("details"); n != 0 || len(r.issuer.vault.opened) != 0 {
			t.Errorf("asked for the details %d times, opened %d fields", n, len(r.issuer.vault.opened))
		}
		r.press("v")
		r.shows("4288 3751 2345 4242", testCVV)
		r.press("v", "v") // asked once
		r.shows("4288 3751 2345 4242")
	})
}

func TestMasksTellNothing(t *testing.T) {
	for kind, values := range map[client.FieldKind][]string{
		client.FieldPAN:    {"4222222222222", "4288375123454242", "6304000000000000000"},
		client.FieldExpiry: {"09/29", "12/31"},
		client.FieldCVV:    {"738", "7381"},
		client.FieldURL:    {testLink, testLink + "/and/more"},
	} {
		masks := map[string]bool{}
		for _, value := range values {
			inBubble(t, func(r *rig) {
				f := r.issuer.vault.sealed(kind, value)
				r.issuer.details = client.Details{Number: f}
				switch kind {
				case client.FieldExpiry:
					r.issuer.details = client.Details{Number: r.issuer.vault.sealed(client.FieldPAN, testPAN), Expiry: f}
				case client.FieldCVV:
					r.issuer.details = client.Details{Number: r.issuer.vault.sealed(client.FieldPAN, testPAN), CVV: f}
				case client.FieldURL:
					r.issuer.details = client.Details{ActivateURL: f}
				}
				c := NewCard(r.env, adsCard())
				r.open(c)
				r.press("v")
				r.settle()
				if !c.Reveals() {
					t.Fatalf("%s %s is not shown", kind, value)
				}
				r.press("v")
				for _, field := range c.fields {
					if field.kind == kind {
						mask := stripStyle(c.fieldLines(field, false, 80)[0])
						masks[strings.ReplaceAll(mask, cmp.Or(c.card.Last4, "none"), "••••")] = true
					}
				}
			})
		}
		if len(masks) != 1 {
			t.Errorf("%s: masks %v", kind, masks)
		}
	}
}
