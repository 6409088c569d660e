package crypto_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cardwallet/crypto"
)

var paddings = []crypto.Padding{crypto.PKCS1v15, crypto.OAEPSHA1, crypto.OAEPSHA256, crypto.OAEPSHA256MGF1SHA1}

// Every value that openssl sealed opens, with its own padding and with no other.
func TestOpen(t *testing.T) {
	for _, bits := range []string{"1024", "2048", "3072", "4096"} {
		key := mustKey(t, "keys/rsa"+bits+".pem")
		for _, made := range paddings {
			for _, tried := range paddings {
				got, err := key.Open(sealed(t, bits+"-"+made.String()), tried)
				switch {
				case made == tried && (err != nil || got.RevealString() != "4111111111111111"):
					t.Errorf("%s bits, %s: %q, %v", bits, made, got.RevealString(), err)
				case made != tried && (err != crypto.ErrOpen || !got.IsZero()):
					t.Errorf("%s bits, %s opened as %s: %q, %v", bits, made, tried, got.RevealString(), err)
				}
			}
		}
	}
}

func TestOpenBlocks(t *testing.T) {
	files, err := filepath.Glob("testdata/sealed/*-blocks.txt")
	if err != nil || len(files) != 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		bits, rest, _ := strings.Cut(name, "-")
		padding, err := crypto.ParsePadding(strings.TrimSuffix(rest, "-blocks"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := mustKey(t, "keys/rsa"+bits+".pem").Open(sealed(t, name), padding)
		if err != nil || got.RevealString() != strings.Repeat("1234567890", 30) {
			t.Errorf("%s: %q, %v", name, got.RevealString(), err)
		}
	}
}

func TestOpenEmptyText(t *testing.T) {
	got, err := mustKey(t, "keys/rsa2048.pem").Open(sealed(t, "2048-empty"), crypto.PKCS1v15)
	if err != nil || !got.IsZero() {
		t.Errorf("%q, %v", got.RevealString(), err)
	}
}

// Java's defaults: "RSA" is PKCS1v15, and OAEPWithSHA-256AndMGF1Padding keeps SHA-1 in MGF1.
func TestOpenWhatJavaSealed(t *testing.T) {
	key := mustKey(t, "java/rsa2048-pkcs8.txt")
	for name, padding := range map[string]crypto.Padding{
		"rsa": crypto.PKCS1v15, "oaep-sha1": crypto.OAEPSHA1, "oaep-sha256": crypto.OAEPSHA256MGF1SHA1,
	} {
		got, err := key.Open(string(fixture(t, "java/sealed-"+name+".txt")), padding)
		if err != nil || got.RevealString() != "4111111111111111" {
			t.Errorf("%s: %q, %v", name, got.RevealString(), err)
		}
	}
}

// lively is a sealed value whose base64 holds several + and /: what encodings damage.
func lively(t *testing.T) (*crypto.PrivateKey, string) {
	t.Helper()
	value := strings.TrimSpace(string(fixture(t, "sealed/2048-lively.txt")))
	if strings.Count(value, "+") < 3 || !strings.Contains(value, "/") {
		t.Fatal("the fixture is not what this test needs")
	}
	return mustKey(t, "keys/rsa2048.pem"), value
}

func TestOpenEncodings(t *testing.T) {
	key, value := lively(t)
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		t.Fatal(err)
	}
	percent := func(s string) string {
		var out strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&out, "%%%02x", s[i])
		}
		return out.String()
	}
	for name, in := range map[string]string{
		"standard":                value,
		"raw":                     strings.TrimRight(value, "="),
		"URL-safe":                base64.URLEncoding.EncodeToString(raw),
		"raw URL-safe":            base64.RawURLEncoding.EncodeToString(raw),
		"mixed":                   strings.Replace(value, "/", "_", 1),
		"%-escaped":               url.QueryEscape(value),
		"%-escaped in lower case": strings.ReplaceAll(url.QueryEscape(value), "%2B", "%2b"),
		"every character escaped": percent(value),
		"%-escaped and wrapped":   wrap(url.QueryEscape(value[:76]), 1000, "") + "%0D%0A" + url.QueryEscape(value[76:]),
		"+ became a space":        strings.ReplaceAll(value, "+", " "),
		"+ became %20":            strings.ReplaceAll(value, "+", "%20"),
		"+ became a space, lines": wrap(strings.ReplaceAll(value, "+", " "), 76, "\r\n"),
		"64 columns":              wrap(value, 64, "\n"),
		"76 columns CRLF":         wrap(value, 76, "\r\n"),
		"columns by spaces":       wrap(value, 64, " "),
		"indented":                "  " + wrap(value, 64, "\n  "),
		"tabs":                    "\t" + wrap(value, 10, "\t"),
		"surrounding space":       " \n" + value + " \n",
		"one padding character":   strings.TrimRight(value, "=") + "=",
	} {
		got, err := key.Open(in, crypto.PKCS1v15)
		if err != nil || got.RevealString() != "4111111111111111" {
			t.Errorf("%s: %q, %v\n%q", name, got.RevealString(), err, in)
		}
	}
}

