package crypto

import (
	stdcrypto "crypto"
	"crypto/rsa"
	"fmt"
	"slices"
	"strings"

	_ "crypto/sha1"   // OAEP with SHA-1
	_ "crypto/sha256" // OAEP with SHA-256
)

// Padding says how the issuer padded a value before sealing it. The zero value is PKCS1v15, which the issuers use.
type Padding uint8

// The paddings, with the hash and the mask generation function (MGF1) of each.
const (
	// PKCS1v15 is RSAES-PKCS1-v1_5, "RSA/ECB/PKCS1Padding" in Java.
	PKCS1v15 Padding = iota
	// OAEPSHA1 is OAEP with SHA-1 and MGF1 with SHA-1, "OAEPPadding" in Java and RSA_PKCS1_OAEP_PADDING elsewhere.
	OAEPSHA1
	// OAEPSHA256 is OAEP with SHA-256 and MGF1 with SHA-256.
	OAEPSHA256
	// OAEPSHA256MGF1SHA1 is OAEP with SHA-256 and MGF1 with SHA-1, which is what Java does for "OAEPWithSHA-256AndMGF1Padding".
	OAEPSHA256MGF1SHA1
)

var paddingNames = []string{"pkcs1v15", "oaep-sha1", "oaep-sha256", "oaep-sha256-mgf1-sha1"}

// ParsePadding returns the padding of a name as it stands in a profile. The empty name means the default, PKCS1v15.
func ParsePadding(name string) (Padding, error) {
	if name == "" {
		return PKCS1v15, nil
	}
	if i := slices.Index(paddingNames, name); i >= 0 {
		return Padding(i), nil
	}
	return 0, fmt.Errorf("unknown padding %q\nuse one of %s", name, strings.Join(paddingNames, ", "))
}

// String returns the name that ParsePadding reads.
func (p Padding) String() string {
	if int(p) < len(paddingNames) {
		return paddingNames[p]
	}
	return fmt.Sprintf("padding(%d)", uint8(p))
}

var oaep = map[Padding]*rsa.OAEPOptions{
	OAEPSHA1:           {Hash: stdcrypto.SHA1, MGFHash: stdcrypto.SHA1},
	OAEPSHA256:         {Hash: stdcrypto.SHA256, MGFHash: stdcrypto.SHA256},
	OAEPSHA256MGF1SHA1: {Hash: stdcrypto.SHA256, MGFHash: stdcrypto.SHA1},
}

// openBlock decrypts one block of the key's own size.
func (p Padding) openBlock(key *rsa.PrivateKey, block []byte) ([]byte, error) {
	if p == PKCS1v15 {
		// The issuers seal with this padding; a wallet that refuses it opens no card. Its oracle needs someone who sends chosen ciphertexts
		// and learns the outcome: values come from the issuer alone, and Open has one error that is never sent back.
		return rsa.DecryptPKCS1v15(nil, key, block) //nolint:staticcheck // see above
	}
	options, known := oaep[p]
	if !known {
		return nil, ErrOpen
	}
	return key.Decrypt(nil, block, options)
}
