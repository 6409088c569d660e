package plan

import (
	"time"

	"cardwallet/client"
)

// listMargin is how long before a list came its figures may have been read, or an issuer may have been behind with them.
const listMargin = time.Minute

// BalanceMoved reports whether a card has other money of its own than when it was listed.
func BalanceMoved(listed, now client.Card) bool {
	was, is := listed.Own(), now.Own()
	return was.Known() && is.Known() && was.Currency == is.Currency && !client.Near(was.Amount, is.Amount)
}

// MovedBy gives a sentence, to be read before money is moved, about what became of the card's balance since it was listed, unless the
// journal's movements of the card explain that, or may. own are those movements, listedAt is when the list came.
func MovedBy(listed, now client.Card, own []client.Movement, listedAt time.Time) []string {
	if !BalanceMoved(listed, now) {
		return nil
	}
	was, is := listed.Own(), now.Own()
	rest := is.Sub(was)
	ours := false
	for _, m := range own {
		switch {
		case m.Kind.IsChange() || m.Status == client.MovementFailed:
			continue
		case !m.Status.Settled() || m.SettledAt.After(listedAt.Add(-listMargin)) && !m.SettledAt.After(listedAt):
			return nil // it may be in the list, or not
		case !m.SettledAt.After(listedAt):
			continue
		}
		ours = true
		if m.Kind == client.MoveWithdraw {
			rest = rest.Add(m.Amount)
		} else {
			rest = rest.Sub(m.Amount)
		}
	}
	if !rest.Known() || client.Near(rest.Amount, client.Money{}.Amount) {
		return nil
	}
	said := "the card had " + was.String() + " when the list was read and has " + is.String() + " now: "
	if ours {
		return []string{said + "not all of it by this wallet"}
	}
	return []string{said + "not by this wallet"}
}
