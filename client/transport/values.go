package transport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ID is an identifier that issuers send as a string or as a number of up to 20 digits, which no float holds. null is empty.
type ID string

var wholeNumber = regexp.MustCompile(`^-?[0-9]{1,40}$`)

// UnmarshalJSON takes a string as it is, up to 200 bytes, and a whole number digit by digit.
func (id *ID) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case bytes.Equal(data, []byte("null")):
		*id = ""
		return nil
	case len(data) > 1 && data[0] == '"':
		text := string(data[1 : len(data)-1])
		if strings.Contains(text, `\`) || !utf8.ValidString(text) {
			if json.Unmarshal(data, &text) != nil {
				return fmt.Errorf("%w: not an id", errValue)
			}
		}
		if len(text) > 200 {
			return fmt.Errorf("%w: not an id", errValue)
		}
		*id = ID(text)
		return nil
	case wholeNumber.Match(data):
		*id = ID(data)
		return nil
	}
	return fmt.Errorf("%w: not an id", errValue)
}

// Bytes holds a string or number as bytes of its own, for values that become a Secret: unlike a string they can be wiped. null is
// nil.
type Bytes []byte

// UnmarshalJSON takes a string, or a number as it is written.
func (b *Bytes) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	*b = nil
	switch {
	case bytes.Equal(data, []byte("null")):
		return nil
	case len(data) > 0 && data[0] == '"' && bytes.IndexByte(data, '\\') < 0:
		*b = bytes.Clone(data[1 : len(data)-1])
		return nil
	case len(data) > 0 && data[0] == '"':
		var text string
		if json.Unmarshal(data, &text) != nil {
			return fmt.Errorf("%w: not a text", errValue)
		}
		*b = Bytes(text)
		return nil
	case wholeNumber.Match(data):
		*b = bytes.Clone(data)
		return nil
	}
	return fmt.Errorf("%w: not a text", errValue)
}

// Time is a moment on the wire: epoch milliseconds or seconds, as a number or a string, or ISO 8601. 0, "" and null are the zero time.
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
		case n == 0:
		case n < 0 || n > latest:
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
