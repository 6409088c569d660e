// Package fold compares texts that people type with texts that others typed: names of cards and card types, labels, and what filters look
// for.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Text is the form of a text that is compared. Texts that differ only in upper and lower case, or in how a character is put together (é as
// one character, or as e and an accent), have the same form. It is Unicode's canonical caseless matching, in NFC.
func Text(text string) string {
	if ascii(text) {
		return strings.ToLower(text)
	}
	folded := cases.Fold().String(norm.NFD.String(text))
	if strings.ContainsFunc(folded, cherokee) {
		folded = strings.Map(capital, folded)
	}
	return norm.NFC.String(folded)
}

// cherokee reports whether a letter is Cherokee. Its small letters fold to capitals (CaseFolding.txt), and the library swaps the two.
func cherokee(r rune) bool { return unicode.Is(unicode.Cherokee, r) }

func capital(r rune) rune {
	if cherokee(r) {
		return unicode.ToUpper(r)
	}
	return r
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
