package crypto

import "slices"

// PINLength is how many digits a PIN has (FinHub cards page).
const PINLength = 6

// PINRule is a rule of the FinHub cards page that a PIN breaks, in words for the person who types it.
type PINRule string

// The rules of a PIN. The page can be read in several ways; this is a strict one. The same 2 digits anywhere else are a segment that comes
// again. Digits ascend also with gaps, but not where one stays the same, as in 112233.
const (
	PINDigits     PINRule = "6 digits"
	PINRepeated   PINRule = "no digit 3 times in a row"
	PINAscending  PINRule = "digits that do not only ascend"
	PINDescending PINRule = "digits that do not only descend"
	PINSegment    PINRule = "no 2 or 3 digits that come again, as in 123123"
)

// PINRules are all rules in the order in which a screen lists them.
var PINRules = []PINRule{PINDigits, PINRepeated, PINAscending, PINDescending, PINSegment}

// CheckPIN lists the rules that the PIN breaks; nil when it is good. A PIN that is being typed breaks PINDigits, and of the others what its
// digits so far break.
func CheckPIN(pin Secret) (broken []PINRule) {
	pin.Reveal(func(digits []byte) { broken = brokenRules(digits) })
	if pin.IsZero() {
		broken = []PINRule{PINDigits}
	}
	return broken
}

func brokenRules(digits []byte) (broken []PINRule) {
	note := func(rule PINRule, breaks bool) {
		if breaks {
			broken = append(broken, rule)
		}
	}
	note(PINDigits, len(digits) != PINLength || slices.ContainsFunc(digits, func(d byte) bool { return d < '0' || d > '9' }))
	rising, falling, repeated, segment := len(digits) == PINLength, len(digits) == PINLength, false, false
	for i := 1; i < len(digits); i++ {
		rising = rising && digits[i] > digits[i-1]
		falling = falling && digits[i] < digits[i-1]
		repeated = repeated || i >= 2 && digits[i] == digits[i-1] && digits[i] == digits[i-2]
		for j := i + 1; j+1 < len(digits); j++ {
			segment = segment || digits[i-1] == digits[j] && digits[i] == digits[j+1]
		}
	}
	note(PINRepeated, repeated)
	note(PINAscending, rising)
	note(PINDescending, falling)
	note(PINSegment, segment)
	return broken
}
