package crypto

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"
)

// maxBlocks bounds a sealed value. A URL takes a few blocks, a card number one.
const maxBlocks = 64

// Open decrypts a sealed value: one to 64 RSA blocks of the key's own size, one after the other, in standard or URL-safe base64 with
// or without its padding, also %-escaped, wrapped in lines, or with + turned into spaces by form decoding.
//
// The only error is ErrOpen, whatever failed. No error does not prove the right key: with PKCS1v15 about one wrong key in 100,000 gives
// noise, so check the form of what comes out with ValidPAN and its like. The caller wipes the Secret.
func (k *PrivateKey) Open(sealed string, padding Padding) (Secret, error) {
	if k == nil || k.cell == nil {
		return Secret{}, ErrOpen
	}
	k.cell.mu.RLock()
	defer k.cell.mu.RUnlock()
	key := k.cell.rsa
	if key == nil {
		return Secret{}, ErrOpen
	}
	size := key.Size()
	ciphertext, ok := decodeSealed(sealed, size)
	if !ok {
		return Secret{}, ErrOpen
	}

	plaintext := make([]byte, 0, len(ciphertext)) // never grows, so no copy is left behind
	failed := false
	for ; len(ciphertext) > 0; ciphertext = ciphertext[size:] {
		// After a failure the other blocks are decrypted all the same: the time must not tell which one it was.
		part, err := padding.openBlock(key, ciphertext[:size])
		if err != nil {
			failed = true
		}
		plaintext = append(plaintext, part...)
		clear(part)
	}
	if failed {
		clear(plaintext)
		return Secret{}, ErrOpen
	}
	return NewSecret(plaintext), nil
}

// decodeSealed returns the ciphertext, a whole number of blocks of size bytes.
func decodeSealed(sealed string, size int) ([]byte, bool) {
	// Base64 takes 4 characters for 3 bytes, and %-escapes 3 characters for one of them.
	if len(sealed) > maxBlocks*size*4+1024 {
		return nil, false
	}
	if strings.Contains(sealed, "%") {
		unescaped, err := url.PathUnescape(sealed)
		if err != nil {
			return nil, false
		}
		sealed = unescaped
	}
	// A space is either a lost + or plain white space. The length decides: only one reading gives whole blocks.
	for _, reading := range []string{
		strings.ReplaceAll(sealed, " ", "+"),
		strings.ReplaceAll(strings.TrimSpace(sealed), " ", "+"),
		sealed,
	} {
		ciphertext, err := decodeBase64([]byte(reading))
		if err == nil && len(ciphertext) > 0 && len(ciphertext)%size == 0 && len(ciphertext)/size <= maxBlocks {
			return ciphertext, true
		}
	}
	return nil, false
}

// decodeBase64 reads standard and URL-safe base64, also mixed, with or without padding, and skips white space.
func decodeBase64(text []byte) ([]byte, error) {
	plain := make([]byte, 0, len(text))
	defer func() { clear(plain) }()
	for _, b := range text {
		switch b {
		case ' ', '\t', '\r', '\n', '\v', '\f':
		case '-':
			plain = append(plain, '+')
		case '_':
			plain = append(plain, '/')
		default:
			plain = append(plain, b)
		}
	}
	plain = bytes.TrimRight(plain, "=")
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(plain)))
	n, err := base64.RawStdEncoding.Decode(out, plain)
	return out[:n], err
}
