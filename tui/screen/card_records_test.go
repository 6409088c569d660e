package screen

import (
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

func TestCardOfAnIssuerThatKeepsNoRecordsSaysSo(t *testing.T) {
	for _, key := range []string{"T", "S"} {
		inBubble(t, func(r *rig) {
			r.env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: struct{ client.Issuer }{r.issuer}})
			r.open(NewCard(r.env, adsCard()))
			r.press(key)
			if n := got[ui.NoticeMsg](r); len(n) != 1 || !strings.Contains(n[0].Text, "FinHub keeps no records") {
				t.Errorf("%s: notices %+v", key, n)
			}
		})
	}
}
