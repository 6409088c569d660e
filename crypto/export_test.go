package crypto

import (
	"crypto/rsa"
	"math/big"
	"testing"
)

// DecodeSealed is the decoding without the key.
var DecodeSealed = decodeSealed

// WrapForTest returns a key that holds numbers which the test can watch: the words of every private number.
func WrapForTest(t *testing.T, key *rsa.PrivateKey) (*PrivateKey, [][]big.Word) {
	t.Helper()
	wrapped, err := newPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	var words [][]big.Word
	for _, n := range append([]*big.Int{key.D, key.Precomputed.Dp, key.Precomputed.Dq, key.Precomputed.Qinv}, key.Primes...) {
		words = append(words, n.Bits())
	}
	return wrapped, words
}
