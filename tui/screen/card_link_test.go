package screen

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/crypto"
)

func TestPlainGiftLinkIsShownAndCopiedOnRequestOnly(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.details = client.Details{ActivateURL: client.PlainField(client.FieldURL, crypto.SecretFromString(testLink))}
		card := adsCard()
		card.Category = "GIFT"
		r.open(NewCard(r.env, card))
		r.hides(testLink, "CVV")
		r.press("c")
		r.hides(testLink)
		if copies := got[CopyMsg](r); len(copies) != 1 || copies[0].Value.RevealString() != testLink {
			t.Errorf("copied %+v", copies)
		}
	})
	inBubble(t, func(r *rig) {
		r.issuer.details = client.Details{ActivateURL: client.PlainField(client.FieldURL, crypto.SecretFromString(testLink))}
		card := adsCard()
		card.Category = "GIFT"
		r.open(NewCard(r.env, card))
		r.press("v")
		r.onSmallScreens(testLink, "hides in")
	})
}

func TestLongLinkIsShownWhole(t *testing.T) {
	link := "https://gift.example/redeem/" + strings.Repeat("0123456789abcdef", 30) + "-end"
	inBubble(t, func(r *rig) {
		r.issuer.details = client.Details{ActivateURL: r.issuer.vault.sealed(client.FieldURL, link)}
		card := adsCard()
		card.Category = "GIFT"
		r.open(NewCard(r.env, card))
		r.press("v")
		r.onSmallScreens("hides in 0:20")
		for _, size := range testSizes[:3] {
			view := ansi.Strip(r.screen.View(size[0], size[1]))
			if !strings.Contains(strings.ReplaceAll(view, "\n", ""), link) {
				t.Errorf("the link cannot be selected at %v:\n%s", size, view)
			}
		}
		fits(t, r.screen, 60, 13)
		if tiny := ansi.Strip(r.screen.View(60, 6)); !strings.Contains(tiny, "the end does not fit") || !strings.Contains(tiny, "hides in 0:20") {
			t.Errorf("a cut link is not said to be cut:\n%s", tiny)
		}
	})
}
