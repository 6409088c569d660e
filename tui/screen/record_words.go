package screen

import (
	"cmp"
	"strings"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/mcc"
	"cardwallet/tui/ui"
)

// RecordSays reports whether a record has the text in one of its fields, in any case.
func RecordSays(r client.Record, text string) bool {
	return strings.Contains(recordText(r), fold.Text(text))
}

// recordText is what a filter looks at, folded, each part on a line of its own.
func recordText(r client.Record) string {
	m := r.Merchant
	parts := []string{
		r.ID, r.OriginID, r.OrderID, r.CardID, r.Type, r.Status, m.Name, m.MCC, mcc.Name(m.MCC), m.Category, m.City, m.State, m.ZIP, m.Country, m.ID,
		m.WalletType, r.Description, r.Remark, r.AuthorizationCode, r.TypeID, r.CardType, r.Organization, r.BIN, r.PaidFrom,
	}
	for _, amount := range []client.Money{r.Amount, r.CardAmount, r.Received, r.Fee, r.CrossBorder, r.Settled} {
		if amount.Known() {
			parts = append(parts, amount.String())
		}
	}
	return fold.Text(strings.Join(parts, "\n"))
}

// recordSubject says in a few words what a record is about.
func recordSubject(r client.Record) string {
	name := ui.Safe(cmp.Or(r.Merchant.Name, r.Description, r.Remark, strings.TrimSpace(r.Organization+" "+r.CardType), r.OrderID, r.ID))
	if category := mcc.Name(r.Merchant.MCC); category != "" {
		return name + " · " + category
	}
	return name
}