// A value that begins with + loses it to a space that looks like surrounding space; so does one that ends with +.
func TestDecodeSealedKeepsOuterPlus(t *testing.T) {
	raw := []byte(strings.Repeat("\xfb\xef\xbe\x00\x00\x00", 64) + "\xfb\xef\xbe")
	value := base64.StdEncoding.EncodeToString(raw) // "++++AAAA…++++"
	if value[0] != '+' || value[len(value)-1] != '+' {
		t.Fatalf("not what this test needs: %s", value)
	}
	for _, in := range []string{value, strings.ReplaceAll(value, "+", " "), "\n" + strings.ReplaceAll(value, "+", " ") + "\n"} {
		got, ok := crypto.DecodeSealed(in, len(raw))
		if !ok || string(got) != string(raw) {
			t.Errorf("%q: %x, %v", in, got, ok)
		}
	}
}

// Whatever fails, the error is the same value.
func TestOpenFailsUniformly(t *testing.T) {
	key := mustKey(t, "keys/rsa1024.pem")
	good, err := base64.StdEncoding.DecodeString(sealed(t, "1024-pkcs1v15"))
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.StdEncoding.EncodeToString
	flipped := append([]byte(nil), good...)
	flipped[5] ^= 1
	zeros, ones := make([]byte, 128), []byte(strings.Repeat("\xff", 128))
	oaep, err := base64.StdEncoding.DecodeString(sealed(t, "1024-oaep-sha1"))
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{
		"empty":               "",
		"blank":               " \r\n",
		"padding only":        "====",
		"not base64":          "!!!!",
		"NUL":                 "\x00",
		"half an escape":      sealed(t, "1024-pkcs1v15") + "%2",
		"wrong escape":        "%zz" + sealed(t, "1024-pkcs1v15"),
		"base64 with a hole":  strings.Replace(sealed(t, "1024-pkcs1v15"), "A", "*", 1) + "*",
		"a plain card number": "4111111111111111",
		"a plain URL":         "https://example.com/activate?x=1",
		"one byte short":      b64(good[1:]),
		"one byte long":       b64(append([]byte{0}, good...)),
		"half a block more":   b64(append(append([]byte(nil), good...), zeros[:64]...)),
		"a bit flipped":       b64(flipped),
		"zeros":               b64(zeros),
		"larger than the key": b64(ones),
		"first block bad":     b64(append(append([]byte(nil), flipped...), good...)),
		"second block bad":    b64(append(append([]byte(nil), good...), flipped...)),
		"another padding":     b64(append(append([]byte(nil), good...), oaep...)),
		"another key":         sealed(t, "2048-pkcs1v15"),
		"65 blocks":           b64([]byte(strings.Repeat(string(good), 65))),
		"a megabyte":          strings.Repeat("A", 1<<20),
	} {
		for _, padding := range append(paddings, crypto.Padding(9)) {
			got, err := key.Open(in, padding)
			if err != crypto.ErrOpen || !got.IsZero() {
				t.Errorf("%s, %s: %q, %v", name, padding, got.RevealString(), err)
			}
		}
	}
	if _, err := key.Open(sealed(t, "1024-pkcs1v15"), crypto.Padding(9)); err != crypto.ErrOpen {
		t.Errorf("an unknown padding: %v", err)
	}
	checkMessage(t, crypto.ErrOpen)
}

