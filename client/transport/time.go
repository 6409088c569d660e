package transport

import (
	"fmt"
	"strconv"
	"time"
)

// Time is a moment on the wire: epoch milliseconds or seconds, as a number or a string, or ISO 8601. What is not after 1970, "" and null are the zero time.
type Time struct{ time.Time }

// The layouts that issuers write; without a zone it is UTC.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", "2006-01-02"}

// latest is the largest epoch time that is taken, in milliseconds: the year 9999.
const latest = 253402300799999

// UnmarshalJSON tells seconds from milliseconds by size: below 10^11 they are seconds, which reaches to the year 5138.
func (t *Time) UnmarshalJSON(data []byte) error {
	*t = Time{}
	text := string(unquote(data))
	if text == "" {
		return nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		switch {
		case n <= 0: // Java code writes both for "none"
		case n > latest:
			return fmt.Errorf("%w: not a time", errValue)
		case n < 1e11:
			t.Time = time.Unix(n, 0).UTC()
		default:
			t.Time = time.UnixMilli(n).UTC()
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
