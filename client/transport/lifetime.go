package transport

import (
	"time"

	"github.com/shopspring/decimal"
)

// LongestLife bounds what is believed of how long a code is good.
const LongestLife = time.Hour

// Lifetime is how long something is good from now, in seconds on the wire, as a number or a string. A value that cannot be read ("5m")
// counts as not given, and makes nothing else unreadable.
type Lifetime struct {
	Left  time.Duration // 1 s to 1 h; 0 where it is over
	Given bool
}

// UnmarshalJSON refuses nothing.
func (l *Lifetime) UnmarshalJSON(data []byte) error {
	*l = Lifetime{}
	var seconds Amount
	if seconds.UnmarshalJSON(data) == nil && seconds.Set {
		*l = LifetimeOf(seconds.Decimal)
	}
	return nil
}

// LifetimeOf is a lifetime in seconds.
func LifetimeOf(seconds decimal.Decimal) Lifetime {
	switch {
	case !seconds.IsPositive():
		return Lifetime{Given: true}
	case seconds.GreaterThan(decimal.NewFromInt(int64(LongestLife / time.Second))):
		return Lifetime{Left: LongestLife, Given: true}
	}
	return Lifetime{Left: time.Duration(max(1, seconds.IntPart())) * time.Second, Given: true}
}
