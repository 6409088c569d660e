package poll

import (
	"time"

	"cardwallet/client"
)

// Demand says how the screen asks an account while a code is expected for one card: how often for codes, and how many requests a minute
// that makes together with the list of cards, which counts as one every refresh; 0 is never by itself.
func Demand(account client.Account, refresh time.Duration) (every time.Duration, perMinute float64) {
	every = account.Pace(askFast, 1)
	perMinute = time.Minute.Seconds() / every.Seconds()
	if refresh > 0 {
		perMinute += time.Minute.Seconds() / refresh.Seconds()
	}
	return every, perMinute
}
