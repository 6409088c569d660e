package sandbox

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha1" // linked in for the OAEP variants that name them
	_ "crypto/sha256"
	"encoding/base64"
	"fmt"
)

// Padding is the RSA padding of sealed values.
type Padding int

// PKCS #1 v1.5 is what every published client of the platform uses; the others test what a configuration can name.
const (
	PKCS1v15 Padding = iota
	OAEPSHA1
	OAEPSHA256
	OAEPSHA256MGF1SHA1 // what Java calls OAEPWithSHA-256AndMGF1Padding
)

// paddingNames are the words of a configuration file.
var paddingNames = map[Padding]string{PKCS1v15: "pkcs1v15", OAEPSHA1: "oaep-sha1", OAEPSHA256: "oaep-sha256",
	OAEPSHA256MGF1SHA1: "oaep-sha256-mgf1-sha1"}

// seal encrypts plain with the client's public key. What is longer than one block allows becomes several, each of the
// key's size, one after the other. The result is standard base64.
func seal(key *rsa.PublicKey, padding Padding, plain string) (string, error) {
	room := key.Size() - 11
	var options *rsa.OAEPOptions
	switch padding {
	case PKCS1v15:
	case OAEPSHA1:
		options = &rsa.OAEPOptions{Hash: crypto.SHA1}
	case OAEPSHA256:
		options = &rsa.OAEPOptions{Hash: crypto.SHA256}
	case OAEPSHA256MGF1SHA1:
		options = &rsa.OAEPOptions{Hash: crypto.SHA256, MGFHash: crypto.SHA1}
	default:
		return "", fmt.Errorf("unknown padding %d", padding)
	}
	if options != nil {
		room = key.Size() - 2*options.Hash.Size() - 2
	}
	var sealed []byte
	for rest := []byte(plain); ; {
		n := min(room, len(rest))
		block, err := sealBlock(key, options, rest[:n])
		if err != nil {
			return "", err
		}
		sealed = append(sealed, block...)
		if rest = rest[n:]; len(rest) == 0 {
			return base64.StdEncoding.EncodeToString(sealed), nil
		}
	}
}

func sealBlock(key *rsa.PublicKey, options *rsa.OAEPOptions, plain []byte) ([]byte, error) {
	if options != nil {
		return rsa.EncryptOAEPWithOptions(rand.Reader, key, plain, options)
	}
	return rsa.EncryptPKCS1v15(rand.Reader, key, plain) //nolint:staticcheck // the issuer dictates this padding
}
