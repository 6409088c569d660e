package plan

import (
	"cmp"
	"slices"

	"cardwallet/client"
)

// CardStatuses are all statuses: what can be used first and what is over last.
var CardStatuses = []client.CardStatus{
	client.CardActive, client.CardInactive, client.CardPending, client.CardUnfreezing, client.CardFreezing, client.CardFrozen,
	client.CardCanceling, client.CardBlocked, client.CardUnknown, client.CardFailed, client.CardExpired, client.CardCanceled,
}

// CompareStatus puts the status first that stands first in CardStatuses.
func CompareStatus(a, b client.CardStatus) int {
	return cmp.Compare(slices.Index(CardStatuses, a), slices.Index(CardStatuses, b))
}
