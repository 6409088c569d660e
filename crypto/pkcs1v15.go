package crypto

import "crypto/rsa"

func openPKCS1v15(key *rsa.PrivateKey, block []byte) ([]byte, error) {
	//lint:ignore SA1019 The issuers seal with this padding; a wallet that refuses it opens no card. Its oracle needs someone who sends chosen
	// ciphertexts and learns the outcome: values come from the issuer alone, and Open has one error that is never sent back.
	return rsa.DecryptPKCS1v15(nil, key, block)
}
