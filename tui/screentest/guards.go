package screentest

import (
	"slices"
	"time"

	"cardwallet/client"
)

// OpenedBefore is an unknown top-up of the card, three minutes old.
func OpenedBefore() client.Movement {
	return client.Movement{
		OrderID: "CWEARLIER000000000000000ABCD", Profile: "fin", CardID: AdsCard().ID, Kind: client.MoveTopUp, Amount: Usd("30"),
		Status: client.MovementUnknown, CreatedAt: time.Now().Add(-3 * time.Minute),
		Description: "no answer came in time; the money may have moved",
	}
}

// OpenMovement is a guard that objects until the person overrides OpenedBefore.
func OpenMovement(in client.Intent) error {
	if slices.Contains(in.OverrideOpen, OpenedBefore().OrderID) {
		return nil
	}
	return &client.GuardError{Kind: client.ErrOpenMovement, Movement: OpenedBefore(), Detail: "order CW", Hint: "settle it first"}
}

// Repeated is a guard that objects until the person repeats OpenedBefore on purpose.
func Repeated(in client.Intent) error {
	if slices.Contains(in.Repeat, OpenedBefore().OrderID) {
		return nil
	}
	m := OpenedBefore()
	m.Status = client.MovementSucceeded
	return &client.GuardError{Kind: client.ErrRepeat, Movement: m}
}
