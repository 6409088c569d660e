package codes

import (
	"context"
	"slices"
	"testing"
	"time"

	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
)

func TestCodesBeforeOthersTakeAKey(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		there := []string{"mine", "other"}
		r.Env.Audience = screen.NewAudience(func(context.Context) []string { return slices.Clone(there) })
		openOTP(r)
		r.Arrive(r.Code("one", "482913", 0, 5*time.Minute), r.Code("two", "771204", 0, 5*time.Minute))
		r.Settle()
		unread(r)
		r.Hides("482", "771")
		r.Arrive(r.Code("three", "559300", 0, 5*time.Minute)) // is no key
		r.Settle()
		r.Hides("482", "771", "559")
		r.Press("v")
		r.Settle()
		r.Shows("482913")
		r.Press("down")
		r.Shows("559300")
		r.Press("down")
		r.Shows("771204")
		r.Press("g")
		r.Tick(time.Second)
		there = []string{"mine", "third"}
		r.Arrive(r.Code("four", "600700", 0, 5*time.Minute))
		r.Settle()
		r.Hides("482", "771", "559", "600")
	})
}
