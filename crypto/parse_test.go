package crypto_test

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"path/filepath"
	"strings"
	"testing"

	"cardwallet/crypto"
)

// Every file that openssl and Java made opens what was sealed for it.
func TestParseKeyFiles(t *testing.T) {
	names, err := filepath.Glob("testdata/keys/rsa*")
	if err != nil {
		t.Fatal(err)
	}
	java, err := filepath.Glob("testdata/java/rsa*")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, path := range append(names, java...) {
		name := strings.TrimPrefix(filepath.ToSlash(path), "testdata/")
		if strings.HasSuffix(name, ".pub") || strings.HasSuffix(name, ".fingerprint") || strings.Contains(name, "three-primes") {
			continue
		}
		read++
		t.Run(name, func(t *testing.T) {
			key := mustKey(t, name)
			bits := filepath.Base(name)[3:7]
			if want := publicBase64(t, "keys/rsa"+bits+".pub"); key.PublicBase64() != want {
				t.Errorf("another key: %s", key.PublicBase64())
			}
			got, err := key.Open(sealed(t, bits+"-pkcs1v15"), crypto.PKCS1v15)
			if err != nil || got.RevealString() != "4111111111111111" {
				t.Errorf("Open = %q, %v", got.RevealString(), err)
			}
		})
	}
	if read != 26 {
		t.Errorf("%d key files, want 26", read)
	}
}

func TestParseThreePrimes(t *testing.T) {
	key := mustKey(t, "keys/rsa2048-three-primes.pem")
	if key.Bits() != 2048 {
		t.Errorf("%d bits", key.Bits())
	}
}

