package client

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"cardwallet/crypto"
)

// longestField is how long a number, CVV, expiry or code can be, in characters.
const longestField = 64

// read gives an opened value in the form in which it is shown, and says what is odd about it. ok is false for a value that cannot be
// right. The result has memory of its own.
func (k FieldKind) read(opened []byte) (value []byte, odd string, ok bool) {
	text, ok := plainText(opened, k != FieldURL)
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
		return digits, oddNumber(digits), true
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

// oddNumber says what is odd about the digits of a PAN.
func oddNumber(digits []byte) string {
	switch {
	case crypto.ValidPAN(digits):
		return ""
	case len(digits) < 12 || len(digits) > 19:
		return fmt.Sprintf("%d digits, not 12 to 19", len(digits))
	}
	return "fails its check digit"
}

// plainText is the opened text without the blanks, zero bytes and byte order mark around it. With usual it also replaces unusual blanks
// and hyphens by the usual ones. ok is false for an empty text and for one that is not printable ASCII: a wrong key that passes PKCS #1
// v1.5 gives noise.
func plainText(opened []byte, usual bool) (text []byte, ok bool) {
	opened = bytes.TrimFunc(opened, func(r rune) bool { return unicode.IsSpace(r) || r == 0 || r == '\ufeff' })
	text = make([]byte, 0, len(opened)) // never grows, so no copy is left behind
	for len(opened) > 0 {
		r, size := utf8.DecodeRune(opened)
		opened = opened[size:]
		switch {
		case !usual:
		case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
			r = ' '
		case unicode.Is(unicode.Pd, r):
			r = '-'
		}
		if r < ' ' || r > '~' {
			clear(text)
			return nil, false
		}
		text = append(text, byte(r))
	}
	return text, len(text) > 0
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
