package crypto

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"sync"
)

// PrivateKey is an RSA private key of a profile: it opens what the issuer sealed with the public half.
//
// Every way of printing, logging or marshalling it gives "[redacted]". It is safe for concurrent use.
type PrivateKey struct {
	hidden
	bits int
	spki []byte // the public half, in DER
	cell *keyCell
}

// keyCell lies behind a pointer for the reason that Secret's cell does.
type keyCell struct {
	mu  sync.RWMutex
	rsa *rsa.PrivateKey // nil when wiped
}

func newPrivateKey(key *rsa.PrivateKey) (*PrivateKey, error) {
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("cannot encode the public half of the key: %w", err)
	}
	return &PrivateKey{bits: key.N.BitLen(), spki: spki, cell: &keyCell{rsa: key}}, nil
}

// Bits returns the length of the modulus.
func (k *PrivateKey) Bits() int { return k.bits }

// Weak reports a key of fewer than 2048 bits: it works, since issuers hand out 1024 bits, and deserves a warning.
func (k *PrivateKey) Weak() bool { return k.bits < strongBits }

// PublicPEM returns the public half as PEM, "BEGIN PUBLIC KEY".
func (k *PrivateKey) PublicPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: k.spki})
}

// PublicBase64 returns the public half as the base64 of its DER in one line without armour, the form that card platforms ask for.
func (k *PrivateKey) PublicBase64() string { return base64.StdEncoding.EncodeToString(k.spki) }

// Fingerprint returns the first 128 bits of the SHA-256 of the public half's DER, in hexadecimal groups to compare by eye.
func (k *PrivateKey) Fingerprint() string {
	sum := sha256.Sum256(k.spki)
	digits := hex.EncodeToString(sum[:16])
	groups := make([]string, 0, 8)
	for i := 0; i < len(digits); i += 4 {
		groups = append(groups, digits[i:i+4])
	}
	return "SHA256:" + strings.Join(groups, "-")
}

// Wipe overwrites the private numbers, as far as the standard library lets them be reached; then Open fails. The public half stays.
// Wiping twice is harmless.
func (k *PrivateKey) Wipe() {
	if k == nil || k.cell == nil {
		return
	}
	k.cell.mu.Lock()
	defer k.cell.mu.Unlock()
	key := k.cell.rsa
	if key == nil {
		return
	}
	wipeNumbers(key.D, key.Precomputed.Dp, key.Precomputed.Dq, key.Precomputed.Qinv)
	wipeNumbers(key.Primes...)
	// Nothing reads these any more, but the library still fills them with parts of the private exponent.
	for _, crt := range key.Precomputed.CRTValues { //nolint:staticcheck // deprecated, but filled
		wipeNumbers(crt.Exp, crt.Coeff, crt.R)
	}
	k.cell.rsa = nil
}

func wipeNumbers(numbers ...*big.Int) {
	for _, n := range numbers {
		if n != nil {
			clear(n.Bits())
		}
	}
}
