package transport

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable reports whether text can go out as a name: UTF-8 on one line, without control characters, so that what arrives is what was
// typed.
func Printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}
