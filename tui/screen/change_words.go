package screen

import (
	"cardwallet/client"
)

// changeTexts are how people call a change of a card.
type changeTexts struct {
	verb     string // "freeze"
	question string
	done     string // the outcome: "frozen"
	undone   string
	hint     string // what the outcome means
}

var changeTextsOf = map[client.MovementKind]changeTexts{
	client.MoveFreeze: {"freeze", "freeze this card?", "frozen", "not frozen",
		"it pays nothing until it is unfrozen; what is on it stays"},
	client.MoveUnfreeze: {"unfreeze", "unfreeze this card?", "unfrozen", "not unfrozen",
		"it can be used again"},
	client.MoveCancel: {"cancel card", "cancel this card for good?", "canceled for good", "not canceled",
		"it can never be used again"},
	client.MovePIN: {"PIN", "give this card another PIN?", "PIN changed", "PIN not changed",
		"the old PIN is void; nothing here has kept the new one"},
	client.MoveLimits: {"limits", "change the limits of this card?", "limits changed", "limits not changed",
		""},
	client.MoveActivate: {"activate", "activate this card?", "activated", "not activated",
		"it can be used with its PIN now"},
}

func changeVerb(kind client.MovementKind) string { return changeTextsOf[kind].verb }
