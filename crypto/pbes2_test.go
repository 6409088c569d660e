package crypto_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"testing"

	"golang.org/x/crypto/pbkdf2"

	"cardwallet/crypto"
)

// pbes2 makes an encrypted key with any parameters, the hostile ones included.
func pbes2(t testing.TB, kdf, kdfParams, iv any, data []byte) []byte {
	t.Helper()
	raw := func(v any) asn1.RawValue {
		der, err := asn1.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return asn1.RawValue{FullBytes: der}
	}
	type params struct{ KDF, Cipher pkix.AlgorithmIdentifier }
	return raw(struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{
		Algorithm: pkix.AlgorithmIdentifier{
			Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13},
			Parameters: raw(params{
				KDF:    pkix.AlgorithmIdentifier{Algorithm: kdf.(asn1.ObjectIdentifier), Parameters: raw(kdfParams)},
				Cipher: pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}, Parameters: raw(iv)},
			}),
		},
		Data: data,
	}).FullBytes
}

var (
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidScrypt = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 11591, 4, 11}
)

type kdfRounds struct {
	Salt   []byte
	Rounds int64
}

type kdfRoundsLength struct {
	Salt           []byte
	Rounds, Length int
}

type kdfScrypt struct {
	Salt    []byte
	N, R, P int64
}

func TestParseHostileEncryption(t *testing.T) {
	salt, iv, data := []byte("12345678"), make([]byte, 16), make([]byte, 64)
	oidOther := asn1.ObjectIdentifier{1, 2, 3}
	type prf struct {
		Salt   []byte
		Rounds int
		PRF    pkix.AlgorithmIdentifier
	}
	for _, test := range []struct {
		name string
		der  []byte
		want error
	}{
		{"2^31 rounds", pbes2(t, oidPBKDF2, kdfRounds{salt, 1 << 31}, iv, data), crypto.ErrUnsupportedKey},
		{"2^62 rounds", pbes2(t, oidPBKDF2, kdfRounds{salt, 1 << 62}, iv, data), crypto.ErrUnsupportedKey},
		{"no rounds", pbes2(t, oidPBKDF2, kdfRounds{salt, 0}, iv, data), crypto.ErrNoKey},
		{"negative rounds", pbes2(t, oidPBKDF2, kdfRounds{salt, -5}, iv, data), crypto.ErrNoKey},
		{"another key length", pbes2(t, oidPBKDF2, kdfRoundsLength{salt, 10, 16}, iv, data), crypto.ErrNoKey},
		{"unknown hash", pbes2(t, oidPBKDF2, prf{salt, 10, pkix.AlgorithmIdentifier{Algorithm: oidOther}}, iv, data), crypto.ErrUnsupportedKey},
		{"unknown KDF", pbes2(t, oidOther, kdfRounds{salt, 10}, iv, data), crypto.ErrUnsupportedKey},
		{"KDF parameters of another kind", pbes2(t, oidPBKDF2, 5, iv, data), crypto.ErrNoKey},
		{"scrypt memory", pbes2(t, oidScrypt, kdfScrypt{salt, 1 << 40, 8, 1}, iv, data), crypto.ErrUnsupportedKey},
		{"scrypt block", pbes2(t, oidScrypt, kdfScrypt{salt, 2, 1 << 62, 1}, iv, data), crypto.ErrUnsupportedKey},
		{"scrypt work", pbes2(t, oidScrypt, kdfScrypt{salt, 1 << 14, 8, 1 << 62}, iv, data), crypto.ErrUnsupportedKey},
		{"scrypt zero r", pbes2(t, oidScrypt, kdfScrypt{salt, 1 << 14, 0, 1}, iv, data), crypto.ErrNoKey},
		{"scrypt zero p", pbes2(t, oidScrypt, kdfScrypt{salt, 1 << 14, 8, 0}, iv, data), crypto.ErrNoKey},
		{"scrypt odd N", pbes2(t, oidScrypt, kdfScrypt{salt, 1000, 8, 1}, iv, data), crypto.ErrNoKey},
		{"short IV", pbes2(t, oidPBKDF2, kdfRounds{salt, 10}, iv[:5], data), crypto.ErrNoKey},
		{"no IV", pbes2(t, oidPBKDF2, kdfRounds{salt, 10}, []byte{}, data), crypto.ErrNoKey},
		{"IV of another kind", pbes2(t, oidPBKDF2, kdfRounds{salt, 10}, 7, data), crypto.ErrNoKey},
		{"half a block", pbes2(t, oidPBKDF2, kdfRounds{salt, 10}, iv, data[:24]), crypto.ErrNoKey},
		{"no data", pbes2(t, oidPBKDF2, kdfRounds{salt, 10}, iv, []byte{}), crypto.ErrNoKey},
		{"noise", pbes2(t, oidPBKDF2, kdfRounds{salt, 10}, iv, data), crypto.ErrWrongPassphrase},
	} {
		key, err := crypto.ParsePrivateKey([]byte(base64.StdEncoding.EncodeToString(test.der)), []byte(passphrase))
		if key != nil || !errors.Is(err, test.want) {
			t.Errorf("%s: %v, %v; want %v", test.name, key, err, test.want)
		} else {
			checkMessage(t, err)
		}
	}
}

// Java and Bouncy Castle state the key length; without the hash, SHA-1 is meant.
func TestParseStatedKeyLength(t *testing.T) {
	salt, iv := []byte("12345678"), []byte("0123456789abcdef")
	der := fixture(t, "keys/rsa2048-pkcs8.der")
	pad := aes.BlockSize - len(der)%aes.BlockSize
	data := append(bytes.Clone(der), bytes.Repeat([]byte{byte(pad)}, pad)...)
	block, err := aes.NewCipher(pbkdf2.Key([]byte(passphrase), salt, 10, 32, sha1.New))
	if err != nil {
		t.Fatal(err)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(data, data)
	key, err := crypto.ParsePrivateKey(pbes2(t, oidPBKDF2, kdfRoundsLength{salt, 10, 32}, iv, data), []byte(passphrase))
	if err != nil || key.PublicBase64() != publicBase64(t, "keys/rsa2048.pub") {
		t.Errorf("%v, %v", key, err)
	}
}
