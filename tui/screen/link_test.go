package screen

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
)

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

func TestOTPLongApprovalLinkIsShownWhole(t *testing.T) {
	link := "https://acs.example/3ds?creq=" + strings.Repeat("eyJ0aHJlZURTU2Vy", 35) + "-end"
	inBubble(t, func(r *rig) {
		openOTP(r)
		c := r.code("1", "", 0, 5*time.Minute)
		c.Type, c.Value = client.CodeAuthURL, r.issuer.vault.sealed(client.FieldURL, link)
		r.arrive(c, r.code("2", "482913", time.Minute, 5*time.Minute), r.code("3", "482914", time.Minute, 5*time.Minute))
		r.press("v")
		r.onSmallScreens("approve in the browser", "5:00 left")
		for _, size := range testSizes[:3] {
			view := ansi.Strip(r.screen.View(size[0], size[1]))
			if !strings.Contains(strings.ReplaceAll(view, "\n", ""), link) {
				t.Errorf("the link cannot be selected at %v:\n%s", size, view)
			}
			fits(t, r.screen, size[0], size[1])
		}
	})
}

func TestOTPCountdownNeverExceedsTheCodesLife(t *testing.T) {
	inBubble(t, func(r *rig) {
		openOTP(r)
		r.env.Codes.Offset["fin"] = -10 * time.Minute // a wrong Date
		r.env.Codes.Codes = []client.Code{r.code("1", "482913", 0, 5*time.Minute)}
		r.env.Codes.Codes[0].ReceivedAt, r.env.Codes.Codes[0].ExpiresAt = time.Now(), time.Now().Add(5*time.Minute)
		r.do(r.screen.Update(CodesMsg{}))
		r.settle()
		r.shows("5:00 left", "████████████████████████████████████████")
	})
}
