package codes

import (
	"testing"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// The codes are open, or could not be opened, as state says.
func FuzzView(f *testing.F) {
	screentest.FuzzScreens(f, func(h screentest.Hostile) []ui.Screen {
		h.Env.Latest.Note(h.Card, []client.Record{{Kind: client.RecordAuthorizations, At: h.Env.Now(), Merchant: client.Merchant{Name: h.Text},
			Amount: client.Money{Currency: h.Text}}}, h.Env.Now())
		otp := NewOTP(h.Env, h.Card)
		otp.arrange()
		for _, c := range otp.list.Matching() {
			if h.State&16 != 0 {
				otp.onOpened(codeOpenedMsg{owner: &otp.openCodes, ctx: otp.ctx, code: c, err: h.Err()})
			} else if value, err := c.Value.Open(h.Env.Ctx); err == nil {
				otp.onOpened(codeOpenedMsg{owner: &otp.openCodes, ctx: otp.ctx, code: c, value: value})
			}
		}
		feed := NewFeed(h.Env)
		feed.arrange()
		for _, c := range feed.list.Matching() {
			if value, err := c.Value.Open(h.Env.Ctx); err == nil && h.State&16 == 0 {
				feed.onOpened(codeOpenedMsg{owner: &feed.openCodes, ctx: feed.ctx, code: c, value: value})
			}
		}
		return []ui.Screen{otp, feed}
	})
}
