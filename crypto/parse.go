package crypto

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"regexp"
	"strings"
)

// maxKeyInput bounds a private key file, in bytes. An RSA key of 16384 bits in PEM takes 13 KB.
const maxKeyInput = 64 << 10

// ParsePrivateKey reads an RSA private key of 1024 to 16384 bits: PKCS#1 or PKCS#8, in PEM (also with legacy "Proc-Type"
// encryption), as PBES2-encrypted PKCS#8, as the bare base64 of the DER that card platforms hand out, in one line or several, or as the
// <RSAKeyValue> that .NET writes; text forms also in base64 as a whole, as environments carry them.
// What a block holds counts, not its label. Quotes around the key and literal \n for line ends are accepted.
//
// passphrase is used only if the key is encrypted; nil and empty both mean none. Neither argument is kept or changed.
//
// Errors match ErrPassphraseNeeded, ErrWrongPassphrase, ErrNotRSA, ErrKeyTooSmall, ErrUnsupportedKey, ErrNotPrivate or ErrNoKey.
func ParsePrivateKey(data, passphrase []byte) (*PrivateKey, error) {
	if len(data) > maxKeyInput {
		return nil, damaged("the private key is larger than 64 KiB\ncheck that this is the key file")
	}
	// A DER sequence of this size has a long length: a byte that no text form has in second place.
	if len(data) > 1 && data[0] == 0x30 && data[1] >= 0x80 {
		return parseBinary(data, passphrase)
	}
	text := unquote(data)
	defer clear(text)
	if key, err, ok := parseText(text, passphrase); ok {
		return key, err
	}
	inner, err := decodeBase64(text)
	defer clear(inner)
	if err != nil || len(inner) == 0 {
		return nil, ErrNoKey
	}
	text = unquote(inner)
	defer clear(text)
	if key, err, ok := parseText(text, passphrase); ok {
		return key, err
	}
	return parseBinary(inner, passphrase)
}

// parseText reads a key in a form that is text by itself; ok is false where it is none.
func parseText(text, passphrase []byte) (key *PrivateKey, err error, ok bool) {
	switch {
	case bytes.Contains(text, []byte("-----BEGIN ")):
		key, err = parsePEM(text, passphrase)
	case bytes.Contains(text, []byte("<RSAKeyValue>")):
		key, err = parseXML(text)
	default:
		return nil, nil, false
	}
	return key, err, true
}

// unquote returns a copy of data without what config files, shells and JSON put around and into a key.
func unquote(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.Trim(data, " \t\r\n\"'`")
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] == '\\' && i+1 < len(data) {
			switch data[i+1] {
			case 'n', 'r':
				out = append(out, '\n')
				i++
				continue
			case '/':
				continue
			}
		}
		out = append(out, data[i])
	}
	return out
}

var armourLine = regexp.MustCompile(`[ \t]*(-----(?:BEGIN|END) [A-Z0-9 ]+-----)[ \t]*\r?\n?`)

// parsePEM reads the first private key of a PEM file, which may hold certificates and explanations before it.
func parsePEM(text, passphrase []byte) (*PrivateKey, error) {
	// A key that went through an environment variable or an indented document has no line ends around its armour.
	text = armourLine.ReplaceAll(text, []byte("\n$1\n"))
	defer clear(text)

	err := damaged("cannot read the PEM text of the private key\ncheck that it is complete, from the BEGIN line to the END line")
	for rest := text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return nil, err
		}
		var key *PrivateKey
		key, err = parseBlock(block, passphrase)
		clear(block.Bytes)
		if err == nil || !errors.Is(err, ErrNotPrivate) && !errors.Is(err, ErrNoKey) {
			return key, err
		}
	}
}

func parseBlock(block *pem.Block, passphrase []byte) (*PrivateKey, error) {
	switch {
	case isLegacyEncrypted(block):
		return parseLegacy(block, passphrase)
	case block.Type == "OPENSSH PRIVATE KEY":
		return nil, unsupported("the private key is in OpenSSH's own form\nconvert a copy of it: ssh-keygen -p -m PEM -f copy-of-key")
	case block.Type == "DSA PRIVATE KEY":
		return nil, ErrNotRSA
	case strings.HasSuffix(block.Type, "CERTIFICATE"), strings.HasSuffix(block.Type, "CERTIFICATE REQUEST"):
		return nil, &keyError{ErrNotPrivate, "this is a certificate, not a private key\ngive the private key that belongs to it"}
	}
	return parseBinary(block.Bytes, passphrase)
}

func parseBinary(der, passphrase []byte) (*PrivateKey, error) {
	if encrypted, ok := asEncryptedPKCS8(der); ok {
		return encrypted.parse(passphrase)
	}
	return parseDER(der)
}

// inWrongPassphrase turns the error for decrypted bytes that are no key into the reason for it.
func inWrongPassphrase(key *PrivateKey, err error) (*PrivateKey, error) {
	if errors.Is(err, ErrNoKey) || errors.Is(err, ErrNotPrivate) {
		return nil, ErrWrongPassphrase
	}
	return key, err
}

// isLegacyEncrypted reports PEM encryption of RFC 1423, which openssl wrote by default until version 1.0.
func isLegacyEncrypted(block *pem.Block) bool {
	return block.Headers["DEK-Info"] != "" || block.Headers["Proc-Type"] == "4,ENCRYPTED"
}

func parseLegacy(block *pem.Block, passphrase []byte) (*PrivateKey, error) {
	if len(passphrase) == 0 {
		return nil, ErrPassphraseNeeded
	}
	// It is weak, as its deprecation says, but issuers' customers hold such files. Refusing to read one protects nobody.
	der, err := x509.DecryptPEMBlock(block, passphrase) //nolint:staticcheck // see above
	defer clear(der)
	if errors.Is(err, x509.IncorrectPasswordError) {
		return nil, ErrWrongPassphrase
	}
	if err != nil {
		return nil, unsupported("the encrypted private key is damaged, or its cipher is not supported\n" +
			"convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem")
	}
	// The form has no checksum: about one wrong passphrase in 256 gets here with noise.
	return inWrongPassphrase(parseDER(der))
}
