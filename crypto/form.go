package crypto

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

// ValidCVV reports whether b is 3 or 4 digits.
func ValidCVV(b []byte) bool { return digits(b, 3, 4) }

// ValidCode reports whether b is a one-time password or activation code: 4 to 8 digits.
func ValidCode(b []byte) bool { return digits(b, 4, 8) }

// ParseExpiry reads MM/YYYY, MM/YY, MMYY or YYYY-MM. month is 1 to 12, year 2000 to 2099; both are 0 when ok is false.
func ParseExpiry(b []byte) (month, year int, ok bool) {
	switch {
	case len(b) == 7 && b[2] == '/' && digits(b[:2], 2, 2) && digits(b[3:], 4, 4):
		month, year = number(b[:2]), number(b[3:])
	case len(b) == 7 && b[4] == '-' && digits(b[:4], 4, 4) && digits(b[5:], 2, 2):
		month, year = number(b[5:]), number(b[:4])
	case len(b) == 5 && b[2] == '/' && digits(b[:2], 2, 2) && digits(b[3:], 2, 2):
		month, year = number(b[:2]), 2000+number(b[3:])
	case digits(b, 4, 4):
		month, year = number(b[:2]), 2000+number(b[2:])
	default:
		return 0, 0, false
	}
	if month < 1 || month > 12 || year < 2000 || year > 2099 {
		return 0, 0, false
	}
	return month, year, true
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
