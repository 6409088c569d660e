package cards

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

func TestListReadsTheOneCardThatChanged(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		list := NewCards(r.Env)
		r.Open(list)
		r.OnSmallScreens("Ads EU", "active")
		for _, status := range []client.CardStatus{client.CardFreezing, client.CardFrozen} {
			r.Issuer.TheCard.Status = status
			r.Take(screen.MovedMsg{Movement: client.Movement{Profile: "fin", CardID: screentest.AdsCard().ID, Kind: client.MoveFreeze}})
			r.Settle()
			r.OnSmallScreens(string(status))
		}
		if r.Issuer.Count("cards") != 1 || r.Issuer.Count("card") != 2 {
			t.Errorf("read the list %d times and the card %d times", r.Issuer.Count("cards"), r.Issuer.Count("card"))
		}
		r.Issuer.Set("card", client.ErrUnreachable) // then the list is asked
		r.Take(screen.MovedMsg{Movement: client.Movement{Profile: "fin", CardID: screentest.AdsCard().ID, Kind: client.MoveFreeze}})
		r.Settle()
		r.Take(screen.MovedMsg{Movement: client.Movement{Profile: "fin", CardID: "elsewhere", Kind: client.MoveFreeze}})
		r.Settle()
		if n := r.Issuer.Count("cards"); n != 3 {
			t.Errorf("read the list %d times", n)
		}
	})
}
