package records

import (
	"cmp"
	"strings"

	"cardwallet/client"
	"cardwallet/client/mcc"
	"cardwallet/tui/ui"
)

// recordSubject says in a few words what a record is about.
func recordSubject(r client.Record) string {
	name := ui.Safe(cmp.Or(r.Merchant.Name, r.Description, r.Remark, strings.TrimSpace(r.Organization+" "+r.CardType), r.OrderID, r.ID))
	if category := mcc.Name(r.Merchant.MCC); category != "" {
		return name + " · " + category
	}
	return name
}
