package transport

import (
	"net/http"
	"strings"

	"cardwallet/client"
)

// insufficientWords say that there is too little money. Issuers that answer with one status for that and for other conflicts tell it by
// their text alone.
var insufficientWords = []string{"insufficient", "not enough", "balance is low", "balance is too low", "balance too low"}

// SaysInsufficient reports whether an issuer's text is about too little money.
func SaysInsufficient(text string) bool { return Says(text, insufficientWords...) }

// untouchedWords are those, beside the insufficientWords, with which an issuer says that it turned a movement down before it did anything. None of them has a catalogue
// of its refusals, so the list is short: what is not in it has to be found out by asking. Sources: FinHub's authentication and cards pages
// (insufficient balance, card not found, missing header, limits, decimals, a status that does not allow it), the Aurex API overview and
// the Linora cards page (invalid parameters, not found, insufficient balance, minimum and maximum).
var untouchedWords = []string{
	"must be between", "less than the minimum", "below the minimum", "above the maximum", "exceeds the maximum", "may not exceed",
	"card not found", "card does not exist", "card not exist", "card type not found", "cardholder not found",
	"missing required", "is required", "invalid param", "must be a number", "must be a string", "must be positive", "must have at most", "pin must",
	"does not allow this operation", "is not enabled for this card", "is not supported for this card", "are not supported for this card",
	"card is frozen", "card is blocked", "card is expired", "activation code is wrong", "invalid activation code",
}

// doubtWords take away what the words above prove: they tell of a time-out, of a first try, or of work under way behind the issuer.
var doubtWords = []string{
	"timed out", "timeout", "time out", "try again", "retry", "busy", "in process", "being processed", "processing", "do not submit",
	"duplicat", "already", "repeated", "repeat order", "repeat submi", "pending",
}

// untouched reports whether a well-formed refusal of a movement says that nothing was done. Money was insufficient where the status is
// 402, which means just that.
func untouched(kind error, status int, text string) bool {
	switch {
	case kind != client.ErrRefused && kind != client.ErrInsufficient && kind != client.ErrNotFound:
		return false
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly:
		return false
	}
	return !Says(text, doubtWords...) && (status == http.StatusPaymentRequired || SaysInsufficient(text) || Says(text, untouchedWords...))
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
