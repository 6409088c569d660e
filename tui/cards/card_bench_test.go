package cards

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"

	"cardwallet/client"
	"cardwallet/crypto"
)

// keyed opens fields with a real key.
type keyed struct{ key *crypto.PrivateKey }

// Open decrypts one field.
func (k keyed) Open(_ context.Context, sealed string) (crypto.Secret, error) {
	return k.key.Open(sealed, crypto.PKCS1v15)
}

// BenchmarkReveal opens the three values of a card, and one alone, which is what three would take where they open side by side.
func BenchmarkReveal(b *testing.B) {
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	key, err := crypto.ParsePrivateKey(pem.EncodeToMemory(
		&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(own)}), nil)
	if err != nil {
		b.Fatal(err)
	}
	sealed := func(kind client.FieldKind, value string) client.Field {
		text, err := rsa.EncryptPKCS1v15(rand.Reader, &own.PublicKey, []byte(value)) //nolint:staticcheck // as FinHub seals
		if err != nil {
			b.Fatal(err)
		}
		return client.SealedField(kind, base64.StdEncoding.EncodeToString(text), keyed{key})
	}
	details := client.Details{Number: sealed(client.FieldPAN, "4288375123454242"), Expiry: sealed(client.FieldExpiry, "09/31"),
		CVV: sealed(client.FieldCVV, "738")}
	for name, only := range map[string]client.FieldKind{"three": "", "one": client.FieldPAN} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ctx, end := context.WithCancel(b.Context())
				if _, err := openFields(ctx, details, only); err != nil {
					b.Fatal(err)
				}
				end()
			}
		})
	}
}
