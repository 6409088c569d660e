package screen

import (
	"slices"
	"time"

	"cardwallet/client"
)

// openedBefore is an unknown top-up of the card, three minutes old.
func openedBefore() client.Movement {
	return client.Movement{
		OrderID: "CWEARLIER000000000000000ABCD", Profile: "fin", CardID: adsCard().ID, Kind: client.MoveTopUp, Amount: usd("30"),
		Status: client.MovementUnknown, CreatedAt: time.Now().Add(-3 * time.Minute),
		Description: "no answer came in time; the money may have moved",
	}
}

func openMovement(in client.Intent) error {
	if slices.Contains(in.OverrideOpen, openedBefore().OrderID) {
		return nil
	}
	return &client.GuardError{Kind: client.ErrOpenMovement, Movement: openedBefore(), Detail: "order CW", Hint: "settle it first"}
}

func repeated(in client.Intent) error {
	if slices.Contains(in.Repeat, openedBefore().OrderID) {
		return nil
	}
	m := openedBefore()
	m.Status = client.MovementSucceeded
	return &client.GuardError{Kind: client.ErrRepeat, Movement: m}
}
