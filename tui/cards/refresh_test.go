package cards

import (
	"errors"
	"testing"
	"time"

	"cardwallet/tui/screentest"
)

// TestReadingIsAHundredthOfTheTime: a list that takes a second is read a hundred seconds later, the first time after ten.
func TestReadingIsAHundredthOfTheTime(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.Delay, r.Env.Refresh = time.Second, 5*time.Second
		c := NewCards(r.Env)
		r.Open(c)
		after := func(wait time.Duration, readings int) {
			t.Helper()
			for range wait / time.Second {
				time.Sleep(time.Second)
				r.Settle()
			}
			if n := r.Issuer.Count("cards"); n != readings {
				t.Errorf("%d readings, not %d", n, readings)
			}
		}
		after(time.Second, 1)
		after(9*time.Second, 1)
		after(3*time.Second, 2) // the first time
		after(97*time.Second, 2)
		after(4*time.Second, 3)
		r.Issuer.Set("cards", errors.New("refused"))
		r.Press("r") // at once
		after(2*time.Second, 4)
		after(8*time.Second, 4) // what failed is tried again earlier
		after(3*time.Second, 5)
		r.Env.Refresh = 0
	})
}
