package crypto

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"hash"

	"github.com/youmark/pkcs8"
	"golang.org/x/crypto/pbkdf2"
	"golang.org/x/crypto/scrypt"
)

// The work that a key file may ask for before it opens. It bounds a hostile file to a few seconds and 256 MiB;
// openssl writes 2048 PBKDF2 rounds and scrypt with N = 16384, r = 8, p = 1.
const (
	maxPBKDF2Rounds = 5_000_000
	maxScryptBlocks = 1 << 21 // N·r, in units of 128 bytes of memory
	maxScryptWork   = 1 << 22 // N·r·p
)

var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidScrypt = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11591, 4, 11}
)

var pbes2Ciphers = []pkcs8.Cipher{pkcs8.AES128CBC, pkcs8.AES192CBC, pkcs8.AES256CBC, pkcs8.TripleDESCBC}

// The pseudo-random functions of RFC 8018, appendix B.1.
var pbkdf2Hashes = map[string]func() hash.Hash{
	"1.2.840.113549.2.7":  sha1.New,
	"1.2.840.113549.2.8":  sha256.New224,
	"1.2.840.113549.2.9":  sha256.New,
	"1.2.840.113549.2.10": sha512.New384,
	"1.2.840.113549.2.11": sha512.New,
	"1.2.840.113549.2.12": sha512.New512_224,
	"1.2.840.113549.2.13": sha512.New512_256,
}

// encryptedPKCS8 is EncryptedPrivateKeyInfo of RFC 5208. The steps are taken here with the ciphers of the pkcs8 module, since its own
// reader knows two of the seven hashes, misreads parameters with a key length (as Java writes them), panics on a short IV
// and does whatever work the file asks for.
type encryptedPKCS8 struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type pbes2Params struct {
	KeyDerivation pkix.AlgorithmIdentifier
	Cipher        pkix.AlgorithmIdentifier
}

type pbkdf2Params struct {
	Salt      []byte
	Rounds    int
	KeyLength int                      `asn1:"optional"`
	PRF       pkix.AlgorithmIdentifier `asn1:"optional"`
}

type scryptParams struct {
	Salt      []byte
	N, R, P   int
	KeyLength int `asn1:"optional"`
}

func asEncryptedPKCS8(der []byte) (encryptedPKCS8, bool) {
	var e encryptedPKCS8
	rest, err := asn1.Unmarshal(der, &e)
	return e, err == nil && len(rest) == 0
}

var (
	errUnsupportedEncryption = unsupported("the encryption of the private key is not supported\n" +
		"convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem")
	errDamagedEncryption = damaged("the encrypted private key is damaged\nget the key file again from where it was made")
	errTooCostly         = unsupported("the private key asks for too much work to decrypt\n" +
		"convert it with fewer rounds: openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in old.pem -out new.pem")
)

func (e encryptedPKCS8) parse(passphrase []byte) (*PrivateKey, error) {
	if !e.Algorithm.Algorithm.Equal(oidPBES2) {
		return nil, errUnsupportedEncryption
	}
	var params pbes2Params
	if _, err := asn1.Unmarshal(e.Algorithm.Parameters.FullBytes, &params); err != nil {
		return nil, errDamagedEncryption
	}
	cipher, iv, err := params.cipher()
	if err != nil {
		return nil, err
	}
	// In CBC the IV is one block, and the data whole blocks.
	if len(iv) != cipher.IVSize() || len(e.Data) == 0 || len(e.Data)%len(iv) != 0 {
		return nil, errDamagedEncryption
	}
	// Nobody is asked for the passphrase of a file that cannot be read.
	if len(passphrase) == 0 {
		return nil, ErrPassphraseNeeded
	}
	key, err := params.derive(passphrase, cipher.KeySize())
	if err != nil {
		return nil, err
	}
	defer clear(key)
	padded, err := cipher.Decrypt(key, iv, e.Data)
	if err != nil {
		return nil, errDamagedEncryption
	}
	defer clear(padded)
	der, ok := unpad(padded, len(iv))
	if !ok {
		return nil, ErrWrongPassphrase
	}
	return inWrongPassphrase(parseDER(der))
}

func (p pbes2Params) cipher() (pkcs8.Cipher, []byte, error) {
	for _, cipher := range pbes2Ciphers {
		if !p.Cipher.Algorithm.Equal(cipher.OID()) {
			continue
		}
		var iv []byte
		if _, err := asn1.Unmarshal(p.Cipher.Parameters.FullBytes, &iv); err != nil {
			return nil, nil, errDamagedEncryption
		}
		return cipher, iv, nil
	}
	return nil, nil, errUnsupportedEncryption
}

func (p pbes2Params) derive(passphrase []byte, size int) ([]byte, error) {
	switch kdf := p.KeyDerivation; {
	case kdf.Algorithm.Equal(oidPBKDF2):
		return derivePBKDF2(kdf.Parameters.FullBytes, passphrase, size)
	case kdf.Algorithm.Equal(oidScrypt):
		return deriveScrypt(kdf.Parameters.FullBytes, passphrase, size)
	}
	return nil, errUnsupportedEncryption
}

func derivePBKDF2(der, passphrase []byte, size int) ([]byte, error) {
	var p pbkdf2Params
	if _, err := asn1.Unmarshal(der, &p); err != nil || p.Rounds < 1 || p.KeyLength != 0 && p.KeyLength != size {
		return nil, errDamagedEncryption
	}
	if p.Rounds > maxPBKDF2Rounds {
		return nil, errTooCostly
	}
	newHash := sha1.New // the default of RFC 8018
	if len(p.PRF.Algorithm) > 0 {
		newHash = pbkdf2Hashes[p.PRF.Algorithm.String()]
	}
	if newHash == nil {
		return nil, errUnsupportedEncryption
	}
	return pbkdf2.Key(passphrase, p.Salt, p.Rounds, size, newHash), nil
}

func deriveScrypt(der, passphrase []byte, size int) ([]byte, error) {
	var p scryptParams
	if _, err := asn1.Unmarshal(der, &p); err != nil || p.N < 2 || p.R < 1 || p.P < 1 || p.KeyLength != 0 && p.KeyLength != size {
		return nil, errDamagedEncryption
	}
	// Divided, because the product of hostile numbers overflows.
	if p.N > maxScryptBlocks/p.R || p.N*p.R > maxScryptWork/p.P {
		return nil, errTooCostly
	}
	key, err := scrypt.Key(passphrase, p.Salt, p.N, p.R, p.P, size)
	if err != nil {
		return nil, errDamagedEncryption
	}
	return key, nil
}

// unpad removes the padding of RFC 8018, section 6.1.1.
func unpad(padded []byte, blockSize int) ([]byte, bool) {
	n := int(padded[len(padded)-1])
	if n == 0 || n > blockSize || n > len(padded) {
		return nil, false
	}
	for _, b := range padded[len(padded)-n:] {
		if int(b) != n {
			return nil, false
		}
	}
	return padded[:len(padded)-n], true
}
