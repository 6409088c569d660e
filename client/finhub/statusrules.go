package finhub

import "cardwallet/client"

// in are the statuses that a card may be in.
type in = []client.CardStatus

// statusRules are what FinHub's cards page says. It has the meaning of each status: Normal is usable, un_activated waits for its
// activation, the words in -ing are under way, cancel is permanent, fail is a card whose creation failed. That a card can be canceled while
// it is frozen or inactive is inferred.
var statusRules = client.StatusRules{
	// The documents call only an active card usable.
	client.MoveTopUp: client.OnlyActive,
	// FinHub does not document what happens to the money on a card that has ended. So no status forbids to withdraw it.
	client.MoveWithdraw: {Allows: in{client.CardActive}},
	client.MoveFreeze:   {Allows: in{client.CardActive}, Forbids: in{client.CardFreezing, client.CardFrozen, client.CardCanceled}},
	client.MoveUnfreeze: {Allows: in{client.CardFrozen}, Forbids: in{client.CardUnfreezing, client.CardActive, client.CardCanceled}},
	client.MoveCancel: {Allows: in{client.CardActive, client.CardFrozen, client.CardInactive},
		Forbids: in{client.CardCanceling, client.CardCanceled}},
	// A card that waits for its activation gets its PIN with it.
	client.MovePIN:    {Allows: in{client.CardActive}, Forbids: in{client.CardInactive, client.CardCanceled}},
	client.MoveLimits: {Allows: in{client.CardActive}, Forbids: in{client.CardCanceled}},
	// Only a card that is un_activated waits for it. A blocked card may have been one: its block hides what it was before.
	client.MoveActivate: {Allows: in{client.CardInactive}, Forbids: in{client.CardActive, client.CardFreezing, client.CardFrozen,
		client.CardUnfreezing, client.CardCanceling, client.CardCanceled, client.CardFailed}},
}

// StatusRules are what FinHub documents of cards by their status.
func (d *Driver) StatusRules() client.StatusRules { return statusRules }
