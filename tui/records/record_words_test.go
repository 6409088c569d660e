package records

import (
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
)

func TestSubject(t *testing.T) {
	purchase := client.Record{Kind: client.RecordPurchases, ID: "4308", OrderID: "CW1", Organization: "Visa", CardType: "Physical"}
	if got := subject(purchase); got != "Visa, plastic" {
		t.Errorf("a purchase is of %q", got)
	}
	if got := title(purchase); got != "Card bought" {
		t.Errorf("a purchase is called %q", got)
	}
}

func TestRecordNamesItsCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		screentest.KeepRecords(r)
		account, _ := r.Env.Wallet.Account("fin")
		v := newRecord(r.Env, account, screentest.Authorization(1, "auth", "succeed", "5"), nil)
		r.Open(v)
		if view := v.View(80, 30); !strings.Contains(view, screentest.AdsCard().Name+", "+screentest.AdsCard().ID) {
			t.Errorf("the card is not named:\n%s", view)
		}
	})
}
