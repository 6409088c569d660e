package transport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ID is an identifier that issuers send as a string or as a number of up to 20 digits, which no float holds. null is empty.
type ID string

var wholeNumber = regexp.MustCompile(`^-?[0-9]+$`)

// isWhole reports whether the JSON is a whole number of at most 40 digits.
func isWhole(data []byte) bool {
	return len(bytes.TrimPrefix(data, []byte("-"))) <= 40 && wholeNumber.Match(data)
}

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
	case isWhole(data):
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
		// "\/" is how PHP writes the slashes of a URL: without it there is mostly no escape, so that no string has to be made.
		if bytes.Count(data, []byte(`\`)) == bytes.Count(data, []byte(`\/`)) {
			*b = bytes.ReplaceAll(data[1:len(data)-1], []byte(`\/`), []byte(`/`))
			return nil
		}
		var text string
		if json.Unmarshal(data, &text) != nil {
			return fmt.Errorf("%w: not a text", errValue)
		}
		*b = Bytes(text)
		return nil
	case isWhole(data):
		*b = bytes.Clone(data)
		return nil
	}
	return fmt.Errorf("%w: not a text", errValue)
}
