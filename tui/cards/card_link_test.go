package cards

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

func TestPlainGiftLinkIsShownAndCopiedOnRequestOnly(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails = client.Details{ActivateURL: client.PlainField(client.FieldURL, crypto.SecretFromString(screentest.TestLink))}
		card := screentest.AdsCard()
		card.Form = client.FormLink
		r.Open(NewCard(r.Env, card))
		r.Hides(screentest.TestLink, "CVV")
		r.Press("c")
		r.Hides(screentest.TestLink)
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].Value.RevealString() != screentest.TestLink {
			t.Errorf("copied %+v", copies)
		}
	})
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails = client.Details{ActivateURL: client.PlainField(client.FieldURL, crypto.SecretFromString(screentest.TestLink))}
		card := screentest.AdsCard()
		card.Form = client.FormLink
		r.Open(NewCard(r.Env, card))
		r.Press("v")
		r.OnSmallScreens(screentest.TestLink, "hides in")
	})
}

func TestLongLinkIsShownWhole(t *testing.T) {
	link := "https://gift.example/redeem/" + strings.Repeat("0123456789abcdef", 30) + "-end"
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails = client.Details{ActivateURL: r.Issuer.Vault.Sealed(client.FieldURL, link)}
		card := screentest.AdsCard()
		card.Form = client.FormLink
		r.Open(NewCard(r.Env, card))
		r.Press("v")
		r.OnSmallScreens("hides in 0:20")
		for _, size := range screentest.TestSizes[:3] {
			view := ansi.Strip(r.Screen.View(size[0], size[1]))
			if !strings.Contains(strings.ReplaceAll(view, "\n", ""), link) {
				t.Errorf("the link cannot be selected at %v:\n%s", size, view)
			}
		}
		screentest.Fits(t, r.Screen, 60, 13)
		if tiny := ansi.Strip(r.Screen.View(60, 6)); !strings.Contains(tiny, "the end does not fit") || !strings.Contains(tiny, "hides in 0:20") {
			t.Errorf("a cut link is not said to be cut:\n%s", tiny)
		}
	})
}
