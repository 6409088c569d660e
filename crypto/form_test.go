package crypto_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"cardwallet/crypto"
)

func TestValidPAN(t *testing.T) {
	for pan, want := range map[string]bool{
		"4111111111111111":      true,
		"5555555555554444":      true,
		"378282246310005":       true, // 15 digits
		"6304000000000000":      true,
		"6759649826438453":      true,
		"4222222222222":         true, // 13 digits
		"676770000005":          true, // 12 digits, the shortest
		"6304000000000000000":   true, // 19 digits, the longest
		"6304000000000000009":   false,
		"4111111111111112":      false,
		"1411111111111111":      false,
		"4111 1111 1111 1111":   false,
		"4111111111111111\n":    false,
		"41111111111":           false,
		"":                      false,
		"411111111111111111111": false,
		"４111111111111111":      false,
		"411111111111111/":      false,
		"411111111111111:":      false,
	} {
		if got := crypto.ValidPAN([]byte(pan)); got != want {
			t.Errorf("ValidPAN(%q) = %v", pan, got)
		}
	}
}

// Of the ten numbers that differ in the last digit one is valid, and it stops being valid when any digit changes.
func TestLuhnFindsEveryWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pan := []byte(rapid.StringMatching(`[0-9]{12,19}`).Draw(t, "pan"))
		valid := 0
		var right byte
		for d := byte('0'); d <= '9'; d++ {
			pan[len(pan)-1] = d
			if crypto.ValidPAN(pan) {
				valid, right = valid+1, d
			}
		}
		if valid != 1 {
			t.Fatalf("%d check digits fit %s", valid, pan)
		}
		pan[len(pan)-1] = right
		i := rapid.IntRange(0, len(pan)-1).Draw(t, "place")
		pan[i] = '0' + (pan[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if crypto.ValidPAN(pan) {
			t.Fatalf("%s passes with a wrong digit", pan)
		}
	})
}

func TestValidCVV(t *testing.T) {
	for in, want := range map[string]bool{
		"": false, "12": false, "123": true, "0000": true, "12345": false, "12a": false, "12 4": false, "1234\n": false, "-123": false,
	} {
		if got := crypto.ValidCVV([]byte(in)); got != want {
			t.Errorf("ValidCVV(%q) = %v", in, got)
		}
	}
}

func TestParseExpiry(t *testing.T) {
	for in, want := range map[string]string{
		"12/2028": "12 2028 true",
		"01/2000": "1 2000 true",
		"12/28":   "12 2028 true",
		"0128":    "1 2028 true",
		"2028-09": "9 2028 true",
		"1228":    "12 2028 true",
		"2028":    "0 0 false", // month 20
		"00/28":   "0 0 false",
		"13/28":   "0 0 false",
		"12/1999": "0 0 false",
		"12/2100": "0 0 false",
		"1/28":    "1 2028 true",
		"9/2031":  "9 2031 true",
		"12-28":   "12 2028 true",
		"12.2028": "12 2028 true",
		"09 31":   "9 2031 true",
		"2028/09": "9 2028 true",
		"2028-9":  "9 2028 true",
		"0931":    "9 2031 true",
		"092031":  "9 2031 true",
		"203109":  "9 2031 true",
		"201220":  "0 0 false", // month 20
		"31/09":   "0 0 false", // a year of two digits goes last
		"09/31/1": "0 0 false",
		"009/31":  "0 0 false",
		"09/310":  "0 0 false",
		"/31":     "0 0 false",
		"09/":     "0 0 false",
		"09//31":  "0 0 false",
		"12/20a8": "0 0 false",
		"+1/28":   "0 0 false",
		"2028--9": "0 0 false",
		"12/ 28":  "0 0 false",
		"":        "0 0 false",
		"122028":  "12 2028 true",
		"12028":   "0 0 false",
	} {
		month, year, ok := crypto.ParseExpiry([]byte(in))
		if got := fmt.Sprint(month, year, ok); got != want {
			t.Errorf("ParseExpiry(%q) = %s, want %s", in, got, want)
		}
	}
}
