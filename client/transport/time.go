package transport

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// Time is a moment on the wire, to the millisecond where it is a number: epoch milliseconds or seconds, with a fraction or without, as a
// number or a string, or ISO 8601. What is not after 1970, "" and null are the zero time.
type Time struct{ time.Time }

// The layouts that issuers write; without a zone it is UTC.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z0700", "2006-01-02 15:04:05Z07", "2006-01-02 15:04:05", "2006-01-02"}

var (
	// fromSeconds is the number from which on it is taken for milliseconds.
	fromSeconds = decimal.New(1, 11)
	// latest is the largest epoch time that is taken, in milliseconds: the year 9999.
	latest = decimal.NewFromInt(253402300799999)
)

// UnmarshalJSON tells seconds from milliseconds by size: below 10^11 they are seconds, which reaches to the year 5138.
func (t *Time) UnmarshalJSON(data []byte) error {
	*t = Time{}
	text := string(unquote(data))
	if text == "" {
		return nil
	}
	if ms, places, ok := plainAmount([]byte(text)); ok && places == 0 && fromSeconds.IntPart() <= ms && ms <= latest.IntPart() {
		t.Time = time.UnixMilli(ms).UTC()
		return nil
	}
	var n Amount
	if n.UnmarshalJSON(data) == nil {
		ms := n.Decimal
		if ms.LessThan(fromSeconds) {
			ms = ms.Shift(3)
		}
		switch {
		case ms.GreaterThan(latest):
			return fmt.Errorf("%w: not a time", errValue)
		case ms.IntPart() <= 0: // Java code writes zero and less for "none"
		default:
			t.Time = time.UnixMilli(ms.IntPart()).UTC()
		}
		return nil
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, text); err == nil {
			t.Time = at.UTC()
			return nil
		}
	}
	return fmt.Errorf("%w: not a time", errValue)
}
