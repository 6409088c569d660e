package issuertest

import "cardwallet/client"

type in = []client.CardStatus

// StatusRules are for issuers of tests that know all kinds of movements: what their documents would say of cards by their status.
var StatusRules = client.StatusRules{
	client.MoveTopUp:    client.OnlyActive,
	client.MoveWithdraw: {Allows: in{client.CardActive}},
	client.MoveFreeze:   {Allows: in{client.CardActive}, Forbids: in{client.CardFrozen, client.CardCanceled}},
	client.MoveUnfreeze: {Allows: in{client.CardFrozen}, Forbids: in{client.CardActive, client.CardCanceled}},
	client.MoveCancel:   {Allows: in{client.CardActive, client.CardFrozen, client.CardInactive}, Forbids: in{client.CardCanceled}},
	client.MovePIN:      {Allows: in{client.CardActive}, Forbids: in{client.CardInactive, client.CardCanceled}},
	client.MoveLimits:   {Allows: in{client.CardActive}, Forbids: in{client.CardCanceled}},
	client.MoveActivate: {Allows: in{client.CardInactive}, Forbids: in{client.CardActive, client.CardFrozen, client.CardCanceled}},
}
