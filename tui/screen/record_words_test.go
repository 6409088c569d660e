package screen

import (
	"strings"
	"testing"

	"cardwallet/client"
)

func TestRecordSubject(t *testing.T) {
	purchase := client.Record{Kind: client.RecordPurchases, ID: "4308", OrderID: "CW1", Organization: "Visa", CardType: "Physical"}
	if got := recordSubject(purchase); got != "Visa Physical" {
		t.Errorf("a purchase is of %q", got)
	}
}

func TestRecordNamesItsCard(t *testing.T) {
	inBubble(t, func(r *rig) {
		keepRecords(r)
		account, _ := r.env.Wallet.Account("fin")
		v := NewRecord(r.env, account, authorization(1, "auth", "succeed", "5"), nil)
		r.open(v)
		if view := v.View(80, 30); !strings.Contains(view, adsCard().Name+", "+adsCard().ID) {
			t.Errorf("the card is not named:\n%s", view)
		}
	})
}
