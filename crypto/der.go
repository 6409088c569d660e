package crypto

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
)

const (
	minBits = 1024
	// Larger keys take seconds for one block, and no issuer has them.
	maxBits = 16384
	// Below this a key opens, with a warning where settings are checked.
	strongBits = 2048
)

var (
	oidRSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSAPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
)

// The heads of PKCS#8 (RFC 5208) and PKCS#1 (RFC 8017): enough to tell one from the other. Further fields are ignored.
type pkcs8Head struct {
	Version    int
	Algorithm  pkix.AlgorithmIdentifier
	PrivateKey []byte
}

type pkcs1Head struct {
	Version int
	Modulus *big.Int
	// In a private key this is small; DSA's form, otherwise alike, has a large number here.
	PublicExponent int
}

// parseDER reads an unencrypted key, telling its kind by its structure.
func parseDER(der []byte) (*PrivateKey, error) {
	var outer pkcs8Head
	if rest, err := asn1.Unmarshal(der, &outer); err == nil && len(rest) == 0 {
		defer clear(outer.PrivateKey)
		switch {
		case outer.Algorithm.Algorithm.Equal(oidRSA):
			return parsePKCS1(outer.PrivateKey)
		case outer.Algorithm.Algorithm.Equal(oidRSAPSS):
			return nil, unsupported("the private key is for RSA-PSS signatures only\nmake a plain RSA key and register its public half")
		}
		return nil, ErrNotRSA
	}
	var inner pkcs1Head
	if rest, err := asn1.Unmarshal(der, &inner); err == nil && len(rest) == 0 {
		return parsePKCS1(der)
	}
	if _, err := x509.ParseECPrivateKey(der); err == nil {
		return nil, ErrNotRSA
	}
	if isPublic(der) {
		return nil, ErrNotPrivate
	}
	return nil, ErrNoKey
}

func parsePKCS1(der []byte) (*PrivateKey, error) {
	// The size is looked at first: checking a key of a million bits would take minutes.
	var head pkcs1Head
	if _, err := asn1.Unmarshal(der, &head); err != nil {
		return nil, errDamagedKey
	}
	switch bits := head.Modulus.BitLen(); {
	case bits < minBits:
		return nil, ErrKeyTooSmall
	case bits > maxBits:
		return nil, unsupported("the RSA key has more than 16384 bits\nmake a key of 2048 to 4096 bits and register its public half")
	}
	// The eight numbers of a key take about five times its size; far larger primes only cost time before they are refused.
	if len(der) > head.Modulus.BitLen() {
		return nil, errDamagedKey
	}
	key, err := x509.ParsePKCS1PrivateKey(der)
	if err != nil || !primesFit(key) {
		return nil, errDamagedKey
	}
	return newPrivateKey(key)
}

var errDamagedKey = damaged("the private key is damaged: its numbers do not belong together\nget the key file again from where it was made")

// primesFit checks what x509 leaves unchecked in keys of three primes and more.
func primesFit(key *rsa.PrivateKey) bool {
	if len(key.Primes) == 2 {
		return true
	}
	one := big.NewInt(1)
	product := big.NewInt(1)
	for _, prime := range key.Primes {
		product.Mul(product, prime)
		order := new(big.Int).Sub(prime, one)
		if order.Sign() <= 0 {
			return false
		}
		inverse := new(big.Int).Mul(key.D, big.NewInt(int64(key.E)))
		if inverse.Mod(inverse, order).Cmp(one) != 0 {
			return false
		}
	}
	return product.Cmp(key.N) == 0
}

func isPublic(der []byte) bool {
	if _, err := x509.ParsePKIXPublicKey(der); err == nil {
		return true
	}
	if _, err := x509.ParsePKCS1PublicKey(der); err == nil {
		return true
	}
	_, err := x509.ParseCertificate(der)
	return err == nil
}
