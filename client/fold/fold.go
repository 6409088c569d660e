// Package fold compares texts that people type with texts that others typed: names of cards and card types, labels, and what filters look
// for.
package fold

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Text is a text as it is compared: in which case and by which of two equal sequences of characters (an é of one or of two) it was typed
// does not count. It is Unicode's canonical caseless matching, in NFC.
func Text(text string) string {
	if ascii(text) {
		return strings.ToLower(text)
	}
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(text)))
}

// Same reports whether two names look the same but for their case.
func Same(a, b string) bool {
	if ascii(a) && ascii(b) {
		return strings.EqualFold(a, b)
	}
	return Text(a) == Text(b)
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
