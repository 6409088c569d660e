package client

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"cardwallet/crypto"
)

// longestField is how long a number, CVV, expiry or code can be, in characters.
const longestField = 64

// read gives an opened value in the form in which it is shown, and says what is odd about it. ok is false for a value that cannot be
// right. The result has memory of its own.
func (k FieldKind) read(opened []byte) (value []byte, odd string, ok bool) {
	text, ok := crypto.PlainText(opened, k != FieldURL)
	if !ok {
		return nil, "", false
	}
	value, odd, ok = k.take(text)
	if !ok || &value[0] != &text[0] {
		clear(text)
	}
	return value, odd, ok
}

func (k FieldKind) take(text []byte) (value []byte, odd string, ok bool) {
	switch {
	case k == FieldURL:
		return text, "", webAddress(text)
	case len(text) > longestField:
		return nil, "", false
	case k == FieldCode:
		return text, "", bytes.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	case !bytes.ContainsFunc(text, unicode.IsDigit):
		return nil, "", false
	case k == FieldPAN:
		digits := withoutBlanks(text)
		if !onlyDigits(digits) {
			clear(digits)
			return text, "not only digits", true
		}
		return digits, crypto.OddPAN(digits), true
	case k == FieldCVV && !crypto.ValidCVV(text):
		return text, "not 3 or 4 digits", true
	case k == FieldExpiry:
		month, year, known := crypto.ParseExpiry(text)
		if !known {
			return text, "not a month and year", true
		}
		return fmt.Appendf(nil, "%02d/%02d", month, year%100), "", true
	}
	return text, "", true
}

// ToPaste is the value for the clipboard, to be pasted into a form. A code of digits loses its blanks and hyphens. The result is a Secret
// of its own.
func (k FieldKind) ToPaste(value crypto.Secret) crypto.Secret {
	if k != FieldCode {
		return value.Clone()
	}
	var out crypto.Secret
	value.Reveal(func(b []byte) {
		if digits := withoutBlanks(b); onlyDigits(digits) {
			out = crypto.NewSecret(digits)
			return
		}
		out = crypto.NewSecret(bytes.Clone(b))
	})
	return out
}

// UnreadableField reports whether err is about one field alone, so that the others of a card may open all the same.
func UnreadableField(err error) bool {
	return errors.Is(err, crypto.ErrOpen) || errors.Is(err, ErrForm) || errors.Is(err, ErrGarbage)
}

// LastFour gives the last four digits of an opened PAN, empty where it does not end in digits or has too few to hide the rest.
func LastFour(pan crypto.Secret) (last4 string) {
	pan.Reveal(func(b []byte) {
		if len(b) >= 12 && onlyDigits(b[len(b)-4:]) {
			last4 = string(b[len(b)-4:])
		}
	})
	return last4
}

func withoutBlanks(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		if c != ' ' && c != '-' {
			out = append(out, c)
		}
	}
	return out
}

func onlyDigits(b []byte) bool {
	return len(b) > 0 && !bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' })
}

func webAddress(b []byte) bool {
	if bytes.ContainsRune(b, ' ') {
		return false
	}
	u, err := url.Parse(string(b))
	return err == nil && u.Host != "" && (strings.EqualFold(u.Scheme, "https") || strings.EqualFold(u.Scheme, "http"))
}
