package crypto

import (
	"bytes"
	"encoding/asn1"
	"math/big"
)

// xmlNumbers are the elements of .NET's <RSAKeyValue> (RSA.ToXmlString) in the order of PKCS#1. The first two are the public half.
var xmlNumbers = []string{"Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ"}

// parseXML reads the key that .NET writes: each number in base64, big end first, in an element of its own.
func parseXML(text []byte) (*PrivateKey, error) {
	key := struct {
		Version                  int
		N, E, D, P, Q, DP, DQ, U *big.Int
	}{N: new(big.Int), E: new(big.Int), D: new(big.Int), P: new(big.Int), Q: new(big.Int), DP: new(big.Int), DQ: new(big.Int), U: new(big.Int)}
	numbers := []*big.Int{key.N, key.E, key.D, key.P, key.Q, key.DP, key.DQ, key.U}
	defer wipeNumbers(numbers[2:]...)
	missing := -1
	for i, name := range xmlNumbers {
		digits, ok := xmlElement(text, name)
		if ok {
			numbers[i].SetBytes(digits)
		}
		clear(digits)
		if numbers[i].Sign() == 0 && missing < 0 {
			missing = i
		}
	}
	switch {
	case missing == 2 && !bytes.Contains(text, []byte("<P>")):
		return nil, &keyError{ErrNotPrivate, "this is a public key in XML, not a private key\nexport it with its private half: ToXmlString(true)"}
	case missing >= 0:
		return nil, damaged("the private key in XML is incomplete: it lacks " + xmlNumbers[missing] + "\n" +
			"export it again with its private half: ToXmlString(true)")
	}
	der, err := asn1.Marshal(key)
	defer clear(der)
	if err != nil {
		return nil, errDamagedKey
	}
	return parsePKCS1(der)
}

// xmlElement gives the base64 text of an element, decoded.
func xmlElement(text []byte, name string) ([]byte, bool) {
	_, rest, found := bytes.Cut(text, []byte("<"+name+">"))
	inner, _, ended := bytes.Cut(rest, []byte("</"+name+">"))
	if !found || !ended {
		return nil, false
	}
	decoded, err := decodeBase64(inner)
	return decoded, err == nil
}
