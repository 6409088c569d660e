package cards

import (
	"context"
	"errors"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/deck"
	"cardwallet/tui/screentest"
)

// broken is an issuer whose list panics.
type broken struct{ client.Issuer }

func (broken) Cards(context.Context, func(client.CardsPage)) error { panic("broken") }

// TestAfterAPanicNobodyWaitsForPages: the one who waits for news ends with the reading.
func TestAfterAPanicNobodyWaitsForPages(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		c, p := NewCards(r.Env), deck.NewPages()
		l := c.listings[0]
		l.account.Issuer = broken{l.account.Issuer}
		func() {
			defer func() {
				if cause := recover(); cause != "broken" {
					t.Errorf("it panics with %v", cause)
				}
			}()
			c.read(l, p)()
		}()
		select {
		case _, ok := <-p.News():
			if ok {
				t.Error("there are news of a reading that ended")
			}
		default:
			t.Error("news are still waited for")
		}
	})
}

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
