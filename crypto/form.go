package crypto

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// ValidPAN reports whether b is a card number: 12 to 19 digits with a right check digit (Luhn). A wrong key passes PKCS #1 v1.5
// about once in 100,000, so what comes out of Open is checked for its form.
func ValidPAN(b []byte) bool {
	if !digits(b, 12, 19) {
		return false
	}
	sum := 0
	for i := range b {
		d := int(b[len(b)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// OddPAN says what is odd about the digits of a card number; empty for a valid one.
func OddPAN(digits []byte) string {
	switch {
	case ValidPAN(digits):
		return ""
	case len(digits) < 12 || len(digits) > 19:
		return fmt.Sprintf("%d digits, not 12 to 19", len(digits))
	}
	return "fails its check digit"
}

// ValidCVV reports whether b is 3 or 4 digits.
func ValidCVV(b []byte) bool { return digits(b, 3, 4) }

// ParseExpiry reads a month and a year of two or four digits, in this order or with a year of four digits first: with /, -, . or a blank
// between them ("09/2031", "9/31", "2031-09"), or, in four or six digits, with nothing. month is 1 to 12, year 2000 to 2099; both are 0
// when ok is false.
func ParseExpiry(b []byte) (month, year int, ok bool) {
	first, second, parted := b, b[len(b):], false
	if i := bytes.IndexAny(b, "/-. "); i >= 0 {
		first, second, parted = b[:i], b[i+1:], true
	}
	switch {
	case !parted && digits(b, 4, 4):
		first, second = b[:2], b[2:]
	case !parted && digits(b, 6, 6) && number(b[:2]) <= 12:
		first, second = b[:2], b[2:]
	case !parted && digits(b, 6, 6):
		first, second = b[:4], b[4:]
	}
	if len(first) == 4 {
		first, second = second, first
	} else if len(second) == 2 {
		year = 2000
	}
	if !digits(first, 1, 2) || !digits(second, 2, 2) && !digits(second, 4, 4) {
		return 0, 0, false
	}
	month, year = number(first), year+number(second)
	if month < 1 || month > 12 || year < 2000 || year > 2099 {
		return 0, 0, false
	}
	return month, year, true
}

// PlainText is the opened text without the blanks, zero bytes and byte order mark around it. With usual it also replaces unusual blanks
// and hyphens by the usual ones. ok is false for an empty text and for one that is not printable ASCII: a wrong key that passes PKCS #1
// v1.5 gives noise.
func PlainText(opened []byte, usual bool) (text []byte, ok bool) {
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

func digits(b []byte, least, most int) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) >= least && len(b) <= most
}

func number(b []byte) int {
	n := 0
	for _, c := range b {
		n = n*10 + int(c-'0')
	}
	return n
}