// The same key as people paste it, and as platforms hand it out.
func TestParseForms(t *testing.T) {
	pkcs8 := fixture(t, "keys/rsa2048-pkcs8.der")
	pkcs1 := fixture(t, "keys/rsa2048-pkcs1.der")
	encrypted := fixture(t, "keys/rsa2048-pbes2.der")
	b64 := base64.StdEncoding.EncodeToString
	armour := func(label string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
	}
	plain := armour("PRIVATE KEY", pkcs8)
	legacy := string(fixture(t, "keys/rsa2048-legacy-aes256.pem"))
	xml := xmlKey(t, "keys/rsa2048.pem")
	oneLine := strings.ReplaceAll(strings.TrimSpace(plain), "\n", " ")

	for name, text := range map[string]string{
		"base64 PKCS#8":               b64(pkcs8),
		"base64 PKCS#1":               b64(pkcs1),
		"base64 encrypted PKCS#8":     b64(encrypted),
		"64 columns":                  wrap(b64(pkcs8), 64, "\n"),
		"76 columns CRLF":             wrap(b64(pkcs1), 76, "\r\n"),
		"columns by spaces":           wrap(b64(pkcs8), 64, " "),
		"URL-safe without padding":    base64.RawURLEncoding.EncodeToString(pkcs8),
		"surrounding space":           "\n\n\t " + b64(pkcs8) + " \r\n",
		"double quotes":               `"` + b64(pkcs8) + `"` + "\n",
		"single quotes":               "'" + b64(pkcs8) + "'",
		"byte order mark":             "\xef\xbb\xbf" + b64(pkcs8),
		`literal \n in base64`:        wrap(b64(pkcs8), 64, `\n`),
		`literal \n in PEM`:           strings.ReplaceAll(plain, "\n", `\n`),
		`literal \r\n in quotes`:      `"` + strings.ReplaceAll(plain, "\n", `\r\n`) + `"`,
		`slashes escaped by JSON`:     strings.ReplaceAll(strings.ReplaceAll(plain, "/", `\/`), "\n", `\n`),
		"PEM in one line":             oneLine,
		"PEM without line ends":       strings.ReplaceAll(plain, "\n", ""),
		"PEM with CRLF":               strings.ReplaceAll(plain, "\n", "\r\n"),
		"PEM indented":                "    " + strings.ReplaceAll(plain, "\n", "\n    "),
		"legacy PEM with CRLF":        strings.ReplaceAll(legacy, "\n", "\r\n"),
		`legacy PEM with literal \n`:  strings.ReplaceAll(legacy, "\n", `\n`),
		"PKCS#8 labelled PKCS#1":      armour("RSA PRIVATE KEY", pkcs8),
		"PKCS#1 labelled PKCS#8":      armour("PRIVATE KEY", pkcs1),
		"encrypted labelled plain":    armour("PRIVATE KEY", encrypted),
		"plain labelled encrypted":    armour("ENCRYPTED PRIVATE KEY", pkcs8),
		"any other label":             armour("ANY PRIVATE KEY", pkcs1),
		"explanation before":          "Bag Attributes\n    friendlyName: fin\nKey Attributes: <No Attributes>\n" + plain,
		"certificate before":          string(fixture(t, "refused/certificate.pem")) + plain,
		"public half before":          string(fixture(t, "refused/public.pem")) + plain,
		"text after":                  plain + "\nkeep this safe\n",
		"binary DER":                  string(pkcs8),
		"binary encrypted DER":        string(encrypted),
		"binary DER with odd label":   armour("X", pkcs8),
		"PEM without its last line":   strings.TrimRight(plain, "\n"),
		"quotes inside of a JSON key": "`" + plain + "`",
		"base64 of PEM":               b64([]byte(plain)),
		"base64 of PEM in columns":    wrap(b64([]byte(plain)), 76, "\n"),
		"base64 of PEM, URL-safe":     base64.RawURLEncoding.EncodeToString([]byte(plain)),
		"base64 of PEM with CRLF":     b64([]byte(strings.ReplaceAll(plain, "\n", "\r\n"))),
		`base64 of PEM, literal \n`:   b64([]byte(strings.ReplaceAll(plain, "\n", `\n`))),
		"base64 of quoted PEM":        b64([]byte(`"` + plain + `"`)),
		"base64 of encrypted PEM":     b64([]byte(legacy)),
		"base64 of PKCS#8 as PKCS#1":  b64([]byte(armour("RSA PRIVATE KEY", pkcs8))),
		"XML":                         xml,
		"XML in lines":                strings.ReplaceAll(xml, "><", ">\n  <"),
		"XML with its declaration":    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n" + xml,
		"XML, numbers in columns":     strings.ReplaceAll(xml, "+", "\n+"),
		"XML in quotes":               "'" + xml + "'\n",
		"XML, escaped slashes":        strings.ReplaceAll(xml, "/", `\/`),
		"XML in another order": "<RSAKeyValue>" + xml[strings.Index(xml, "<D>"):len(xml)-len("</RSAKeyValue>")] +
			xml[len("<RSAKeyValue>"):strings.Index(xml, "<D>")] + "</RSAKeyValue>",
		"base64 of XML": b64([]byte(xml)),
	} {
		t.Run(name, func(t *testing.T) {
			input := []byte(text)
			key, err := crypto.ParsePrivateKey(input, []byte(passphrase))
			if err != nil {
				t.Fatal(err)
			}
			if key.PublicBase64() != publicBase64(t, "keys/rsa2048.pub") {
				t.Error("another key")
			}
			if string(input) != text {
				t.Error("the input was changed")
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	plain := string(fixture(t, "keys/rsa2048.pem"))
	for _, test := range []struct {
		name  string
		input string
		want  error
		say   string
	}{
		{"rsa512.pem", "", crypto.ErrKeyTooSmall, "fewer than 1024 bits"},
		{"rsa512-pbes2.pem", "", crypto.ErrKeyTooSmall, "fewer than 1024 bits"},
		{"ec-sec1.pem", "", crypto.ErrNotRSA, "not an RSA key"},
		{"ec-pkcs8.pem", "", crypto.ErrNotRSA, "not an RSA key"},
		{"ec-legacy.pem", "", crypto.ErrNotRSA, "not an RSA key"},
		{"ed25519.pem", "", crypto.ErrNotRSA, "not an RSA key"},
		{"rsa-pss.pem", "", crypto.ErrUnsupportedKey, "signatures only"},
		{"rsa2048-pbes1.pem", "", crypto.ErrUnsupportedKey, "encryption of the private key is not supported"},
		{"rsa2048-aria.pem", "", crypto.ErrUnsupportedKey, "encryption of the private key is not supported"},
		{"rsa2048-legacy-camellia.pem", "", crypto.ErrUnsupportedKey, "openssl pkcs8 -topk8"},
		{"openssh.pem", "", crypto.ErrUnsupportedKey, "ssh-keygen -p -m PEM"},
		{"public.pem", "", crypto.ErrNotPrivate, "public key"},
		{"public-pkcs1.pem", "", crypto.ErrNotPrivate, "public key"},
		{"certificate.pem", "", crypto.ErrNotPrivate, "certificate"},
		{"request.pem", "", crypto.ErrNotPrivate, "certificate"},
		{"rsa2048.p12", "", crypto.ErrNoKey, "no private key"},
		{"public in base64", publicBase64(t, "keys/rsa2048.pub"), crypto.ErrNotPrivate, "public key"},
		{"empty", "", crypto.ErrNoKey, "no private key"},
		{"blank", " \n", crypto.ErrNoKey, "no private key"},
		{"a word", "hunter2", crypto.ErrNoKey, "no private key"},
		{"a reference", "file:~/.config/cardwallet/fin.pem", crypto.ErrNoKey, "no private key"},
		{"base64 of nothing", base64.StdEncoding.EncodeToString(make([]byte, 1200)), crypto.ErrNoKey, "no private key"},
		{"cut off", plain[:800], crypto.ErrNoKey, "BEGIN line to the END line"},
		{"armour alone", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", crypto.ErrNoKey, ""},
		{"a line lost", strings.Replace(plain, plain[100:165], "", 1), crypto.ErrNoKey, ""},
		{"DSA", "-----BEGIN DSA PRIVATE KEY-----\nMAA=\n-----END DSA PRIVATE KEY-----\n", crypto.ErrNotRSA, "not an RSA key"},
		{"no DEK-Info", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMAA=\n" +
			"-----END RSA PRIVATE KEY-----\n", crypto.ErrUnsupportedKey, ""},
		{"public half in XML", xmlWithout(t, "D", "P", "Q", "DP", "DQ", "InverseQ"), crypto.ErrNotPrivate, "public key in XML"},
		{"XML without its exponent", xmlWithout(t, "D"), crypto.ErrNoKey, "lacks D"},
		{"XML without a prime", xmlWithout(t, "Q"), crypto.ErrNoKey, "lacks Q"},
		{"XML without its modulus", xmlWithout(t, "Modulus"), crypto.ErrNoKey, "lacks Modulus"},
		{"XML cut off", xmlKey(t, "keys/rsa2048.pem")[:1200], crypto.ErrNoKey, "lacks"},
		{"XML with another modulus", strings.Replace(xmlKey(t, "keys/rsa2048.pem"), "<Modulus>", "<Modulus>AQAB", 1), crypto.ErrNoKey, "damaged"},
		{"XML with noise", "<RSAKeyValue><Modulus>\x01\x02</Modulus></RSAKeyValue>", crypto.ErrNoKey, "lacks Modulus"},
		{"XML of 512 bits", strings.Replace(xmlWithout(t, "Modulus"), "<Exponent>",
			"<Modulus>"+strings.Repeat("AQAB", 21)+"</Modulus><Exponent>", 1), crypto.ErrKeyTooSmall, "fewer than 1024 bits"},
		{"base64 of a public PEM", base64.StdEncoding.EncodeToString(fixture(t, "refused/public.pem")), crypto.ErrNotPrivate, "public key"},
		{"base64 of a cut PEM", base64.StdEncoding.EncodeToString([]byte(plain[:800])), crypto.ErrNoKey, "BEGIN line to the END line"},
		{"base64 of an EC PEM", base64.StdEncoding.EncodeToString(fixture(t, "refused/ec-sec1.pem")), crypto.ErrNotRSA, "not an RSA key"},
		{"too large", strings.Repeat("A", 65<<10), crypto.ErrNoKey, "64 KiB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			input := []byte(test.input)
			if strings.Contains(test.name, ".p") {
				input = fixture(t, "refused/"+test.name)
			}
			key, err := crypto.ParsePrivateKey(input, []byte(passphrase))
			if key != nil || !errors.Is(err, test.want) {
				t.Fatalf("got %v, %v; want %v", key, err, test.want)
			}
			checkMessage(t, err)
			if !strings.Contains(err.Error(), test.say) {
				t.Errorf("%q does not say %q", err, test.say)
			}
		})
	}
}

// xmlKey writes a key as .NET does (RSA.ToXmlString), without the code under test.
func xmlKey(t testing.TB, name string) string {
	t.Helper()
	k := standardKey(t, name)
	var out strings.Builder
	out.WriteString("<RSAKeyValue>")
	size := k.Size()
	for _, e := range []struct {
		name   string
		number *big.Int
		size   int
	}{
		{"Modulus", k.N, size}, {"Exponent", big.NewInt(int64(k.E)), 3}, {"P", k.Primes[0], size / 2}, {"Q", k.Primes[1], size / 2},
		{"DP", k.Precomputed.Dp, size / 2},
		{"DQ", k.Precomputed.Dq, size / 2}, {"InverseQ", k.Precomputed.Qinv, size / 2}, {"D", k.D, size},
	} {
		out.WriteString("<" + e.name + ">" + base64.StdEncoding.EncodeToString(e.number.FillBytes(make([]byte, e.size))) + "</" + e.name + ">")
	}
	return out.String() + "</RSAKeyValue>"
}

// xmlWithout is such a key without some of its numbers.
func xmlWithout(t testing.TB, names ...string) string {
	t.Helper()
	xml := xmlKey(t, "keys/rsa2048.pem")
	for _, name := range names {
		from, to := strings.Index(xml, "<"+name+">"), strings.Index(xml, "</"+name+">")
		if from < 0 || to < from {
			t.Fatalf("no %s in the key", name)
		}
		xml = xml[:from] + xml[to+len("</"+name+">"):]
	}
	return xml
}

// checkMessage holds errors to the form that people see: what failed, then a hint on its own line.
func checkMessage(t *testing.T, err error) {
	t.Helper()
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 2 || lines[0] == "" || lines[1] == "" || strings.HasSuffix(err.Error(), ".") {
		t.Errorf("not a message and a hint: %q", err)
	}
}

func TestParsePassphrase(t *testing.T) {
	for _, name := range []string{
		"rsa2048-legacy-des.pem", "rsa2048-legacy-des3.pem", "rsa2048-legacy-aes128.pem", "rsa2048-legacy-aes192.pem",
		"rsa2048-legacy-aes256.pem", "rsa2048-pbes2.der", "rsa2048-pbes2-des3.pem", "rsa2048-pbes2-hmac-SHA512.pem", "rsa2048-scrypt.pem",
	} {
		data := fixture(t, "keys/"+name)
		for _, test := range []struct {
			passphrase []byte
			want       error
		}{
			{nil, crypto.ErrPassphraseNeeded},
			{[]byte{}, crypto.ErrPassphraseNeeded},
			{[]byte("correct horsf"), crypto.ErrWrongPassphrase},
			{[]byte(passphrase + "\n"), crypto.ErrWrongPassphrase},
			{[]byte(passphrase), nil},
		} {
			key, err := crypto.ParsePrivateKey(data, test.passphrase)
			if !errors.Is(err, test.want) || (err == nil) != (key != nil) {
				t.Errorf("%s with %q: %v, want %v", name, test.passphrase, err, test.want)
			}
			if err != nil {
				checkMessage(t, err)
			}
		}
	}
	if _, err := crypto.ParsePrivateKey(fixture(t, "keys/rsa2048.pem"), []byte("not needed")); err != nil {
		t.Errorf("a plain key with a passphrase: %v", err)
	}
}

// The legacy form cannot tell a wrong passphrase by itself: among a thousand, some decrypt to noise.
func TestLegacyWrongPassphrases(t *testing.T) {
	data := fixture(t, "keys/rsa2048-legacy-des3.pem")
	for i := range 1000 {
		key, err := crypto.ParsePrivateKey(data, big.NewInt(int64(i)).Bytes())
		if i > 0 && (key != nil || !errors.Is(err, crypto.ErrWrongPassphrase)) {
			t.Fatalf("passphrase %d: %v, %v", i, key, err)
		}
	}
}

type pkcs1 struct {
	Version               int
	N                     *big.Int
	E                     int
	D, P, Q, Dp, Dq, Qinv *big.Int
	More                  []morePrime `asn1:"optional,omitempty"`
}

type morePrime struct{ Prime, Exp, Coeff *big.Int }

func TestParseNumbersThatDoNotFit(t *testing.T) {
	good := func() pkcs1 {
		k := standardKey(t, "keys/rsa1024.pem")
		return pkcs1{0, k.N, k.E, k.D, k.Primes[0], k.Primes[1], k.Precomputed.Dp, k.Precomputed.Dq, k.Precomputed.Qinv, nil}
	}
	plus2 := func(n *big.Int) *big.Int { return new(big.Int).Add(n, big.NewInt(2)) }
	huge := new(big.Int).Lsh(big.NewInt(1), 400_000)
	large := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), 17_000), big.NewInt(1))
	threePrimes := func() pkcs1 {
		block, _ := pem.Decode(fixture(t, "keys/rsa2048-three-primes.pem"))
		var outer struct {
			Version   int
			Algorithm pkix.AlgorithmIdentifier
			Key       []byte
		}
		var key pkcs1
		if _, err := asn1.Unmarshal(block.Bytes, &outer); err != nil {
			t.Fatal(err)
		}
		if _, err := asn1.Unmarshal(outer.Key, &key); err != nil {
			t.Fatal(err)
		}
		return key
	}
	for _, test := range []struct {
		name   string
		start  func() pkcs1
		damage func(*pkcs1)
		want   error
	}{
		{"nothing", good, func(*pkcs1) {}, nil},
		{"modulus", good, func(k *pkcs1) { k.N = plus2(k.N) }, crypto.ErrNoKey},
		{"negative modulus", good, func(k *pkcs1) { k.N = new(big.Int).Neg(k.N) }, crypto.ErrNoKey},
		{"private exponent", good, func(k *pkcs1) { k.D = plus2(k.D) }, crypto.ErrNoKey},
		{"prime", good, func(k *pkcs1) { k.P = plus2(k.P) }, crypto.ErrNoKey},
		{"prime of one", good, func(k *pkcs1) { k.P, k.Q = k.N, big.NewInt(1) }, crypto.ErrNoKey},
		{"CRT exponent", good, func(k *pkcs1) { k.Dp = plus2(k.Dp) }, crypto.ErrNoKey},
		{"CRT coefficient", good, func(k *pkcs1) { k.Qinv = plus2(k.Qinv) }, crypto.ErrNoKey},
		{"even public exponent", good, func(k *pkcs1) { k.E = 4 }, crypto.ErrNoKey},
		{"zero", good, func(k *pkcs1) { k.Q = new(big.Int) }, crypto.ErrNoKey},
		{"version", good, func(k *pkcs1) { k.Version = 7 }, crypto.ErrNoKey},
		{"a huge prime", good, func(k *pkcs1) { k.P = huge }, crypto.ErrNoKey},
		{"a huge exponent", good, func(k *pkcs1) { k.D = huge }, crypto.ErrNoKey},
		{"17000 bits", good, func(k *pkcs1) { k.N = large }, crypto.ErrUnsupportedKey},
		{"400000 bits", good, func(k *pkcs1) { k.N = huge }, crypto.ErrUnsupportedKey},
		{"1016 bits", good, func(k *pkcs1) { k.N = new(big.Int).Rsh(k.N, 8) }, crypto.ErrKeyTooSmall},
		{"three primes", threePrimes, func(*pkcs1) {}, nil},
		{"third prime", threePrimes, func(k *pkcs1) { k.More[0].Prime = plus2(k.More[0].Prime) }, crypto.ErrNoKey},
		{"third prime of one", threePrimes, func(k *pkcs1) { k.More[0].Prime = big.NewInt(1) }, crypto.ErrNoKey},
		{"exponent of three primes", threePrimes, func(k *pkcs1) { k.D = plus2(k.D) }, crypto.ErrNoKey},
	} {
		k := test.start()
		test.damage(&k)
		der, err := asn1.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		key, err := crypto.ParsePrivateKey(der, nil)
		if !errors.Is(err, test.want) || (err == nil) != (key != nil) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
}

// A key that this package writes is read by the standard library as the same key.
func TestParseAgreesWithStandardLibrary(t *testing.T) {
	want := standardKey(t, "keys/rsa3072.pem")
	key := mustKey(t, "keys/rsa3072.pem")
	block, _ := pem.Decode(key.PublicPEM())
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil || !want.PublicKey.Equal(public.(*rsa.PublicKey)) {
		t.Errorf("public half %v, %v", public, err)
	}
}
