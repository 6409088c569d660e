package cards

import (
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

func TestCardOfAnIssuerThatKeepsNoRecordsSaysSo(t *testing.T) {
	for _, key := range []string{"T", "S"} {
		screentest.InBubble(t, func(r *screentest.Rig) {
			r.Env.Wallet = client.NewWallet(client.Account{Profile: "fin", Kind: "finhub", Issuer: struct{ client.Issuer }{r.Issuer}})
			r.Open(NewCard(r.Env, screentest.AdsCard()))
			r.Press(key)
			if n := screentest.Got[ui.NoticeMsg](r); len(n) != 1 || !strings.Contains(n[0].Text, "FinHub keeps no records") {
				t.Errorf("%s: notices %+v", key, n)
			}
		})
	}
}