func TestOpenUpTo64Blocks(t *testing.T) {
	key := mustKey(t, "keys/rsa1024.pem")
	block, err := base64.StdEncoding.DecodeString(sealed(t, "1024-pkcs1v15"))
	if err != nil {
		t.Fatal(err)
	}
	value := url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(strings.Repeat(string(block), 64))))
	got, err := key.Open(value, crypto.PKCS1v15)
	if err != nil || got.Len() != 64*16 {
		t.Errorf("%d bytes, %v", got.Len(), err)
	}
}

func TestOpenWithoutKey(t *testing.T) {
	wiped := mustKey(t, "keys/rsa1024.pem")
	wiped.Wipe()
	for name, key := range map[string]*crypto.PrivateKey{"nil": nil, "zero": {}, "wiped": wiped} {
		if got, err := key.Open(sealed(t, "1024-pkcs1v15"), crypto.PKCS1v15); err != crypto.ErrOpen || !got.IsZero() {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// Run with -race: an idle lock wipes the key while a screen opens a value.
func TestOpenWhileWiping(t *testing.T) {
	key := mustKey(t, "keys/rsa1024.pem")
	value := sealed(t, "1024-pkcs1v15")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 5 {
				got, err := key.Open(value, crypto.PKCS1v15)
				if err == nil && got.RevealString() != "4111111111111111" || err != nil && !errors.Is(err, crypto.ErrOpen) {
					t.Errorf("%q, %v", got.RevealString(), err)
				}
			}
			if i == 3 {
				key.Wipe()
			}
		})
	}
	group.Wait()
	if _, err := key.Open(value, crypto.PKCS1v15); err != crypto.ErrOpen {
		t.Errorf("after the wipe: %v", err)
	}
}

func TestPaddingNames(t *testing.T) {
	for name, want := range map[string]crypto.Padding{
		"": crypto.PKCS1v15, "pkcs1v15": crypto.PKCS1v15, "oaep-sha1": crypto.OAEPSHA1,
		"oaep-sha256": crypto.OAEPSHA256, "oaep-sha256-mgf1-sha1": crypto.OAEPSHA256MGF1SHA1,
	} {
		got, err := crypto.ParsePadding(name)
		if err != nil || got != want {
			t.Errorf("ParsePadding(%q) = %v, %v", name, got, err)
		}
		if name != "" && got.String() != name {
			t.Errorf("%q prints as %q", name, got)
		}
	}
	for _, name := range []string{"pkcs1", "OAEP-SHA1", " oaep-sha1", "none"} {
		_, err := crypto.ParsePadding(name)
		if err == nil {
			t.Fatalf("%q is a padding", name)
		}
		checkMessage(t, err)
		if !strings.Contains(err.Error(), "oaep-sha256-mgf1-sha1") {
			t.Errorf("the names are not listed: %v", err)
		}
	}
	var zero crypto.Padding
	if zero != crypto.PKCS1v15 || crypto.Padding(9).String() != "padding(9)" {
		t.Error("the zero padding is not the default")
	}
}

func BenchmarkOpen1024(b *testing.B) { benchmarkOpen(b, "1024") }
func BenchmarkOpen2048(b *testing.B) { benchmarkOpen(b, "2048") }
func BenchmarkOpen4096(b *testing.B) { benchmarkOpen(b, "4096") }

func benchmarkOpen(b *testing.B, bits string) {
	key, value := mustKey(b, "keys/rsa"+bits+".pem"), sealed(b, bits+"-pkcs1v15")
	for b.Loop() {
		if _, err := key.Open(value, crypto.PKCS1v15); err != nil {
			b.Fatal(err)
		}
	}
}
