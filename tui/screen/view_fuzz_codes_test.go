package screen

import (
	"testing"

	"cardwallet/tui/ui"
)

// The codes are open, or could not be opened, as state says.
func FuzzCodesView(f *testing.F) {
	fuzzScreens(f, func(h hostile) []ui.Screen {
		otp := NewOTP(h.env, h.card)
		for _, c := range otp.live() {
			if h.state&16 != 0 {
				otp.opened(codeOpenedMsg{owner: &otp.openCodes, serial: otp.serial, code: c, err: h.err()})
			} else if value, err := c.Value.Open(h.env.Ctx); err == nil {
				otp.opened(codeOpenedMsg{owner: &otp.openCodes, serial: otp.serial, code: c, value: value})
			}
		}
		feed := NewFeed(h.env)
		feed.arrange()
		for _, c := range feed.codes {
			if value, err := c.Value.Open(h.env.Ctx); err == nil && h.state&16 == 0 {
				feed.opened(codeOpenedMsg{owner: &feed.openCodes, serial: feed.serial, code: c, value: value})
			}
		}
		return []ui.Screen{otp, feed}
	})
}
