package crypto_test

import (
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cardwallet/crypto"
)

var reasons = []error{
	crypto.ErrPassphraseNeeded, crypto.ErrWrongPassphrase, crypto.ErrNotRSA, crypto.ErrKeyTooSmall,
	crypto.ErrUnsupportedKey, crypto.ErrNotPrivate, crypto.ErrNoKey,
}

// Any input gives either a key that works or exactly one of the reasons, in the form that people see.
func FuzzParsePrivateKey(f *testing.F) {
	for _, pattern := range []string{"testdata/keys/*", "testdata/refused/*", "testdata/java/rsa*"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			f.Fatalf("%s: %v", pattern, err)
		}
		for _, name := range names {
			if strings.Contains(name, "600000") || strings.Contains(name, "scrypt") {
				continue // a tenth of a second each, and their forms are among the others
			}
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, []byte(passphrase))
		}
	}
	f.Add([]byte(`"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"`), []byte(nil))
	small := xmlKey(f, "keys/rsa1024.pem")
	for _, text := range []string{small, xmlWithout(f, "D"), xmlWithout(f, "D", "P", "Q", "DP", "DQ", "InverseQ"),
		strings.Replace(small, "<P>", "<P>AAAA", 1)} {
		f.Add([]byte(text), []byte(nil))
		f.Add([]byte(base64.StdEncoding.EncodeToString([]byte(text))), []byte(nil))
	}
	for _, name := range []string{"keys/rsa1024.pem", "keys/rsa2048-legacy-aes128.pem", "refused/public.pem"} {
		f.Add([]byte(base64.StdEncoding.EncodeToString(fixture(f, name))), []byte(passphrase))
	}
	block, _ := pem.Decode(fixture(f, "keys/rsa1024.pem"))
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: block.Bytes}), []byte(nil))
	f.Add(pbes2(f, oidPBKDF2, kdfRounds{[]byte("12345678"), 1 << 40}, make([]byte, 16), make([]byte, 32)), []byte("x"))
	f.Add(pbes2(f, oidScrypt, kdfScrypt{[]byte("12345678"), 2, 1, 1}, make([]byte, 16), make([]byte, 32)), []byte("x"))

	f.Fuzz(func(t *testing.T, data, passphrase []byte) {
		key, err := crypto.ParsePrivateKey(data, passphrase)
		if err != nil {
			matching := 0
			for _, reason := range reasons {
				if errors.Is(err, reason) {
					matching++
				}
			}
			if key != nil || matching != 1 {
				t.Fatalf("%d reasons for %v, key %v", matching, err, key)
			}
			checkMessage(t, err)
			return
		}
		if key.Bits() < 1024 || key.Bits() > 16384 || key.PublicBase64() == "" {
			t.Fatalf("a key of %d bits", key.Bits())
		}
		if _, err := key.Open("AAAA", crypto.PKCS1v15); err != crypto.ErrOpen {
			t.Fatalf("opened nothing: %v", err)
		}
	})
}

// Any input either opens or is ErrOpen, and surrounding line ends make no difference.
func FuzzOpen(f *testing.F) {
	names, err := filepath.Glob("testdata/sealed/1024-*.txt")
	if err != nil || len(names) == 0 {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), uint8(0))
		f.Add(strings.ReplaceAll(string(data), "+", "%2B"), uint8(1))
		f.Add(strings.ReplaceAll(string(data), "+", " ")+"\n", uint8(2))
	}
	f.Add("%", uint8(3))
	f.Add("====", uint8(4))
	key := mustKey(f, "keys/rsa1024.pem")

	f.Fuzz(func(t *testing.T, value string, padding uint8) {
		got, err := key.Open(value, crypto.Padding(padding%5))
		again, errAgain := key.Open("\r\n"+value+"\n", crypto.Padding(padding%5))
		if err != errAgain || !got.Equal(again) {
			t.Fatalf("line ends change the outcome: %v, %v", err, errAgain)
		}
		if err != nil && (err != crypto.ErrOpen || !got.IsZero()) {
			t.Fatalf("%v with %d bytes", err, got.Len())
		}
		if err == nil && got.Len() > 64*117 {
			t.Fatalf("%d bytes from 64 blocks", got.Len())
		}
	})
}

// What is accepted has the digits of the month and year that came back, and nothing else but one thing between them.
func FuzzParseExpiry(f *testing.F) {
	for _, seed := range []string{"12/2028", "12/28", "1228", "2028-12", "00/00", "2028", "9/31", "09-31", "2031.09", "092031", "203109",
		"09 31", "2031-9"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		month, year, ok := crypto.ParseExpiry(in)
		if !ok {
			if month != 0 || year != 0 {
				t.Errorf("%q is refused as %d, %d", in, month, year)
			}
			return
		}
		var forms []string
		for _, between := range []string{"/", "-", ".", " ", ""} {
			for _, m := range []string{fmt.Sprintf("%02d", month), fmt.Sprint(month)} {
				forms = append(forms, m+between+fmt.Sprint(year), fmt.Sprint(year)+between+m, m+between+fmt.Sprintf("%02d", year-2000))
			}
		}
		if !slices.Contains(forms, string(in)) || month < 1 || month > 12 || year < 2000 || year > 2099 {
			t.Errorf("%q is %d, %d", in, month, year)
		}
	})
}
