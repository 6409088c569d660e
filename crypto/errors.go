package crypto

import "errors"

// The reasons for which a private key is refused. Each reads as what failed, and a hint on its own line.
// An error of ParsePrivateKey may tell more than these texts do: test it with errors.Is.
var (
	// ErrPassphraseNeeded reports an encrypted key that came without a passphrase.
	ErrPassphraseNeeded = errors.New("the private key is encrypted\n" +
		"give its passphrase: private_key_passphrase in the profile, or at the terminal when asked")
	// ErrWrongPassphrase reports a passphrase that does not decrypt the key.
	ErrWrongPassphrase = errors.New("wrong passphrase for the private key\ncheck the passphrase; a damaged key file looks the same")
	// ErrNotRSA reports a private key of another kind: EC, Ed25519, DSA.
	ErrNotRSA = errors.New("the private key is not an RSA key\n" +
		"card data is sealed with RSA: make a key with \"cardwallet keys generate\" and register its public half")
	// ErrKeyTooSmall reports an RSA key of fewer than 1024 bits.
	ErrKeyTooSmall = errors.New("the RSA key has fewer than 1024 bits\n" +
		"it protects nothing: make a key of 2048 bits or more and register its public half")
	// ErrUnsupportedKey reports a private key in a form, or under an encryption, that is not read here.
	ErrUnsupportedKey = errors.New("the private key is in a form that cannot be read\n" +
		"convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem")
	// ErrNotPrivate reports a public key or a certificate where a private key belongs.
	ErrNotPrivate = errors.New("this is a public key, not a private key\ngive the private half; the public half is what the issuer gets")
	// ErrNoKey reports input that holds no key at all, or a damaged one.
	ErrNoKey = errors.New("no private key found\n" +
		"expected PEM (BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY, encrypted or not), the bare base64 of its DER, or .NET's <RSAKeyValue>")
)

// ErrOpen is the one error of PrivateKey.Open. Which step failed is not told, so that it teaches nothing about the plaintext.
var ErrOpen = errors.New("cannot open the sealed value\n" +
	"check that the public half of this private key is the one registered with the issuer, " +
	"and the padding of the profile: cardwallet doctor tries both")

// keyError is one of the reasons above with a text of its own.
type keyError struct {
	reason error
	text   string
}

// Error gives the text.
func (e *keyError) Error() string { return e.text }

// Unwrap returns the reason.
func (e *keyError) Unwrap() error { return e.reason }

func unsupported(text string) error { return &keyError{reason: ErrUnsupportedKey, text: text} }

func damaged(text string) error { return &keyError{reason: ErrNoKey, text: text} }
