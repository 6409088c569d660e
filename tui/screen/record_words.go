package screen

import (
	"cmp"
	"strings"

	"cardwallet/client"
	"cardwallet/client/mcc"
	"cardwallet/tui/ui"
)

// RecordSays reports whether a record has the text in one of its fields, in any case.
func RecordSays(r client.Record, text string) bool {
	return strings.Contains(recordText(r), strings.ToLower(text))
}

// recordText is what a filter looks at, in lower case, each part on a line of its own.
func recordText(r client.Record) string {
	return strings.ToLower(strings.Join([]string{
		r.ID, r.OriginID, r.OrderID, r.CardID, r.Type, r.Status, r.Merchant.Name, r.Merchant.MCC, mcc.Name(r.Merchant.MCC), r.Merchant.City,
		r.Merchant.Country, r.Description, r.Remark, r.AuthorizationCode, r.Amount.String(), r.CardAmount.String(),
	}, "\n"))
}

// recordSubject says in a few words what a record is about.
func recordSubject(r client.Record) string {
	name := ui.Safe(cmp.Or(r.Merchant.Name, r.Description, r.Remark, r.OrderID, r.ID))
	if category := mcc.Name(r.Merchant.MCC); category != "" {
		return name + " · " + category
	}
	return name
}
