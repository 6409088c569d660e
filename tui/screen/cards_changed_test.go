package screen

import (
	"testing"

	"cardwallet/client"
)

func TestListReadsTheOneCardThatChanged(t *testing.T) {
	inBubble(t, func(r *rig) {
		list := NewCards(r.env)
		r.open(list)
		r.onSmallScreens("Ads EU", "active")
		for _, status := range []client.CardStatus{client.CardFreezing, client.CardFrozen} {
			r.issuer.card.Status = status
			r.take(MovedMsg{Movement: client.Movement{Profile: "fin", CardID: adsCard().ID, Kind: client.MoveFreeze}})
			r.settle()
			r.onSmallScreens(string(status))
		}
		if r.issuer.count("cards") != 1 || r.issuer.count("card") != 2 {
			t.Errorf("read the list %d times and the card %d times", r.issuer.count("cards"), r.issuer.count("card"))
		}
		r.issuer.set("card", client.ErrUnreachable) // then the list is asked
		r.take(MovedMsg{Movement: client.Movement{Profile: "fin", CardID: adsCard().ID, Kind: client.MoveFreeze}})
		r.settle()
		r.take(MovedMsg{Movement: client.Movement{Profile: "fin", CardID: "elsewhere", Kind: client.MoveFreeze}})
		r.settle()
		if n := r.issuer.count("cards"); n != 3 {
			t.Errorf("read the list %d times", n)
		}
	})
}
