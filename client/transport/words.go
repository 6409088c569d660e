package transport

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"cardwallet/client"
)

// insufficientWords say that there is too little money. Issuers that answer with one status for that and for other conflicts tell it by
// their text alone.
var insufficientWords = []string{"insufficient", "not enough", "balance is low", "balance is too low", "balance too low"}

// SaysInsufficient reports whether an issuer's text is about too little money.
func SaysInsufficient(text string) bool { return Says(text, insufficientWords...) }

// duplicateWords are those of a refusal of an order that the issuer already has.
var duplicateWords = []string{"duplicat", "already exist"}

// doubtWords take away what words prove: they tell of a time-out, of a first try, or of work under way behind the issuer.
var doubtWords = []string{
	"timed out", "timeout", "time out", "try again", "retry", "busy", "in process", "being processed", "processing", "do not submit",
	"duplicat", "already", "repeated", "repeat order", "repeat submi", "pending",
}

// untouched reports whether a well-formed refusal of a movement says that nothing was done. Money was insufficient where the status is
// 402, which means just that. proving are the issuer's words, beside those about money, see Options.Proving.
func untouched(kind error, status int, text string, proving []string) bool {
	switch {
	case kind != client.ErrRefused && kind != client.ErrInsufficient && kind != client.ErrNotFound:
		return false
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly:
		return false
	}
	return !Says(text, doubtWords...) && (status == http.StatusPaymentRequired || SaysInsufficient(text) || Says(text, proving...))
}

// Says reports whether one of the words, which are in lower case, is in the text.
func Says(text string, words ...string) bool {
	text = strings.ToLower(text)
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// Printable reports whether text can go out as a name: UTF-8 on one line, without control characters, so that what arrives is what was
// typed.
func Printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}
