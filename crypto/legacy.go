package crypto

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
)

// isLegacyEncrypted reports PEM encryption of RFC 1423, which openssl wrote by default until version 1.0.
func isLegacyEncrypted(block *pem.Block) bool {
	return block.Headers["DEK-Info"] != "" || block.Headers["Proc-Type"] == "4,ENCRYPTED"
}

func parseLegacy(block *pem.Block, passphrase []byte) (*PrivateKey, error) {
	if len(passphrase) == 0 {
		return nil, ErrPassphraseNeeded
	}
	//lint:ignore SA1019 It is weak, as its deprecation says, but issuers' customers hold such files, and refusing to read one protects nobody.
	der, err := x509.DecryptPEMBlock(block, passphrase)
	defer clear(der)
	if errors.Is(err, x509.IncorrectPasswordError) {
		return nil, ErrWrongPassphrase
	}
	if err != nil {
		return nil, unsupported("the encrypted private key is damaged, or its cipher is not supported\nconvert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem")
	}
	// The form has no checksum: about one wrong passphrase in 256 gets here with noise.
	return inWrongPassphrase(parseDER(der))
}
