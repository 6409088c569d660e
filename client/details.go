package client

import (
	"context"
	"errors"
	"fmt"

	"cardwallet/crypto"
)

// Opener decrypts one sealed field with the account's private key, on this machine. Its error says how to get a key where
// there is none.
type Opener interface {
	Open(ctx context.Context, sealed string) (crypto.Secret, error)
}

// FieldKind says what a field must look like once it is open.
type FieldKind string

// The kinds of sealed fields.
const (
	FieldPAN    FieldKind = "number"
	FieldCVV    FieldKind = "cvv"
	FieldExpiry FieldKind = "expiry"
	FieldURL    FieldKind = "url"  // gift card redemption, 3DS authorization
	FieldCode   FieldKind = "code" // one-time password or activation code
)

// ErrForm is returned when an opened value cannot be what it should be, which a wrong key can produce.
var ErrForm = errors.New("the opened value has the wrong form")

// Field is one value that the issuer sent sealed or in the clear. It is opened when a person asks, not when it arrives.
type Field struct {
	kind   FieldKind
	plain  crypto.Secret
	sealed string
	opener Opener
	unread bool
}

// PlainField is a value that came in the clear.
func PlainField(kind FieldKind, value crypto.Secret) Field {
	return Field{kind: kind, plain: value}
}

// SealedField is a value that came encrypted; opener opens it.
func SealedField(kind FieldKind, sealed string, opener Opener) Field {
	return Field{kind: kind, sealed: sealed, opener: opener}
}

// UnreadField is a value that came in a form that is no text at all, such as a list.
func UnreadField(kind FieldKind) Field { return Field{kind: kind, unread: true} }

// Present reports whether the issuer sent the value at all.
func (f Field) Present() bool { return f.sealed != "" || f.unread || !f.plain.IsZero() }

// Same reports whether two fields hold what the issuer sent as one value. Sealing is random: a value that was sealed twice is not the same.
func (f Field) Same(other Field) bool {
	return f.kind == other.kind && f.sealed == other.sealed && f.unread == other.unread && f.plain.Equal(other.plain)
}

// Kind says what the field holds.
func (f Field) Kind() FieldKind { return f.kind }

// Ready gets the key of a sealed field, which can ask a person for it. Then fields can be opened side by side, and nobody is asked twice.
func (f Field) Ready(ctx context.Context) (err error) {
	if opener, ok := f.opener.(interface{ Ready(context.Context) error }); ok && f.sealed != "" {
		err = opener.Ready(ctx)
	}
	return err
}

// Open decrypts the value as Read does, without what is odd about it.
func (f Field) Open(ctx context.Context) (crypto.Secret, error) {
	value, _, err := f.Read(ctx)
	return value, err
}

// Read decrypts the value. odd says what is unusual about it, without telling anything of the value; it is empty for a usual one. What
// came is trimmed. A PAN comes back without blanks and hyphens, an expiry as MM/YY. A value that has another form than documented comes
// back as it is. The caller wipes the result.
//
// It returns ErrForm for a sealed value that cannot be of this kind: it has no digit, or bytes that no text has. A wrong key makes that.
// For the same in the clear it returns ErrGarbage. It returns ErrNotFound when the issuer sent nothing, or the opener's error.
func (f Field) Read(ctx context.Context) (value crypto.Secret, odd string, err error) {
	var opened crypto.Secret
	switch {
	case !f.plain.IsZero():
		opened = f.plain.Clone()
	case f.unread:
		return crypto.Secret{}, "", f.garbage()
	case f.sealed == "":
		return crypto.Secret{}, "", fmt.Errorf("%w: this card has no %s", ErrNotFound, f.kind)
	case f.opener == nil:
		return crypto.Secret{}, "", errors.New("no private key for this profile\nset private_key in the config")
	default:
		if opened, err = f.opener.Open(ctx, f.sealed); err != nil {
			return crypto.Secret{}, "", err
		}
	}
	defer opened.Wipe()
	taken := false
	opened.Reveal(func(b []byte) {
		var text []byte
		if text, odd, taken = f.kind.read(b); taken {
			value = crypto.NewSecret(text)
		}
	})
	switch {
	case taken:
		return value, odd, nil
	case f.sealed == "":
		return value, "", f.garbage()
	}
	return value, "", fmt.Errorf("%w: it is no %s\ncheck that private_key is the one registered with the issuer, and padding", ErrForm, f.kind)
}

func (f Field) garbage() error {
	return fmt.Errorf("%w: what the issuer sent is no %s\nask the issuer: it was not sealed, so that no key is to blame", ErrGarbage, f.kind)
}

// Wipe removes a value that came in the clear from memory.
func (f Field) Wipe() { f.plain.Wipe() }

// Details are a card's sensitive values. A gift card has only ActivateURL; other cards have no ActivateURL
// (FinHub cards page).
type Details struct {
	Number      Field
	CVV         Field
	Expiry      Field
	ActivateURL Field
}

// Wipe removes every value that came in the clear from memory.
func (d Details) Wipe() {
	for _, f := range []Field{d.Number, d.CVV, d.Expiry, d.ActivateURL} {
		f.Wipe()
	}
}
