package wycheproof_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"cardwallet/crypto"
)

// paddings are those of the wallet, by the names that the vectors give to hash and MGF1 hash.
var paddings = map[string]crypto.Padding{
	"SHA-1 SHA-1":     crypto.OAEPSHA1,
	"SHA-256 SHA-256": crypto.OAEPSHA256,
	"SHA-256 SHA-1":   crypto.OAEPSHA256MGF1SHA1,
}

// tally counts vectors: those that ran by outcome, and those outside by reason.
type tally struct {
	opened, refused int
	outside         map[string]int
}

func (n *tally) skip(reason string, vectors int) {
	if n.outside == nil {
		n.outside = map[string]int{}
	}
	n.outside[reason] += vectors
}

// check prints the tally and compares it with what the vector files are known to hold, so that the tests cannot pass by running nothing.
func (n *tally) check(t *testing.T, what string, opened, refused int, outside map[string]int) {
	t.Helper()
	fmt.Printf("%s: %d vectors ran: %d opened, %d refused\n", what, n.opened+n.refused, n.opened, n.refused)
	for _, reason := range slices.Sorted(maps.Keys(n.outside)) {
		fmt.Printf("%s: %d vectors outside: %s\n", what, n.outside[reason], reason)
	}
	if n.opened != opened || n.refused != refused || !maps.Equal(n.outside, outside) {
		t.Errorf("got %+v, want %d opened, %d refused, outside %v", *n, opened, refused, outside)
	}
}

func TestPKCS1v15(t *testing.T) {
	var n tally
	for _, bits := range []string{"2048", "3072", "4096"} {
		for name, file := range load(t, "rsa_pkcs1_"+bits+"_test.json") {
			for _, g := range file.TestGroups {
				n.run(t, name, g, crypto.PKCS1v15)
			}
		}
	}
	n.check(t, "RSAES-PKCS1-v1_5", 124, 77, nil)
}

func TestOAEP(t *testing.T) {
	var n tally
	for _, pattern := range []string{"rsa_oaep_*_test.json", "rsa_three_primes_oaep_*_test.json"} {
		for name, file := range load(t, pattern) {
			for _, g := range file.TestGroups {
				padding, ok := paddings[g.Sha+" "+g.MgfSha]
				if !ok {
					n.skip("a hash that no padding of the wallet has", len(g.Tests))
					continue
				}
				n.run(t, name, g, padding)
			}
		}
	}
	n.check(t, "RSAES-OAEP", 138, 169, map[string]int{
		"a hash that no padding of the wallet has": 830,
		"a label, which sealed values do not have": 71,
	})
}

// run opens every vector of a group with the key in each form that the file gives.
func (n *tally) run(t *testing.T, name string, g group, padding crypto.Padding) {
	t.Helper()
	keys := map[string]*crypto.PrivateKey{
		"PEM":          parse(t, name, []byte(g.PrivateKeyPem)),
		"bare base64":  parse(t, name, []byte(base64.StdEncoding.EncodeToString(g.PrivateKeyPkcs8))),
		"binary PKCS8": parse(t, name, g.PrivateKeyPkcs8),
	}
	if t.Failed() {
		return
	}
	key := keys["PEM"]
	for form, other := range keys {
		if other.PublicBase64() != key.PublicBase64() {
			t.Errorf("%s: %s gives another key", name, form)
		}
	}
	for _, v := range g.Tests {
		if len(v.Label) > 0 {
			n.skip("a label, which sealed values do not have", 1)
			continue
		}
		got, err := key.Open(base64.StdEncoding.EncodeToString(v.Ct), padding)
		switch v.Result {
		case "valid":
			n.opened++
			if err != nil || !bytes.Equal([]byte(got.RevealString()), v.Msg) {
				t.Errorf("%s %d: %x, %v; want %x", name, v.TcID, got.RevealString(), err, v.Msg)
			}
		case "invalid":
			n.refused++
			if !errors.Is(err, crypto.ErrOpen) || !got.IsZero() {
				t.Errorf("%s %d: %x, %v; want a refusal", name, v.TcID, got.RevealString(), err)
			}
		default:
			t.Errorf("%s %d: unknown result %q", name, v.TcID, v.Result)
		}
	}
}

func parse(t *testing.T, name string, data []byte) *crypto.PrivateKey {
	t.Helper()
	key, err := crypto.ParsePrivateKey(data, nil)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return key
}
